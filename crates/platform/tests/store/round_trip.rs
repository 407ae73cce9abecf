use crate::support::{Shelf, annotation, at, intent, profile, read, snapshot};
use sigsentry_keys_core::{
    activity::{Activity, Deed},
    creation::Progress,
    custody::CopyFormat,
    notes::{FormerOwners, Notes},
};
use sigsentry_keys_platform::store::{CreationStep, KeptSession};
use zeroize::Zeroizing;

#[test]
fn a_new_store_has_nothing() {
    let shelf = Shelf::new();
    let store = shelf.create();
    assert_eq!(store.profile(), Ok(None));
    assert_eq!(store.snapshot(), Ok(None));
    assert_eq!((store.changes(9), store.seen()), (Ok(vec![]), Ok(None)));
    assert_eq!(store.notes(), Ok(Notes::default()));
    assert_eq!(store.pending_creations(), Ok(vec![]));
    assert_eq!(store.activities_of("k", 10), Ok(vec![]));
    assert_eq!((store.destination("vault"), store.last_destination()), (Ok(None), Ok(None)));
    assert!(store.session().unwrap().is_none());
}

#[test]
fn everything_comes_back_after_the_app_was_closed() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    store.save_profile(&profile()).unwrap();
    store.save_reading(&snapshot(), None).unwrap();
    store.annotate("key-1", &annotation()).unwrap();
    store.note_stored_in("key-1", "GitHub").unwrap();
    store.note_stored_in("key-2", "Vault").unwrap();
    store.keep_former_owners(&FormerOwners::from_iter(["Mara".to_owned()])).unwrap();
    store.write_step(&CreationStep::saving(intent(1))).unwrap();
    let fields = [("repository".to_owned(), "northwind/checkout".to_owned())];
    store.remember_destination("githubActions", &fields).unwrap();
    let token = Zeroizing::new("token".to_owned());
    store.save_session(&KeptSession { token, ends: Some(at(200)), way: None }).unwrap();
    drop(store);

    let mut store = shelf.open().unwrap();
    assert_eq!(store.profile(), Ok(Some(profile())));
    assert_eq!(read(&store), Some(snapshot()));
    let noted = store.annotation("key-1").unwrap().unwrap();
    assert_eq!(noted.stored_in, ["canary-vault", "GitHub"]);
    assert_eq!((noted.owner, noted.note), (annotation().owner, annotation().note));
    let notes = store.notes().unwrap();
    assert_eq!(notes.iter().count(), 2);
    assert_eq!(notes.former_owners().names().collect::<Vec<_>>(), ["Mara"]);
    assert_eq!(store.pending_creations(), Ok(vec![intent(1)]));
    assert_eq!(store.destination("githubActions").unwrap(), Some(fields.to_vec()));
    assert_eq!(store.last_destination().unwrap().as_deref(), Some("githubActions"));
    let session = store.session().unwrap().unwrap();
    assert_eq!((session.token.as_str(), session.ends), ("token", Some(at(200))));
    assert!(session.holds(at(199)) && !session.holds(at(200)));

    store.forget_session().unwrap();
    assert!(store.session().unwrap().is_none());
}

#[test]
fn an_intent_goes_on_and_ends() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    let mut pending = intent(1);
    store.write_step(&CreationStep::saving(pending.clone())).unwrap();
    store.write_step(&CreationStep::saving(intent(2))).unwrap();
    pending.progress = Progress::Answered { key_id: "k".into(), handed_over: true };
    store.write_step(&CreationStep::saving(pending.clone())).unwrap();
    store.write_step(&CreationStep::closing(&intent(2).attempt.idempotency_key)).unwrap();
    store.write_step(&CreationStep::closing("never begun")).unwrap();
    assert_eq!(store.pending_creations(), Ok(vec![pending]));
}

