//! Two people at one machine: what belongs to one is never seen in the other.

use super::{OpenAccount, Session};
use crate::{
    App, Environment, held,
    support::{Machine, has_read, key, profile},
};
use chrono::TimeDelta;
use sigsentry_keys_api::{ApiAddress, Origin, SessionToken, SignedIn};
use sigsentry_keys_contract::{
    accounts::{
        AccountColour, AccountStanding, LabelAccountError, SignInPurpose, SwitchAccountError,
    },
    annotation::{AnnotationError, SaveAnnotationRequest},
    custody::CloseRequested,
    offline::SignOutScope,
    revocation::BulkRevocation,
    settings::Settings,
};
use sigsentry_keys_core::{
    creation::{Attempt, Issued, PendingCreation, organization_key},
    handoff::{Destination, DestinationId, Field},
    inventory::{Gaps, Inventory, Snapshot},
    rotation::{Place, PlaceState},
};
use sigsentry_keys_platform::store::Profile;
use std::sync::Arc;

fn session(app: &App, id: &str, lives: TimeDelta) -> Arc<Session> {
    let Profile { mut account, address } = profile(id);
    account.session_ends = Some(crate::clock::now() + lives);
    let address = ApiAddress::parse(&address).unwrap();
    let client = app.connect(address.clone()).unwrap();
    let token = SessionToken::new(&format!("token-{id}")).unwrap();
    Arc::new(app.live(client, address, SignedIn { token, account }, Origin::Issued))
}

fn signs_in(app: &App, id: &str) -> Arc<Session> {
    let session = session(app, id, TimeDelta::hours(24));
    app.begin(&session).unwrap();
    assert!(app.open_or_create());
    session
}

/// A reading that brought one key.
fn reads(app: &App, id: &str) {
    let keys = vec![key(id)];
    let (projects, gaps, kept) = (Vec::new(), Gaps::default(), Default::default());
    has_read(app, Snapshot { taken_at: crate::clock::now(), projects, keys, gaps, kept });
}

fn keys(app: &App) -> Vec<String> {
    let ids =
        |known: &Inventory| known.reading().keys.iter().map(|key| key.id.to_string()).collect();
    app.with_inventory(ids).unwrap_or_default()
}

fn notes(app: &App, key_id: &str) -> Result<(), AnnotationError> {
    let request = SaveAnnotationRequest {
        key_id: key_id.into(),
        owner: "Mara".into(),
        stored_in: Vec::new(),
        note: "of mara".into(),
        reviewed_on: None,
    };
    app.annotate(request).map(drop)
}

fn id_of(app: &App, whose: &str) -> String {
    let email = format!("{whose}@northwind.example");
    app.list_accounts().into_iter().find(|entry| entry.email == email).unwrap().id
}

fn goes_to(app: &App, whose: &str) -> Result<(), SwitchAccountError> {
    app.switch_to(&id_of(app, whose))
}

fn open(app: &App) -> Option<String> {
    let entry = app.list_accounts().into_iter().find(|one| one.standing == AccountStanding::Open);
    entry.map(|entry| entry.email.split('@').next().unwrap_or_default().to_owned())
}

fn standing(app: &App, whose: &str) -> AccountStanding {
    let id = id_of(app, whose);
    app.list_accounts().into_iter().find(|entry| entry.id == id).unwrap().standing
}

