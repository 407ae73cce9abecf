use super::{super::Keep, *};
use crate::support::{Desk, profile, signed_in};
use chrono::TimeDelta;
use sigsentry_keys_contract::offline::SignOutScope;

const WORDS: &str = "correct horse";

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn restores(keep: &Keep) -> bool {
    keep.restore(&|_| true, &mut || panic!("the keychain answers at once")).is_some()
}

/// A desk whose one account is under a passphrase.
fn protected() -> Desk {
    let desk = Desk::new();
    let keep = desk.run();
    assert_eq!(keep.protection(), Protection::NothingKept);
    assert_eq!(keep.set_passphrase(WORDS), Err(PassphraseError::NothingThere));
    signed_in(&keep, "mara");
    assert_eq!(keep.protection(), Protection::NoPassphrase);
    assert!(!keep.lock(), "everybody could open it again");
    assert_eq!(keep.set_passphrase("7 chars"), Err(PassphraseError::TooShort));
    keep.set_passphrase(WORDS).unwrap();
    assert_eq!(keep.protection(), Protection::Passphrase);
    desk
}

#[test]
fn a_start_waits_for_the_passphrase_and_then_goes_on() {
    let desk = protected();
    let keep = desk.run();
    assert!(!restores(&keep));
    assert!(keep.is_locked());
    assert_eq!(keep.keeping(), Keeping::Locked);
    assert_eq!(keep.locked_label().unwrap().profile, profile("mara"));
    let wrong = Err(PassphraseError::Wrong { wait_ms: 0 });
    assert_eq!(keep.unlock("correct horsf", now()), wrong);
    assert_eq!(keep.unlock("", now()), Err(PassphraseError::Empty));
    assert!(!restores(&keep));
    keep.unlock(WORDS, now()).unwrap();
    assert!(restores(&keep));
    assert!(!keep.is_locked());
    assert_eq!(keep.keeping(), Keeping::Kept);
    assert_eq!(keep.protection(), Protection::Passphrase);
}

#[test]
fn locked_by_hand_it_opens_with_its_passphrase_again_and_again() {
    let desk = protected();
    let keep = desk.run();
    restores(&keep);
    for _ in 0..2 {
        keep.unlock(WORDS, now()).unwrap();
        assert!(restores(&keep));
        assert!(keep.lock());
        assert!(!keep.lock(), "it is locked already");
        assert!(keep.profile().is_none());
        assert_eq!(keep.keeping(), Keeping::Locked);
        assert!(!restores(&keep), "what was opened before opens nothing now");
    }
}

#[test]
fn whoever_signs_in_meanwhile_finds_it_locked_and_nothing_is_made_over_it() {
    let desk = protected();
    let keep = desk.run();
    assert!(!keep.adopt(&profile("mara")));
    assert_eq!(keep.keeping(), Keeping::Locked);
    assert_eq!(desk.place().stores().len(), 1);
    keep.unlock(WORDS, now()).unwrap();
    assert!(keep.adopt(&profile("mara")));
    assert_eq!(keep.protection(), Protection::Passphrase);
    signed_in(&keep, "jon");
    assert_eq!(keep.protection(), Protection::NoPassphrase, "somebody else has none");
}

#[test]
fn whoever_signed_out_types_the_passphrase_once_before_signing_in() {
    let desk = protected();
    let keep = desk.run();
    restores(&keep);
    keep.unlock(WORDS, now()).unwrap();
    assert!(restores(&keep));
    keep.sign_out(SignOutScope::KeepStore);
    drop(keep);
    let keep = desk.run();
    assert!(!restores(&keep));
    keep.unlock(WORDS, now()).unwrap();
    assert!(!restores(&keep), "there is no session to go on with");
    assert!(keep.adopt(&profile("mara")));
    assert_eq!(keep.protection(), Protection::Passphrase);
}

#[test]
fn a_passphrase_is_changed_and_removed_with_the_old_one() {
    let desk = protected();
    let keep = desk.run();
    restores(&keep);
    keep.unlock(WORDS, now()).unwrap();
    assert!(restores(&keep));
    let wrong = Err(PassphraseError::Wrong { wait_ms: 0 });
    assert_eq!(keep.change_passphrase("wrong", "battery staple", now()), wrong);
    assert_eq!(keep.set_passphrase("battery staple"), Err(PassphraseError::NothingThere));
    keep.change_passphrase(WORDS, "battery staple", now()).unwrap();
    assert!(keep.lock());
    assert_eq!(keep.unlock(WORDS, now()), wrong);
    keep.unlock("battery staple", now()).unwrap();
    assert!(restores(&keep));
    assert_eq!(keep.remove_passphrase(WORDS, now()), wrong);
    keep.remove_passphrase("battery staple", now()).unwrap();
    assert_eq!(keep.protection(), Protection::NoPassphrase);
    drop(keep);
    assert!(restores(&desk.run()));
}

#[test]
fn wrong_ones_slow_down_also_over_a_start_and_a_good_one_ends_it() {
    let desk = protected();
    let keep = desk.run();
    restores(&keep);
    for wait_ms in [0, 0, 1_000] {
        assert_eq!(keep.unlock("wrong", now()), Err(PassphraseError::Wrong { wait_ms }));
    }
    let too_soon = Err(PassphraseError::TooSoon { wait_ms: 1_000 });
    assert_eq!(keep.unlock(WORDS, now()), too_soon, "the right one waits, too");
    drop(keep);
    let keep = desk.run();
    restores(&keep);
    assert_eq!(keep.unlock(WORDS, now()), too_soon);
    assert_eq!(keep.unlock(WORDS, now() - TimeDelta::days(1)), too_soon, "nor does the clock help");
    let later = now() + TimeDelta::seconds(1);
    assert_eq!(keep.unlock("wrong", later), Err(PassphraseError::Wrong { wait_ms: 2_000 }));
    assert_eq!(keep.wait(true, later), Duration::from_secs(2));
    let later = later + TimeDelta::seconds(2);
    keep.unlock(WORDS, later).unwrap();
    assert_eq!(keep.wait(true, later), Duration::ZERO);
}

#[test]
fn a_lost_passphrase_costs_the_store_and_nothing_else() {
    let desk = protected();
    let keep = desk.run();
    signed_in(&keep, "jon");
    assert_eq!(keep.forget_locked(), Err(ForgetLockedError::NothingLocked));
    assert!(!keep.adopt(&profile("mara")));
    keep.forget_locked().unwrap();
    assert!(!keep.is_locked());
    assert_eq!(desk.place().stores().len(), 1);
    let whose = keep.accounts().into_iter().map(|(_, label)| label.profile);
    assert_eq!(whose.collect::<Vec<_>>(), [profile("jon")]);
    signed_in(&keep, "mara");
}
