use super::*;
use crate::support::{Machine, has_read, signed_in};
use sigsentry_keys_contract::{
    accounts::SwitchAccountError,
    settings::{LockAfter, Settings},
};
use sigsentry_keys_core::{
    creation::Issued,
    inventory::Snapshot,
    key::{KeyRecord, KeyType, LastUsed, NewKeyType, Revocation},
};
use sigsentry_keys_secret::OneTimeSecret;

/// Signed in, under a passphrase.
fn protected(machine: &Machine) -> App {
    let app = machine.app();
    signed_in(&app.storage, "mara");
    let fresh = "correct horse".to_owned();
    app.use_passphrase(PassphraseRequest::Set { fresh }).unwrap();
    app
}

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes)
}

fn hold_value(app: &App) {
    let record = KeyRecord {
        id: "k".into(),
        key_type: KeyType::Current(NewKeyType::Organization),
        name: "fresh".into(),
        prefix: "ss_org_AbC123456".into(),
        permissions: [].into(),
        project_id: None,
        created_at: Some(at(0)),
        last_used: LastUsed::Never,
        expires_at: None,
        revocation: Revocation::None,
        used_days: Default::default(),
    };
    let text = b"ss_org_AbC123456rest-of-it";
    let value = OneTimeSecret::fill(|room| {
        room[..text.len()].copy_from_slice(text);
        Some(text.len())
    });
    let value = value.unwrap();
    held(&app.custody).accept(Issued { record, value }, [7; 16]);
}

#[test]
fn a_lock_by_hand_says_why_it_is_none() {
    let machine = Machine::new();
    let app = machine.app();
    assert_eq!(app.lock(), Err(LockError::NothingKept));
    signed_in(&app.storage, "mara");
    assert_eq!(app.lock(), Err(LockError::NoPassphrase));
    let fresh = "correct horse".to_owned();
    app.use_passphrase(PassphraseRequest::Set { fresh }).unwrap();
    hold_value(&app);
    assert_eq!(app.lock(), Err(LockError::Held { reason: CloseRequested::ValueHeld }));
    held(&app.custody).dismiss_all();
    let making = app.creating.try_lock().unwrap();
    assert_eq!(app.lock(), Err(LockError::Held { reason: CloseRequested::Creating }));
    drop(making);
    assert_eq!(app.lock(), Ok(()));
}

#[test]
fn what_was_read_is_gone_after_a_lock_and_comes_back_with_the_passphrase() {
    let machine = Machine::new();
    let app = protected(&machine);
    let (gaps, kept) = (Default::default(), Default::default());
    let (projects, keys) = (Vec::new(), Vec::new());
    has_read(&app, Snapshot { taken_at: at(0), projects, keys, gaps, kept });
    app.lock().unwrap();
    assert!(app.with_inventory(|_| ()).is_none());
    assert!(!app.has_account());
    let options = app.ask_passphrase_options();
    assert_eq!(options.purpose, PassphrasePurpose::Unlock);
    assert_eq!(options.whose.unwrap().email, "mara@northwind.example");
    assert!(!options.beside_main);
    let unlock = |words: &str| PassphraseRequest::Unlock { passphrase: words.into() };
    let wrong = app.use_passphrase(unlock("wrong"));
    assert_eq!(wrong, Err(PassphraseError::Wrong { wait_ms: 0 }));
    assert!(!app.restore(&mut || {}));
    app.use_passphrase(unlock("correct horse")).unwrap();
    assert!(app.restore(&mut || {}));
    assert!(app.with_inventory(|_| ()).is_some());
    assert_eq!(app.storage.protection(), Protection::Passphrase);
}

#[test]
fn it_locks_when_nobody_touches_it_for_as_long_as_the_settings_say() {
    let machine = Machine::new();
    let app = protected(&machine);
    assert_eq!(app.go_on_locking(at(0)), Step::Nothing);
    assert_eq!(app.go_on_locking(at(14)), Step::Nothing);
    app.note_activity(at(14));
    assert_eq!(app.go_on_locking(at(28)), Step::Nothing);
    // A clock that was set back begins anew.
    assert_eq!(app.go_on_locking(at(-500)), Step::Nothing);
    assert_eq!(app.go_on_locking(at(-486)), Step::Nothing);
    assert_eq!(app.go_on_locking(at(-485)), Step::Lock);
    assert_eq!(app.go_on_locking(at(500)), Step::Nothing, "it is locked already");
    assert!(app.storage.is_locked());
}

#[test]
fn time_before_somebody_came_does_not_count() {
    let machine = Machine::new();
    let app = machine.app_with(&Settings { lock_after: LockAfter::Five, ..Settings::default() });
    app.note_activity(at(-500));
    assert_eq!(app.go_on_locking(at(0)), Step::Nothing);
    signed_in(&app.storage, "mara");
    let fresh = "correct horse".to_owned();
    app.use_passphrase(PassphraseRequest::Set { fresh }).unwrap();
    assert_eq!(app.go_on_locking(at(1)), Step::Nothing);
    assert_eq!(app.go_on_locking(at(6)), Step::Lock);
}

