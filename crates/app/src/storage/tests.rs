//! What is kept, with a keychain that a test can take away.

use super::*;
use crate::support::{Machine, ports_heard_by, profile, restored, signed_in};
use chrono::{DateTime, Utc};
use sigsentry_keys_api::SessionToken;
use sigsentry_keys_contract::offline::{SetAsideError, SignOutScope};
use sigsentry_keys_platform::keychain::{SecretStore, SecretStoreError};
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
    let machine = Machine::new();
    let first = machine.run();
    assert!(!first.has_store());
    signed_in(&first, "mara");
    drop(first);
    let second = machine.run();
    assert!(second.has_store());
    let restored = restored(&second).unwrap();
    assert_eq!(restored.profile, profile("mara"));
    assert_eq!(restored.session.token.as_str(), "token-mara");
    assert_eq!(second.state(), StorageState::Kept);
}

#[test]
fn a_fresh_token_takes_the_place_of_the_old_one_in_its_own_store() {
    let machine = Machine::new();
    let storage = machine.run();
    signed_in(&storage, "mara");
    let mut fresh = profile("mara");
    fresh.account.session_ends = Some(now());
    storage.save_session(&fresh, &SessionToken::new("fresh").unwrap());
    storage.save_session(&profile("jon"), &SessionToken::new("of-jon").unwrap());
    drop(storage);
    let storage = machine.run();
    let Restored { profile: whose, session, .. } = restored(&storage).unwrap();
    assert_eq!(whose, fresh);
    assert_eq!((session.token.as_str(), session.ends), ("fresh", Some(now())));
    storage.close_for(&profile("mara"));
    assert_eq!(storage.profile(), Some(fresh));
    storage.close_for(&profile("jon"));
    assert_eq!(storage.profile(), None);
}

#[test]
fn each_account_has_its_own_store_and_the_last_one_comes_first() {
    let machine = Machine::new();
    for id in ["mara", "jon", "mara", "jon"] {
        signed_in(&machine.run(), id);
    }
    assert_eq!(machine.place().stores().len(), 2);
    assert_eq!(machine.items().len(), 4, "a data key and a label each");
    assert_eq!(restored(&machine.run()).unwrap().profile, profile("jon"));
}

#[test]
fn without_a_keychain_nothing_is_written_and_one_that_appears_is_used() {
    let machine = Machine::new();
    for (error, reason) in [
        (SecretStoreError::Absent, SessionOnlyReason::NoKeychain),
        (SecretStoreError::Refused, SessionOnlyReason::KeychainLocked),
    ] {
        *held(&machine.keychain.broken) = Some(error);
        let storage = machine.run();
        assert!(!storage.open_or_create(&profile("mara")));
        assert_eq!(storage.state(), StorageState::SessionOnly { reason });
        assert!(storage.with_store(|store| store.forget_session()).is_none());
        assert_eq!(machine.place().stores(), []);
        *held(&machine.keychain.broken) = None;
        assert!(storage.open_or_create(&profile("mara")));
        storage.sign_out(SignOutScope::ForgetAll);
    }
}

#[test]
fn signing_out_forgets_all_or_the_session_only() {
    let machine = Machine::new();
    let storage = machine.run();
    signed_in(&storage, "mara");
    storage.sign_out(SignOutScope::KeepStore);
    assert!(storage.profile().is_none());
    drop(storage);
    let storage = machine.run();
    assert!(restored(&storage).is_none(), "who signed out signs in first");
    assert!(storage.profile().is_none());
    assert_eq!(machine.place().stores().len(), 1);
    signed_in(&storage, "mara");
    storage.sign_out(SignOutScope::ForgetAll);
    assert_eq!(machine.place().stores(), []);
    assert!(machine.items().is_empty(), "the data key goes, too");
}

#[test]
fn a_store_that_does_not_open_waits_for_a_decision() {
    type Harm = fn(&Machine, StoreId);
    let harms: [(Harm, StoreProblem); 3] = [
        (|machine, id| fs::write(machine.place().file(id), "x").unwrap(), StoreProblem::Damaged),
        (
            |machine, _| {
                machine.items().iter().for_each(|item| machine.keychain.remove(item).unwrap());
            },
            StoreProblem::KeyMissing,
        ),
        (
            |machine, _| {
                machine.items().iter().for_each(|item| machine.keychain.write(item, b"x").unwrap());
            },
            StoreProblem::ForeignKey,
        ),
    ];
    for (harm, problem) in harms {
        let machine = Machine::new();
        signed_in(&machine.run(), "mara");
        let id = machine.place().stores()[0];
        harm(&machine, id);
        let bytes = fs::read(machine.place().file(id)).unwrap();
        let storage = machine.run();
        assert!(restored(&storage).is_none());
        assert_eq!(storage.state(), StorageState::Unreadable { problem });
        assert!(!storage.open_or_create(&profile("mara")), "nothing new is made over it");
        assert_eq!(storage.state(), StorageState::Unreadable { problem });
        assert_eq!(fs::read(machine.place().file(id)).unwrap(), bytes);
        storage.set_aside().unwrap();
        assert_eq!(storage.set_aside(), Err(SetAsideError::NothingToSetAside));
        signed_in(&storage, "mara");
        let aside = machine.place().folder().join(format!("{id}.set-aside-1"));
        assert_eq!(fs::read(aside).unwrap(), bytes, "it is still there");
    }
}

#[test]
fn a_second_app_keeps_nothing() {
    let machine = Machine::new();
    let first = machine.run();
    signed_in(&first, "mara");
    let second = machine.run();
    assert!(!second.has_store());
    assert!(!second.open_or_create(&profile("mara")));
    let reason = SessionOnlyReason::InUse;
    assert_eq!(second.state(), StorageState::SessionOnly { reason });
    assert!(first.with_store(|store| store.forget_session()).unwrap().is_ok());
}

#[test]
fn a_keychain_that_hangs_is_said_and_can_be_done_without() {
    struct Hanging(Mutex<mpsc::Receiver<()>>);
    impl SecretStore for Hanging {
        fn read(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
            let _ = held(&self.0).recv();
            Ok(None)
        }
        fn write(&self, _: &str, _: &[u8]) -> Result<(), SecretStoreError> {
            let _ = held(&self.0).recv();
            Ok(())
        }
        fn remove(&self, _: &str) -> Result<(), SecretStoreError> {
            Ok(())
        }
    }
    let machine = Machine::new();
    let (_stuck, never) = mpsc::channel();
    let (said, hears) = mpsc::channel();
    let keychain = Keychain::new(Hanging(Mutex::new(never)));
    let lock = InstanceLock::take(&machine.place());
    let ports = ports_heard_by(move |event| match event {
        Event::StorageChanged(keeping) => said.send(keeping).unwrap(),
        other => panic!("{other:?}"),
    });
    let storage = Arc::new(Storage::new(keychain, machine.place(), lock, ports));
    let asking = Arc::clone(&storage);
    let adopting = std::thread::spawn(move || asking.open_or_create(&profile("mara")));
    assert_eq!(hears.recv().unwrap(), StorageState::Waiting);
    storage.without_keychain();
    let reason = SessionOnlyReason::KeychainLocked;
    assert_eq!(hears.recv().unwrap(), StorageState::SessionOnly { reason });
    assert!(!adopting.join().unwrap());
    assert_eq!(storage.state(), StorageState::SessionOnly { reason });
}