#[test]
fn each_account_has_its_own_inventory_notes_and_memory() {
    let machine = Machine::new();
    let app = machine.app();
    signs_in(&app, "mara");
    reads(&app, "key-mara");
    notes(&app, "key-mara").unwrap();
    let fields = [(Field::Project, "edge".to_owned())].into_iter().collect();
    app.remember_destination(Destination::of(DestinationId::Doppler), &fields);
    let (sending, state) = (None, PlaceState::Waits);
    app.record_stored("key-mara", &Place { name: "Doppler: edge".into(), sending, state });
    assert_eq!(app.remembered_last(), Some(DestinationId::Doppler));
    let whose = app.whose();

    signs_in(&app, "jon");
    assert_ne!(app.whose(), whose);
    assert_eq!(keys(&app), [] as [&str; 0]);
    reads(&app, "key-jon");
    assert_eq!(app.remembered_last(), None);
    assert_eq!(app.unnoted_places("key-mara"), [] as [&str; 0]);
    assert_eq!(app.annotation("key-mara"), Some(Default::default()));
    assert_eq!(notes(&app, "key-mara"), Err(AnnotationError::NoSuchKey));

    goes_to(&app, "mara").unwrap();
    assert_eq!((open(&app).as_deref(), app.whose()), (Some("mara"), whose));
    assert!(app.is_signed_in(), "its session still holds");
    assert_eq!(keys(&app), ["key-mara"]);
    assert_eq!(app.annotation("key-mara").unwrap().note, "of mara");
    assert_eq!(app.remembered_last(), Some(DestinationId::Doppler));
    goes_to(&app, "jon").unwrap();
    assert_eq!(keys(&app), ["key-jon"]);
    // Labels are written by and by.
    let storage = Arc::downgrade(&app.storage);
    drop(app);
    while storage.upgrade().is_some() {
        std::thread::yield_now();
    }

    let next = machine.app();
    assert!(next.restore(&mut || {}));
    assert_eq!((open(&next).as_deref(), keys(&next)), (Some("jon"), vec!["key-jon".to_owned()]));
}

#[test]
fn an_answer_that_comes_after_the_switch_belongs_to_nobody() {
    let machine = Machine::new();
    let app = machine.app();
    signs_in(&app, "mara");
    let jon = signs_in(&app, "jon");
    assert_eq!(app.if_still(&jon, |_| "in time"), Some("in time"));
    goes_to(&app, "mara").unwrap();
    assert_eq!(app.if_still(&jon, |_| "too late"), None);
}

#[test]
fn nobody_leaves_while_a_key_is_made_sent_or_held() {
    let machine = Machine::new();
    let app = machine.app();
    signs_in(&app, "jon");
    signs_in(&app, "mara");
    let refused = |reason| {
        assert_eq!(goes_to(&app, "jon"), Err(SwitchAccountError::Held { reason }));
        assert_eq!(app.leave_for_the_next(SignOutScope::ForgetAll), Err(reason));
        let other = session(&app, "ada", TimeDelta::hours(1));
        assert_eq!(app.begin(&other), Err(reason), "nor by signing in as somebody else");
        assert_eq!(open(&app).as_deref(), Some("mara"));
        // The same person may come back any time.
        app.begin(&session(&app, "mara", TimeDelta::hours(1))).unwrap();
    };
    let creating = app.creating.try_lock().unwrap();
    refused(CloseRequested::Creating);
    drop(creating);
    let sending = app.handoff.hold().unwrap();
    refused(CloseRequested::Sending);
    drop(sending);
    let value = serde_json::from_value("ss_secret_AbC123xyz7890".into()).unwrap();
    held(&app.custody).accept(Issued { record: key("fresh"), value }, [7; 16]);
    refused(CloseRequested::ValueHeld);
    held(&app.custody).dismiss_all();
    goes_to(&app, "jon").unwrap();
}

#[test]
fn a_creation_of_unknown_end_waits_in_its_own_account() {
    let machine = Machine::new();
    let app = machine.app();
    signs_in(&app, "jon");
    signs_in(&app, "mara");
    reads(&app, "key-mara");
    let request = organization_key("cut off", &["analysis:read".to_owned()]).unwrap();
    let attempt = Attempt { request, idempotency_key: "i-1".into() };
    app.record_pending(&attempt);
    held(&app.account).unsettled = Some(attempt);

    goes_to(&app, "jon").unwrap();
    assert!(held(&app.account).unsettled.is_none(), "it is not sent under another name");
    assert!(held(&app.account).pending_creations.is_empty());
    assert_eq!(
        app.storage
            .read(|store| store.pending_creations())
            .map(|pending_creations| pending_creations.len()),
        Some(0)
    );
    goes_to(&app, "mara").unwrap();
    assert_eq!(
        app.storage
            .read(|store| store.pending_creations())
            .map(|pending_creations| pending_creations.len()),
        Some(1)
    );
}

