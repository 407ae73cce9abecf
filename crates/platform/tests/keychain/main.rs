//! The keychain against a real Secret Service (gnome-keyring) on a bus of its own: each test starts
//! itself once more, inside such a session.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod session;

use chrono::DateTime;
use session::{Session, within};
use sigsentry_keys_core::account::{Account, Colour};
use sigsentry_keys_platform::{
    keychain::{DataKey, KeptKey, Keychain, KeychainError, Label, SealedKey, SystemSecretStore},
    store::Profile,
};
use std::time::{Duration, Instant};

/// Longer than any answer that comes at all.
const LONG: Duration = Duration::from_secs(20);
const ITEM: &str = "0123456789abcdef";

fn keychain() -> Keychain {
    Keychain::new(SystemSecretStore::default())
}

fn key() -> DataKey {
    DataKey::from_bytes(&[0x5a; DataKey::LENGTH]).unwrap()
}

fn label() -> Label {
    let account = Account {
        id: "u1".into(),
        email: "mara@northwind.example".into(),
        name: "Mara".into(),
        role: "owner".into(),
        tenant_id: "t1".into(),
        tenant_name: "Northwind".into(),
        session_ends: None,
    };
    let profile = Profile { account, address: "https://api.example/v1".into() };
    Label::new(&profile, Colour::Teal, DateTime::UNIX_EPOCH)
}

#[test]
fn a_key_is_kept_and_removed() {
    within(Session::unlocked, "a_key_is_kept_and_removed", |_| {
        let keychain = keychain();
        assert_eq!(keychain.read(ITEM).wait(LONG).err(), Some(KeychainError::ItemMissing));
        keychain.write(ITEM, &key()).wait(LONG).unwrap();
        keychain.read(ITEM).wait(LONG).unwrap();
        assert_eq!(keychain.read("another").wait(LONG).err(), Some(KeychainError::ItemMissing));
        keychain.write(ITEM, &key()).wait(LONG).unwrap();
        keychain.read(ITEM).wait(LONG).expect("written twice, it is one item");
        keychain.remove(ITEM).wait(LONG).unwrap();
        keychain.remove(ITEM).wait(LONG).unwrap();
        assert_eq!(keychain.read(ITEM).wait(LONG).err(), Some(KeychainError::ItemMissing));
    });
}

/// Some services ask the person anew for each connection.
#[test]
fn one_connection_serves_one_call_after_another() {
    within(Session::unlocked, "one_connection_serves_one_call_after_another", |inside| {
        let keychain = keychain();
        let before = inside.connections();
        keychain.write(ITEM, &key()).wait(LONG).unwrap();
        let ours: Vec<_> = inside.connections().difference(&before).cloned().collect();
        for _ in 0..3 {
            keychain.read(ITEM).wait(LONG).unwrap();
            assert_eq!(
                keychain.read_label(ITEM).wait(LONG).err(),
                Some(KeychainError::ItemMissing)
            );
        }
        let after = inside.connections();
        let kept = ours.iter().filter(|name| after.contains(*name)).count();
        assert_eq!(kept, 1, "{ours:?} {after:?}");
    });
}

#[test]
fn a_service_without_a_keyring_is_told_apart_from_none_and_from_a_locked_one() {
    let name = "a_service_without_a_keyring_is_told_apart_from_none_and_from_a_locked_one";
    within(Session::without_keyring, name, |_| {
        let keychain = keychain();
        assert_eq!(keychain.write(ITEM, &key()).wait(LONG).err(), Some(KeychainError::NoKeyring));
    });
}

#[test]
fn a_label_lies_beside_the_key_and_goes_with_it() {
    within(Session::unlocked, "a_label_lies_beside_the_key_and_goes_with_it", |_| {
        let keychain = keychain();
        assert_eq!(keychain.read_label(ITEM).wait(LONG).err(), Some(KeychainError::ItemMissing));
        keychain.write(ITEM, &key()).wait(LONG).unwrap();
        keychain.write_label(ITEM, &label()).wait(LONG).unwrap();
        assert_eq!(keychain.read_label(ITEM).wait(LONG).unwrap(), label());
        keychain.read(ITEM).wait(LONG).expect("it is another item");
        keychain.remove(ITEM).wait(LONG).unwrap();
        assert_eq!(keychain.read_label(ITEM).wait(LONG).err(), Some(KeychainError::ItemMissing));
    });
}