#[test]
fn a_step_of_a_creation_is_written_as_one() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    store.write_step(&CreationStep::saving(intent(1))).unwrap();
    let done = Activity { at: at(3), key_id: "key-1".into(), deed: Deed::Created };
    let closed = vec![intent(1).attempt.idempotency_key];
    let step = CreationStep {
        saved: vec![intent(2)],
        closed,
        done: Some(done.clone()),
        ..CreationStep::default()
    };
    store.write_step(&step).unwrap();
    assert_eq!(store.pending_creations(), Ok(vec![intent(2)]));
    assert_eq!(store.activities_of("key-1", 9), Ok(vec![done]));
}

#[test]
fn the_activity_log_tells_what_was_done_with_a_key_the_newest_first() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    let deeds = [
        Deed::Created,
        Deed::HandedOver { place: None, format: Some(CopyFormat::Curl) },
        Deed::Verified,
        Deed::Reviewed,
        Deed::RevokedAnyway { reason: "it leaked".into() },
        Deed::Dismissed,
        Deed::FoundOrphaned,
        Deed::Revoked,
        Deed::Annotated,
    ];
    let mut lines: Vec<_> = (1..)
        .zip(deeds)
        .map(|(second, deed)| Activity { at: at(second), key_id: "k".into(), deed })
        .collect();
    for line in &lines {
        store.log(line).unwrap();
        store.log(&Activity { key_id: "other".into(), ..line.clone() }).unwrap();
    }
    lines.reverse();
    assert_eq!(store.activities_of("k", 100).unwrap(), lines);
    assert_eq!(store.activities_of("k", 2).unwrap(), lines[..2]);
    assert_eq!(store.activities_of("K", 2).unwrap(), []);
}

#[test]
fn an_empty_note_is_none() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    store.annotate("key-1", &annotation()).unwrap();
    store.annotate("key-1", &Default::default()).unwrap();
    assert_eq!(store.notes(), Ok(Notes::default()));
}

/// A home on another disk, or `/home` that is a link itself.
#[test]
#[cfg(unix)]
fn a_link_above_the_store_is_no_matter_and_one_in_its_place_is() {
    use sigsentry_keys_platform::store::{OpenError, Store, StoreId, StorePlace};
    use std::{fs, os::unix::fs::symlink};
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real"), folder.path().join("link"));
    fs::create_dir(&real).unwrap();
    symlink(&real, &link).unwrap();
    let place = StorePlace::new(&link.join("app"));
    place.make().unwrap();
    let file = place.file(StoreId::new([3; 16]));
    let mut store = Store::create(&file, &crate::support::key(1), crate::support::random).unwrap();
    store.save_profile(&crate::support::profile()).unwrap();
    drop(store);
    let store = Store::open(&file, &crate::support::key(1), crate::support::random).unwrap();
    assert_eq!(store.profile().unwrap(), Some(crate::support::profile()));
    drop(store);
    let left: Vec<_> =
        fs::read_dir(place.folder()).unwrap().map(|one| one.unwrap().path()).collect();
    assert!(
        left.iter().all(|path| path.extension().is_none_or(|ending| ending != "new")),
        "{left:?}"
    );

    let elsewhere = folder.path().join("elsewhere.db");
    fs::rename(&file, &elsewhere).unwrap();
    symlink(&elsewhere, &file).unwrap();
    let refused = Store::open(&file, &crate::support::key(1), crate::support::random);
    assert!(matches!(refused, Err(OpenError::Io(_))), "{refused:?}");
}

#[test]
fn what_a_reading_could_not_tell_is_kept() {
    let shelf = crate::support::Shelf::new();
    let mut store = shelf.create();
    let mut reading = crate::support::snapshot();
    reading.gaps.unnamed = 7;
    reading.gaps.use_untold = true;
    store.save_reading(&reading, None).unwrap();
    assert_eq!(store.snapshot().unwrap().map(|kept| kept.gaps), Some(reading.gaps));
}
