//! The operating system's keychain, in process. A locked one blocks until the person has answered, so
//! it is asked on a thread of its own.

use super::delivery::{Delivery, Evidence, SendFailure};
use crate::keychain::connect;
use keyring_core::{Entry, Error};
use sigsentry_keys_core::handoff::{Field, Fields, Outcome, Write};
use sigsentry_keys_secret::OneTimeSecret;
use std::{collections::HashMap, sync::mpsc, thread, time::Duration};
use zeroize::Zeroizing;

/// What every entry of the app is filed under.
const SERVICE: &str = "SigSentry Keys";

/// Stores a value under a label, and reads it back. On the way the keychain's own code has copies of
/// it, which the wiping allocator wipes.
pub(super) fn store(
    fields: &Fields,
    write: Write,
    mut value: OneTimeSecret,
    limit: Duration,
) -> Result<Delivery, SendFailure> {
    let label = fields.get(Field::Label).to_owned();
    let (reply, answer) = mpsc::channel();
    thread::spawn(move || {
        let stored = put(&label, write, &mut value);
        drop(value);
        // Who asked may have given up waiting.
        let _ = reply.send(stored);
    });
    // Locked, and no one has answered: the person may still do so.
    answer.recv_timeout(limit).unwrap_or_else(|_| Err(SendFailure::silent(Outcome::Unknown)))
}

fn put(label: &str, write: Write, value: &mut OneTimeSecret) -> Result<Delivery, SendFailure> {
    let entry = entry(label).map_err(|error| nothing_stored(&error))?;
    match entry.get_credential() {
        Err(Error::NoEntry) => {}
        Ok(_) | Err(Error::Ambiguous(_)) if write == Write::Create => {
            return Err(SendFailure::silent(Outcome::Exists));
        }
        Ok(_) => {}
        Err(error) => return Err(nothing_stored(&error)),
    }
    // EXPOSE: into the keychain, as bytes.
    value.expose(|value| entry.set_secret(value.as_bytes())).map_err(|error| match error {
        Error::TooLong(..) | Error::Invalid(..) | Error::NoStorageAccess(_) => {
            nothing_stored(&error)
        }
        _ => SendFailure::silent(Outcome::Unknown),
    })?;
    let theirs = entry.get_secret().map(Zeroizing::new);
    // EXPOSE: only whether they are the same leaves the closure.
    let same =
        theirs.is_ok_and(|theirs| value.expose(|value| value.as_bytes() == theirs.as_slice()));
    if same {
        Ok(Delivery { version: None, evidence: Evidence::AskedBack, said: Vec::new() })
    } else {
        Err(SendFailure::silent(Outcome::Unknown))
    }
}

fn nothing_stored(error: &Error) -> SendFailure {
    SendFailure::silent(match error {
        Error::NoStorageAccess(_) => Outcome::Denied,
        Error::Ambiguous(_) => Outcome::Exists,
        // No service on the bus, no keychain in this session.
        Error::PlatformFailure(_) | Error::NoDefaultStore => Outcome::Offline,
        _ => Outcome::Failed,
    })
}

fn entry(label: &str) -> Result<Entry, Error> {
    // What other programs show it by; elsewhere they show the name.
    let named = cfg!(target_os = "linux").then_some(("label", label));
    // Otherwise it follows the person to other computers of a domain.
    let lasting = cfg!(windows).then_some(("persistence", "Local"));
    let attributes: HashMap<_, _> = named.into_iter().chain(lasting).collect();
    connect()?.build(SERVICE, label, Some(&attributes))
}