#[test]
fn a_key_under_a_passphrase_takes_the_place_of_the_plain_one_and_back() {
    let name = "a_key_under_a_passphrase_takes_the_place_of_the_plain_one_and_back";
    within(Session::unlocked, name, |_| {
        let keychain = keychain();
        keychain.write(ITEM, &key()).wait(LONG).unwrap();
        let sealed = SealedKey::seal(&key(), "correct horse", |bytes| bytes.fill(7)).unwrap();
        keychain.write_sealed(ITEM, &sealed).wait(LONG).unwrap();
        let KeptKey::Sealed(kept) = keychain.read(ITEM).wait(LONG).unwrap() else {
            panic!("it is not sealed");
        };
        let opened = kept.open("correct horse").unwrap();
        keychain.write(ITEM, &opened).wait(LONG).unwrap();
        assert!(matches!(keychain.read(ITEM).wait(LONG), Ok(KeptKey::Plain(_))));
    });
}

#[test]
fn without_a_bus_there_is_no_keychain() {
    within(Session::no_bus, "without_a_bus_there_is_no_keychain", |_| {
        assert_eq!(keychain().read(ITEM).wait(LONG).err(), Some(KeychainError::Absent));
        assert_eq!(keychain().write(ITEM, &key()).wait(LONG).err(), Some(KeychainError::Absent));
    });
}

#[test]
fn a_service_that_appears_later_is_found() {
    within(Session::bus_only, "a_service_that_appears_later_is_found", |session| {
        let keychain = keychain();
        assert_eq!(keychain.read(ITEM).wait(LONG).err(), Some(KeychainError::Absent));
        session.start_service();
        let deadline = Instant::now() + LONG;
        while keychain.write(ITEM, &key()).wait(LONG).is_err() {
            assert!(Instant::now() < deadline, "the service did not appear");
        }
        keychain.read(ITEM).wait(LONG).unwrap();
    });
}

#[test]
fn a_service_that_hangs_is_waited_for_and_answers_later() {
    within(Session::unlocked, "a_service_that_hangs_is_waited_for_and_answers_later", |session| {
        let keychain = keychain();
        keychain.write(ITEM, &key()).wait(LONG).unwrap();
        session.signal_service("STOP");
        let question = keychain.read(ITEM);
        let short = Duration::from_millis(300);
        assert_eq!(question.wait(short).err(), Some(KeychainError::Waiting));
        assert_eq!(question.wait(short).err(), Some(KeychainError::Waiting));
        session.signal_service("CONT");
        question.wait(LONG).expect("the same question is answered");
    });
}

/// The collection is locked by its owner; no one is there to answer the prompt.
#[test]
fn a_locked_keychain_gives_nothing_until_it_is_unlocked() {
    within(Session::unlocked, "a_locked_keychain_gives_nothing_until_it_is_unlocked", |session| {
        let keychain = keychain();
        keychain.write(ITEM, &key()).wait(LONG).unwrap();
        session.lock();
        let locked = keychain.read(ITEM).wait(Duration::from_secs(2)).err();
        let closed = [KeychainError::Waiting, KeychainError::Refused];
        assert!(locked.is_some_and(|error| closed.contains(&error)), "{locked:?}");
        session.unlock();
        keychain.read(ITEM).wait(LONG).expect("it is open again");
    });
}

#[test]
fn an_item_deleted_behind_our_back_is_missing() {
    within(Session::unlocked, "an_item_deleted_behind_our_back_is_missing", |session| {
        keychain().write(ITEM, &key()).wait(LONG).unwrap();
        session.secret_tool(&["clear", "service", "com.sigsentry.keys", "username", ITEM], "");
        let gone = keychain().read(ITEM).wait(LONG).err();
        assert_eq!(gone, Some(KeychainError::ItemMissing));
    });
}

#[test]
fn an_item_that_somebody_else_wrote_is_no_data_key() {
    within(Session::unlocked, "an_item_that_somebody_else_wrote_is_no_data_key", |session| {
        let item = ["--label=x", "service", "com.sigsentry.keys", "username", ITEM];
        session.secret_tool(&[&["store"], &item[..]].concat(), "hunter2");
        assert_eq!(keychain().read(ITEM).wait(LONG).err(), Some(KeychainError::WrongData));
    });
}
