//! What is kept, with a keychain that a test can take away.

use super::*;
use crate::support::{Desk, ports_heard_by, profile, restored, signed_in};
use chrono::{DateTime, Utc};
use sigsentry_keys_api::SessionToken;
use sigsentry_keys_contract::offline::{SetAsideError, SignOutScope};
use sigsentry_keys_platform::keychain::{Vault, VaultError};
use std::{
    fs,
    sync::{Arc, mpsc},
};
use zeroize::Zeroizing;

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

#[test]
fn the_next_run_goes_on_where_the_last_one_ended() {
    let desk = Desk::new();
    let first = desk.run();
    assert!(!first.has_store());
    signed_in(&first, "mara");
    drop(first);
    let second = desk.run();
    assert!(second.has_store());
    let restored = restored(&second).unwrap();
    assert_eq!(restored.profile, profile("mara"));
    assert_eq!(restored.session.token.as_str(), "token-mara");
    assert_eq!(second.keeping(), Keeping::Kept);
}

#[test]
fn a_fresh_token_takes_the_place_of_the_old_one_in_its_own_store() {
    let desk = Desk::new();
    let keep = desk.run();
    signed_in(&keep, "mara");
    let mut fresh = profile("mara");
    fresh.account.session_ends = Some(now());
    keep.save_session(&fresh, &SessionToken::new("fresh").unwrap());
    keep.save_session(&profile("jon"), &SessionToken::new("of-jon").unwrap());
    drop(keep);
    let keep = desk.run();
    let Restored { profile: whose, session, .. } = restored(&keep).unwrap();
    assert_eq!(whose, fresh);
    assert_eq!((session.token.as_str(), session.ends), ("fresh", Some(now())));
    keep.close_for(&profile("mara"));
    assert_eq!(keep.profile(), Some(fresh));
    keep.close_for(&profile("jon"));
    assert_eq!(keep.profile(), None);
}

#[test]
fn each_account_has_its_own_store_and_the_last_one_comes_first() {
    let desk = Desk::new();
    for id in ["mara", "jon", "mara", "jon"] {
        signed_in(&desk.run(), id);
    }
    assert_eq!(desk.place().stores().len(), 2);
    assert_eq!(held(&desk.drawer.items).len(), 4, "a data key and a label each");
    assert_eq!(restored(&desk.run()).unwrap().profile, profile("jon"));
}

#[test]
fn without_a_keychain_nothing_is_written_and_one_that_appears_is_used() {
    let desk = Desk::new();
    for (error, reason) in [
        (VaultError::Absent, SessionOnlyReason::NoKeychain),
        (VaultError::Refused, SessionOnlyReason::KeychainLocked),
    ] {
        *held(&desk.drawer.broken) = Some(error);
        let keep = desk.run();
        assert!(!keep.adopt(&profile("mara")));
        assert_eq!(keep.keeping(), Keeping::SessionOnly { reason });
        assert!(keep.with_store(|store| store.forget_session()).is_none());
        assert_eq!(desk.place().stores(), []);
        *held(&desk.drawer.broken) = None;
        assert!(keep.adopt(&profile("mara")));
        keep.sign_out(SignOutScope::ForgetAll);
    }
}

#[test]
fn signing_out_forgets_all_or_the_session_only() {
    let desk = Desk::new();
    let keep = desk.run();
    signed_in(&keep, "mara");
    keep.sign_out(SignOutScope::KeepStore);
    assert!(keep.profile().is_none());
    drop(keep);
    let keep = desk.run();
    assert!(restored(&keep).is_none(), "who signed out signs in first");
    assert!(keep.profile().is_none());
    assert_eq!(desk.place().stores().len(), 1);
    signed_in(&keep, "mara");
    keep.sign_out(SignOutScope::ForgetAll);
    assert_eq!(desk.place().stores(), []);
    assert!(held(&desk.drawer.items).is_empty(), "the data key goes, too");
}

#[test]
fn a_store_that_does_not_open_waits_for_a_decision() {
    type Harm = fn(&Desk, StoreId);
    let harms: [(Harm, StoreProblem); 3] = [
        (|desk, id| fs::write(desk.place().file(id), "x").unwrap(), StoreProblem::Damaged),
        (|desk, _| held(&desk.drawer.items).clear(), StoreProblem::KeyMissing),
        (
            |desk, _| held(&desk.drawer.items).values_mut().for_each(|item| *item = b"x".to_vec()),
            StoreProblem::ForeignKey,
        ),
    ];
    for (harm, problem) in harms {
        let desk = Desk::new();
        signed_in(&desk.run(), "mara");
        let id = desk.place().stores()[0];
        harm(&desk, id);
        let bytes = fs::read(desk.place().file(id)).unwrap();
        let keep = desk.run();
        assert!(restored(&keep).is_none());
        assert_eq!(keep.keeping(), Keeping::Unreadable { problem });
        assert!(!keep.adopt(&profile("mara")), "nothing new is made over it");
        assert_eq!(keep.keeping(), Keeping::Unreadable { problem });
        assert_eq!(fs::read(desk.place().file(id)).unwrap(), bytes);
        keep.set_aside().unwrap();
        assert_eq!(keep.set_aside(), Err(SetAsideError::NothingToSetAside));
        signed_in(&keep, "mara");
        let aside = desk.place().folder().join(format!("{id}.set-aside-1"));
        assert_eq!(fs::read(aside).unwrap(), bytes, "it is still there");
    }
}

#[test]
fn a_second_app_keeps_nothing() {
    let desk = Desk::new();
    let first = desk.run();
    signed_in(&first, "mara");
    let second = desk.run();
    assert!(!second.has_store());
    assert!(!second.adopt(&profile("mara")));
    let reason = SessionOnlyReason::InUse;
    assert_eq!(second.keeping(), Keeping::SessionOnly { reason });
    assert!(first.with_store(|store| store.forget_session()).unwrap().is_ok());
}

#[test]
fn a_keychain_that_hangs_is_said_and_can_be_done_without() {
    struct Hanging(Mutex<mpsc::Receiver<()>>);
    impl Vault for Hanging {
        fn read(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
            let _ = held(&self.0).recv();
            Ok(None)
        }
        fn write(&self, _: &str, _: &[u8]) -> Result<(), VaultError> {
            let _ = held(&self.0).recv();
            Ok(())
        }
        fn remove(&self, _: &str) -> Result<(), VaultError> {
            Ok(())
        }
    }
    let desk = Desk::new();
    let (_stuck, never) = mpsc::channel();
    let (said, hears) = mpsc::channel();
    let keychain = Keychain::new(Hanging(Mutex::new(never)));
    let lock = InstanceLock::take(&desk.place());
    let ports = ports_heard_by(move |event| match event {
        Event::KeepingChanged(keeping) => said.send(keeping).unwrap(),
        other => panic!("{other:?}"),
    });
    let keep = Arc::new(Keep::new(keychain, desk.place(), lock, ports));
    let asking = Arc::clone(&keep);
    let adopting = std::thread::spawn(move || asking.adopt(&profile("mara")));
    assert_eq!(hears.recv().unwrap(), Keeping::Waiting);
    keep.without_keychain();
    let reason = SessionOnlyReason::KeychainLocked;
    assert_eq!(hears.recv().unwrap(), Keeping::SessionOnly { reason });
    assert!(!adopting.join().unwrap());
    assert_eq!(keep.keeping(), Keeping::SessionOnly { reason });
}
