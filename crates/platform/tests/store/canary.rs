use crate::support::{Shelf, annotation, intent, key, profile, random, snapshot};
use sigsentry_keys_core::{
    activity::{Activity, Deed},
    inventory::{Change, ChangeKind},
};
use sigsentry_keys_platform::store::{CreationStep, KeptSession, Store};
use std::fs;
use zeroize::Zeroizing;

const CANARIES: [&str; 6] = ["canary", "Canary", "ss_secret_", "ss_pub_", "key-1", "owner"];

fn found(bytes: &[u8]) -> Vec<&'static str> {
    let holds = |word: &&str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
    CANARIES.into_iter().filter(holds).collect()
}

#[test]
fn nothing_on_the_disk_can_be_read_without_the_key() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    store.save_profile(&profile()).unwrap();
    store.save_reading(&snapshot(), None).unwrap();
    let renamed = ChangeKind::Renamed { from: "canary-before".into() };
    let change = Change::of(&snapshot().keys[1], renamed, snapshot().taken_at);
    store.save_key(&snapshot().keys[1], &[change]).unwrap();
    store.annotate("key-1", &annotation()).unwrap();
    store.write_step(&CreationStep::saving(intent(1))).unwrap();
    store.remember_destination("vault", &[("canary".into(), "canary".into())]).unwrap();
    let token = Zeroizing::new("canary-token".to_owned());
    store.save_session(&KeptSession { token, ends: None, way: None }).unwrap();
    let deed = Deed::HandedOver { place: Some("canary".into()), format: None };
    store.log(&Activity { at: snapshot().taken_at, key_id: "key-1".into(), deed }).unwrap();
    shelf.place.remember_last(shelf.id).unwrap();

    // The search finds what is there: in what the store answers, and in a plain file beside it.
    let told = format!("{:?} {:?} ss_pub_", store.snapshot().unwrap(), store.profile().unwrap());
    assert_eq!(found(told.as_bytes()), CANARIES);
    let plain = shelf.place.folder().join("plain");
    fs::write(&plain, &told).unwrap();
    let open = shelf.bytes();
    let in_plain = open.iter().find(|(path, _)| *path == plain).unwrap();
    assert_eq!(found(&in_plain.1), CANARIES);
    fs::remove_file(plain).unwrap();

    // While it is open, with everything in the log; and closed, with everything in the file.
    let open = shelf.bytes();
    let log = open.iter().find(|(path, _)| path.to_string_lossy().ends_with("-wal")).unwrap();
    assert!(log.1.len() > 4096, "the log has what was written");
    drop(store);
    let closed = shelf.bytes();
    assert!(closed.iter().any(|(_, bytes)| bytes.starts_with(b"SQLite format 3")));
    for (path, bytes) in open.iter().chain(&closed) {
        assert_eq!(found(bytes), [""; 0], "{}", path.display());
        assert_eq!(found(path.file_name().unwrap().as_encoded_bytes()), [""; 0]);
    }
    // And what was not found can be read with the key.
    let store = Store::open(&shelf.file(), &key(1), random).unwrap();
    assert_eq!(store.session().unwrap().unwrap().token.as_str(), "canary-token");
}

#[test]
fn what_was_removed_is_gone_from_the_file() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    store.annotate("key-1", &annotation()).unwrap();
    drop(store);
    let sealed = fs::read(shelf.file()).unwrap();
    let mut store = shelf.open().unwrap();
    store.annotate("key-1", &Default::default()).unwrap();
    drop(store);
    let wiped = fs::read(shelf.file()).unwrap();
    // A page of random-looking bytes became zeros: fewer of the file's bytes are anything at all.
    let filled = |bytes: &[u8]| bytes.iter().filter(|byte| **byte != 0).count();
    assert!(filled(&sealed) > filled(&wiped) + 100, "{} {}", filled(&sealed), filled(&wiped));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look() {
    use std::os::unix::fs::PermissionsExt as _;
    let shelf = Shelf::new();
    let mut store = shelf.create();
    store.save_profile(&profile()).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(shelf.place.folder()), 0o700);
    let files = shelf.bytes();
    assert_eq!(files.len(), 2, "the file and its log");
    for (path, _) in files {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}
