use super::{super::Storage, *};
use crate::support::{Machine, profile, signed_in};
use chrono::TimeDelta;
use sigsentry_keys_contract::offline::SignOutScope;

const WORDS: &str = "correct horse";

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn restores(storage: &Storage) -> bool {
    storage.restore(&|_| true, &mut || panic!("the keychain answers at once")).is_some()
}

/// A machine whose one account is under a passphrase.
fn protected() -> Machine {
    let machine = Machine::new();
    let storage = machine.run();
    assert_eq!(storage.protection(), Protection::NothingKept);
    assert_eq!(storage.set_passphrase(WORDS), Err(PassphraseError::NothingThere));
    signed_in(&storage, "mara");
    assert_eq!(storage.protection(), Protection::NoPassphrase);
    assert!(!storage.lock(), "everybody could open it again");
    assert_eq!(storage.set_passphrase("7 chars"), Err(PassphraseError::TooShort));
    storage.set_passphrase(WORDS).unwrap();
    assert_eq!(storage.protection(), Protection::Passphrase);
    machine
}

#[test]
fn a_start_waits_for_the_passphrase_and_then_goes_on() {
    let machine = protected();
    let storage = machine.run();
    assert!(!restores(&storage));
    assert!(storage.is_locked());
    assert_eq!(storage.state(), StorageState::Locked);
    assert_eq!(storage.locked_label().unwrap().profile, profile("mara"));
    let wrong = Err(PassphraseError::Wrong { wait_ms: 0 });
    assert_eq!(storage.unlock("correct horsf", now()), wrong);
    assert_eq!(storage.unlock("", now()), Err(PassphraseError::Empty));
    assert!(!restores(&storage));
    storage.unlock(WORDS, now()).unwrap();
    assert!(restores(&storage));
    assert!(!storage.is_locked());
    assert_eq!(storage.state(), StorageState::Kept);
    assert_eq!(storage.protection(), Protection::Passphrase);
}

#[test]
fn locked_by_hand_it_opens_with_its_passphrase_again_and_again() {
    let machine = protected();
    let storage = machine.run();
    restores(&storage);
    for _ in 0..2 {
        storage.unlock(WORDS, now()).unwrap();
        assert!(restores(&storage));
        assert!(storage.lock());
        assert!(!storage.lock(), "it is locked already");
        assert!(storage.profile().is_none());
        assert_eq!(storage.state(), StorageState::Locked);
        assert!(!restores(&storage), "what was opened before opens nothing now");
    }
}

#[test]
fn whoever_signs_in_meanwhile_finds_it_locked_and_nothing_is_made_over_it() {
    let machine = protected();
    let storage = machine.run();
    assert!(!storage.open_or_create(&profile("mara")));
    assert_eq!(storage.state(), StorageState::Locked);
    assert_eq!(machine.place().stores().len(), 1);
    storage.unlock(WORDS, now()).unwrap();
    assert!(storage.open_or_create(&profile("mara")));
    assert_eq!(storage.protection(), Protection::Passphrase);
    signed_in(&storage, "jon");
    assert_eq!(storage.protection(), Protection::NoPassphrase, "somebody else has none");
}

#[test]
fn whoever_signed_out_types_the_passphrase_once_before_signing_in() {
    let machine = protected();
    let storage = machine.run();
    restores(&storage);
    storage.unlock(WORDS, now()).unwrap();
    assert!(restores(&storage));
    storage.sign_out(SignOutScope::KeepStore);
    drop(storage);
    let storage = machine.run();
    assert!(!restores(&storage));
    storage.unlock(WORDS, now()).unwrap();
    assert!(!restores(&storage), "there is no session to go on with");
    assert!(storage.open_or_create(&profile("mara")));
    assert_eq!(storage.protection(), Protection::Passphrase);
}

#[test]
fn a_passphrase_is_changed_and_removed_with_the_old_one() {
    let machine = protected();
    let storage = machine.run();
    restores(&storage);
    storage.unlock(WORDS, now()).unwrap();
    assert!(restores(&storage));
    let wrong = Err(PassphraseError::Wrong { wait_ms: 0 });
    assert_eq!(storage.change_passphrase("wrong", "battery staple", now()), wrong);
    assert_eq!(storage.set_passphrase("battery staple"), Err(PassphraseError::NothingThere));
    storage.change_passphrase(WORDS, "battery staple", now()).unwrap();
    assert!(storage.lock());
    assert_eq!(storage.unlock(WORDS, now()), wrong);
    storage.unlock("battery staple", now()).unwrap();
    assert!(restores(&storage));
    assert_eq!(storage.remove_passphrase(WORDS, now()), wrong);
    storage.remove_passphrase("battery staple", now()).unwrap();
    assert_eq!(storage.protection(), Protection::NoPassphrase);
    drop(storage);
    assert!(restores(&machine.run()));
}

#[test]
fn wrong_ones_slow_down_also_over_a_start_and_a_good_one_ends_it() {
    let machine = protected();
    let storage = machine.run();
    restores(&storage);
    for wait_ms in [0, 0, 1_000] {
        assert_eq!(storage.unlock("wrong", now()), Err(PassphraseError::Wrong { wait_ms }));
    }
    let too_soon = Err(PassphraseError::TooSoon { wait_ms: 1_000 });
    assert_eq!(storage.unlock(WORDS, now()), too_soon, "the right one waits, too");
    drop(storage);
    let storage = machine.run();
    restores(&storage);
    assert_eq!(storage.unlock(WORDS, now()), too_soon);
    assert_eq!(
        storage.unlock(WORDS, now() - TimeDelta::days(1)),
        too_soon,
        "nor does the clock help"
    );
    let later = now() + TimeDelta::seconds(1);
    assert_eq!(storage.unlock("wrong", later), Err(PassphraseError::Wrong { wait_ms: 2_000 }));
    assert_eq!(storage.wait(true, later), Duration::from_secs(2));
    let later = later + TimeDelta::seconds(2);
    storage.unlock(WORDS, later).unwrap();
    assert_eq!(storage.wait(true, later), Duration::ZERO);
}

#[test]
fn a_lost_passphrase_costs_the_store_and_nothing_else() {
    let machine = protected();
    let storage = machine.run();
    signed_in(&storage, "jon");
    assert_eq!(storage.forget_locked(), Err(ForgetLockedError::NothingLocked));
    assert!(!storage.open_or_create(&profile("mara")));
    storage.forget_locked().unwrap();
    assert!(!storage.is_locked());
    assert_eq!(machine.place().stores().len(), 1);
    let whose = storage.accounts().into_iter().map(|(_, label)| label.profile);
    assert_eq!(whose.collect::<Vec<_>>(), [profile("jon")]);
    signed_in(&storage, "mara");
}