#[test]
fn signing_out_goes_on_with_the_next_account() {
    let machine = Machine::new();
    let app = machine.app();
    for id in ["mara", "jon", "ada"] {
        signs_in(&app, id);
    }
    goes_to(&app, "jon").unwrap();
    assert_eq!(app.leave_for_the_next(SignOutScope::KeepStore), Ok(true));
    assert_eq!(open(&app).as_deref(), Some("ada"));
    assert_eq!(standing(&app, "jon"), AccountStanding::Ended);
    assert_eq!(goes_to(&app, "jon"), Err(SwitchAccountError::SignedOut));
    assert_eq!(open(&app).as_deref(), Some("ada"), "who is refused stays where they are");
    goes_to(&app, "mara").unwrap();
    assert_eq!(app.leave_for_the_next(SignOutScope::ForgetAll), Ok(true));
    assert_eq!(open(&app).as_deref(), Some("ada"), "past the one that asks for a sign-in");
    assert_eq!(app.leave_for_the_next(SignOutScope::ForgetAll), Ok(false));
    assert!(!app.has_account());
    assert_eq!(app.whose(), "");
    assert_eq!(app.list_accounts().len(), 1, "the store that was left");
}

#[test]
fn an_account_whose_session_has_ended_is_looked_at_without_it() {
    let machine = Machine::new();
    let app = machine.app();
    let ended = session(&app, "mara", -TimeDelta::hours(1));
    app.begin(&ended).unwrap();
    assert!(app.open_or_create());
    reads(&app, "key-mara");
    signs_in(&app, "jon");
    assert_eq!(standing(&app, "mara"), AccountStanding::Ended);
    goes_to(&app, "mara").unwrap();
    assert_eq!((app.is_signed_in(), keys(&app)), (false, vec!["key-mara".to_owned()]));
    assert_eq!(standing(&app, "jon"), AccountStanding::Ready);
    app.sign_in_for(SignInPurpose::Usual);
    assert_eq!(app.sign_in_options().email, "mara@northwind.example");
    app.sign_in_for(SignInPurpose::Another);
    let options = app.sign_in_options();
    assert_eq!((options.email.as_str(), options.another, options.replaces), ("", true, None));
}

#[test]
fn a_store_that_does_not_open_leaves_everything_as_it_is() {
    let machine = Machine::new();
    let app = machine.app();
    signs_in(&app, "mara");
    let broken = id_of(&app, "mara");
    signs_in(&app, "jon");
    reads(&app, "key-jon");
    let file = machine.folder.path().join("stores").join(format!("{broken}.db"));
    std::fs::write(file, "x").unwrap();
    assert_eq!(app.switch_to(&broken), Err(SwitchAccountError::Unreadable));
    assert_eq!(app.switch_to("nobody"), Err(SwitchAccountError::NoSuchAccount));
    assert_eq!((open(&app).as_deref(), keys(&app)), (Some("jon"), vec!["key-jon".to_owned()]));
    assert!(app.is_signed_in());
    assert_eq!(app.storage_state(), sigsentry_keys_contract::offline::StorageState::Kept);
}

#[test]
fn a_name_and_a_colour_stay_with_the_account() {
    let machine = Machine::new();
    let app = machine.app();
    signs_in(&app, "mara");
    signs_in(&app, "jon");
    let id = id_of(&app, "mara");
    let label = |name: &str, colour| app.storage.relabel(&id, name, AccountColour::into(colour));
    label(" Production ", AccountColour::Green).unwrap();
    goes_to(&app, "mara").unwrap();
    let first = app.list_accounts().remove(0);
    assert_eq!((first.name.as_str(), first.colour), ("Production", AccountColour::Green));
    assert_eq!(label(&"x".repeat(41), AccountColour::Pink), Err(LabelAccountError::TooLong));
    label("a\u{202e}b", AccountColour::Pink).unwrap();
    assert_eq!(app.list_accounts()[0].name, "a⟨U+202E⟩b", "shown as it is");
    label("", AccountColour::Pink).unwrap();
    assert_eq!(app.list_accounts()[0].name, "");
}