#[test]
fn an_automatic_lock_asks_once_about_a_value_and_follows_its_end() {
    let machine = Machine::new();
    let app = protected(&machine);
    assert_eq!(app.go_on_locking(at(0)), Step::Nothing);
    hold_value(&app);
    app.want_lock();
    assert_eq!(app.go_on_locking(at(0)), Step::Ask);
    assert_eq!(app.go_on_locking(at(1)), Step::Nothing);
    assert!(!held(&app.custody).is_empty(), "nothing is lost without an answer");
    held(&app.custody).dismiss_all();
    assert_eq!(app.go_on_locking(at(1)), Step::Lock);
}

#[test]
fn an_automatic_lock_waits_while_a_key_is_made() {
    let machine = Machine::new();
    let app = protected(&machine);
    let making = app.creating.try_lock().unwrap();
    app.want_lock();
    assert_eq!(app.go_on_locking(at(0)), Step::Nothing);
    drop(making);
    assert_eq!(app.go_on_locking(at(0)), Step::Lock);
}

#[test]
fn without_a_passphrase_nothing_locks() {
    let machine = Machine::new();
    let app = machine.app();
    signed_in(&app.storage, "mara");
    app.want_lock();
    assert_eq!(app.go_on_locking(at(0)), Step::Nothing);
    let fresh = "correct horse".to_owned();
    app.use_passphrase(PassphraseRequest::Set { fresh }).unwrap();
    assert_eq!(app.go_on_locking(at(0)), Step::Nothing, "what was wanted before is forgotten");
}

#[test]
fn an_account_under_a_passphrase_opens_beside_another_one_once_it_is_typed() {
    let machine = Machine::new();
    let app = protected(&machine);
    let mara = app.storage.open_id().unwrap().to_string();
    signed_in(&app.storage, "jon");
    let jon = app.storage.open_id();
    assert_eq!(app.storage.protection(), Protection::NoPassphrase);
    assert_eq!(app.switch_to(&mara), Err(SwitchAccountError::Locked));
    assert_eq!(app.storage.open_id(), jon, "nothing has changed");
    app.choose_purpose(PassphrasePurpose::Unlock);
    assert_eq!(app.ask_passphrase_options().whose.unwrap().email, "mara@northwind.example");
    let passphrase = "correct horse".to_owned();
    app.use_passphrase(PassphraseRequest::Unlock { passphrase }).unwrap();
    let opened = app.storage.opened_beside().unwrap().to_string();
    assert_eq!(opened, mara);
    app.switch_to(&opened).unwrap();
    assert_eq!(app.storage.protection(), Protection::Passphrase);
    assert_eq!(app.storage.opened_beside(), None);
}

#[test]
fn a_key_that_a_passphrase_opened_and_nobody_uses_is_forgotten() {
    let machine = Machine::new();
    let app = protected(&machine);
    signed_in(&app.storage, "jon");
    let mara = app.storage.accounts()[0].0.to_string();
    let unlock = || {
        assert_eq!(app.switch_to(&mara), Err(SwitchAccountError::Locked));
        let passphrase = "correct horse".to_owned();
        app.use_passphrase(PassphraseRequest::Unlock { passphrase }).unwrap();
        assert!(app.storage.opened_beside().is_some());
    };
    let now = crate::clock::now();
    unlock();
    app.go_on_locking(now + TimeDelta::seconds(30));
    assert!(app.storage.opened_beside().is_some(), "its store is about to open");
    app.go_on_locking(now + TimeDelta::seconds(90));
    assert_eq!(app.storage.opened_beside(), None, "after a minute");
    unlock();
    app.want_lock();
    assert_eq!(app.storage.opened_beside(), None, "the computer sleeps");
    unlock();
    app.storage.forget_opened();
    assert_eq!(app.switch_to(&mara), Err(SwitchAccountError::Locked), "it did not open");
}

#[test]
fn the_way_to_the_server_is_not_changed_while_an_account_is_locked() {
    use sigsentry_keys_contract::settings::{ProxyChoice, SettingsError};
    let machine = Machine::new();
    let app = protected(&machine);
    let other = |proxy| Settings { proxy, ..app.settings() };
    let manual = ProxyChoice::Manual { address: "http://proxy.example:3128".to_owned() };
    app.change_settings(other(ProxyChoice::None)).unwrap();
    app.lock().unwrap();
    assert_eq!(app.change_settings(other(manual.clone())), Err(SettingsError::Locked));
    assert_eq!(app.settings().proxy, ProxyChoice::None);
    let dark = Settings { start_masked: true, ..app.settings() };
    assert_eq!(app.change_settings(dark), Ok(()), "what is no way may be changed");
    let passphrase = "correct horse".to_owned();
    app.use_passphrase(PassphraseRequest::Unlock { passphrase }).unwrap();
    assert!(app.restore(&mut || {}));
    assert_eq!(app.change_settings(other(manual)), Ok(()));
}
