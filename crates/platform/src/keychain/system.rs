use super::{SecretStore, SecretStoreError};
use keyring_core::{CredentialStore, Error};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use zeroize::Zeroizing;

/// What the items are filed under.
const SERVICE: &str = "com.sigsentry.keys";

/// The keychain of this system: Secret Service on Linux, Keychain on macOS, Credential Manager on
/// Windows (the last two: not run).
///
/// One connection serves one call after another: some services, as KeePassXC, ask the person anew for
/// each. A call that comes while another one waits for the person gets a connection of its own, and a
/// service that was started anew is connected to anew. `keyring`'s own `Entry::new` connects once and
/// remembers for the life of the process that there was no service.
#[derive(Default)]
pub struct SystemSecretStore {
    idle: Mutex<Option<Arc<CredentialStore>>>,
}

impl SecretStore for SystemSecretStore {
    fn read(&self, item: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
        self.with(item, |entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn write(&self, item: &str, secret: &[u8]) -> Result<(), SecretStoreError> {
        self.with(item, |entry| entry.set_secret(secret))
    }

    fn remove(&self, item: &str) -> Result<(), SecretStoreError> {
        self.with(item, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

impl SystemSecretStore {
    /// Does something with an item, over the connection that is idle or over a new one.
    fn with<R>(
        &self,
        item: &str,
        work: impl Fn(&keyring::Entry) -> keyring::Result<R>,
    ) -> Result<R, SecretStoreError> {
        // Taken in a line of its own: the lock is not held while the keychain is asked.
        let idle = self.idle().take();
        if let Some(store) = idle {
            match on(&store, item, &work) {
                // The service may have been started anew since.
                Err(Error::PlatformFailure(_)) => {}
                outcome => {
                    self.idle().get_or_insert(store);
                    return outcome.map_err(|error| reason(&error));
                }
            }
        }
        let store = connect().map_err(|_| SecretStoreError::Absent)?;
        let outcome = on(&store, item, &work);
        self.idle().get_or_insert(store);
        outcome.map_err(|error| reason(&error))
    }

    fn idle(&self) -> MutexGuard<'_, Option<Arc<CredentialStore>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn on<R>(
    store: &Arc<CredentialStore>,
    item: &str,
    work: &impl Fn(&keyring::Entry) -> keyring::Result<R>,
) -> keyring::Result<R> {
    // What opens this computer's files is of no use on another one that the person signs in to.
    let on_this_computer = HashMap::from([("persistence", "Local")]);
    let inner = store.build(SERVICE, item, cfg!(windows).then_some(&on_this_computer))?;
    work(&keyring::Entry { inner })
}

#[cfg(target_os = "linux")]
pub(crate) fn connect() -> keyring::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
pub(crate) fn connect() -> keyring::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
pub(crate) fn connect() -> keyring::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

fn reason(error: &Error) -> SecretStoreError {
    match error {
        Error::NoStorageAccess(cause) | Error::PlatformFailure(cause)
            if has_no_keyring(&**cause) =>
        {
            SecretStoreError::NoKeyring
        }
        Error::PlatformFailure(cause) if was_dismissed(&**cause) => SecretStoreError::Refused,
        Error::NoStorageAccess(_) => SecretStoreError::Refused,
        // Two items under one name are as good as none: which of them is ours cannot be told.
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::Ambiguous(_) => {
            SecretStoreError::WrongData
        }
        _ => SecretStoreError::Absent,
    }
}

type Cause = dyn std::error::Error + Send + Sync + 'static;

/// A Secret Service without a default collection: it was never set up for this person.
#[cfg(target_os = "linux")]
fn has_no_keyring(cause: &Cause) -> bool {
    matches!(cause.downcast_ref(), Some(secret_service::Error::NoResult))
}

/// The person closed the service's question.
#[cfg(target_os = "linux")]
fn was_dismissed(cause: &Cause) -> bool {
    use secret_service::Error::{Locked, Prompt};
    matches!(cause.downcast_ref(), Some(Locked | Prompt))
}

#[cfg(not(target_os = "linux"))]
fn has_no_keyring(_cause: &Cause) -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
fn was_dismissed(_cause: &Cause) -> bool {
    false
}