#[test]
fn an_address_that_is_forced_keeps_other_servers_accounts_out() {
    let machine = Machine::new();
    let before = machine.app();
    signs_in(&before, "mara");
    drop(before);
    let environment =
        Environment { api_url: Some("https://other.example/v1".into()), ..Environment::default() };
    let app = machine.app_in(environment);
    assert_eq!(standing(&app, "mara"), AccountStanding::OtherServer);
    assert_eq!(goes_to(&app, "mara"), Err(SwitchAccountError::OtherServer));
}

/// Settings lie in a plain file, which another user may have changed while the app was closed.
#[tokio::test]
async fn a_kept_session_goes_no_other_way_than_before() {
    use sigsentry_keys_contract::{session::EnvironmentNotice, settings::ProxyChoice};
    let machine = Machine::new();
    drop({
        let first = machine.app();
        signs_in(&first, "mara");
        first
    });
    let run = |proxy| machine.app_with(&Settings { proxy, ..Settings::default() });
    let address = "http://proxy.evil.example:3128".to_owned();
    let rerouted = run(ProxyChoice::Manual { address: address.clone() });
    assert!(rerouted.restore(&mut || {}), "the inventory is there");
    assert!(!rerouted.is_signed_in());
    assert!(rerouted.sign_in_options().network_changed);
    let told = EnvironmentNotice::Proxy { address };
    assert!(rerouted.session_state().notices.contains(&told));
    drop(rerouted);
    let usual = run(ProxyChoice::System);
    assert!(usual.restore(&mut || {}));
    assert!(usual.is_signed_in() && !usual.sign_in_options().network_changed);
}

/// Every field of the open account: a new one does not compile here until it is marked.
fn marks(app: &App) {
    let request = organization_key("marked", &["analysis:read".to_owned()]).unwrap();
    let attempt = Attempt { request, idempotency_key: "marked".into() };
    reads(app, "marked");
    let mut account = held(&app.account);
    let OpenAccount {
        session,
        session_ended,
        network_changed,
        inventory,
        read_at,
        meanwhile,
        pending_creations,
        unsettled,
        bulk,
        remembered,
    } = &mut *account;
    assert!(session.is_some() && inventory.is_some());
    (*session_ended, *network_changed) = (true, true);
    *read_at = Some(crate::clock::now());
    pending_creations.push(PendingCreation::begin(attempt.clone(), None, crate::clock::now()));
    let _under_way = meanwhile.begin(crate::clock::now());
    meanwhile.put(key("marked"));
    *unsettled = Some(attempt);
    *bulk = Some(BulkRevocation { items: Vec::new() });
    remembered.note_place("marked", "marked");
}

fn is_unmarked(app: &App) -> bool {
    let account = held(&app.account);
    let OpenAccount {
        session,
        session_ended,
        network_changed,
        inventory,
        read_at,
        meanwhile,
        pending_creations,
        unsettled,
        bulk,
        remembered,
    } = &*account;
    let of_marked = session.as_ref().is_some_and(|session| session.profile() == profile("mara"));
    let has_key = inventory.as_ref().is_some_and(|known| known.key("marked").is_some());
    let has_key = has_key || !meanwhile.is_empty();
    let marked = of_marked || has_key || *session_ended || *network_changed;
    !marked
        && read_at.is_none()
        && pending_creations.is_empty()
        && unsettled.is_none()
        && bulk.is_none()
        && remembered.is_empty()
}

#[test]
fn nothing_of_an_account_outlives_a_switch_a_lock_or_a_sign_out() {
    type End = (&'static str, fn(&App));
    let ends: [End; 4] = [
        ("a switch", |app| goes_to(app, "jon").unwrap()),
        ("somebody else's sign-in", |app| drop(signs_in(app, "ada"))),
        ("a lock", |app| {
            app.storage.set_passphrase("correct horse").unwrap();
            app.lock().unwrap();
        }),
        ("a sign-out", |app| {
            app.leave_for_the_next(SignOutScope::KeepStore).unwrap();
        }),
    ];
    for (what, end) in ends {
        let machine = Machine::new();
        let app = machine.app();
        signs_in(&app, "jon");
        signs_in(&app, "mara");
        marks(&app);
        assert!(!is_unmarked(&app), "before {what}");
        end(&app);
        assert!(is_unmarked(&app), "after {what}");
        assert_ne!(app.storage.profile(), Some(profile("mara")), "its store is closed by {what}");
    }
}
