//! A checked-in file of each version opens, and says what was written into it then.
//!
//! `STORE_TEST_WRITE=1 cargo test -p sigsentry-keys-platform --test store versions` writes the file of
//! today's version, if there is none. A file that is there is never written anew.

use crate::support::{Shelf, annotation, at, intent, key, profile, random, read, snapshot};
use sigsentry_keys_core::{
    activity::{Activity, Deed},
    inventory::{Change, ChangeKind},
};
use sigsentry_keys_platform::store::{CreationStep, KeptSession, Store};
use std::{fs, path::PathBuf};
use zeroize::Zeroizing;

const NEWEST: u32 = 2;

fn checked_in(version: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/store/version-{version}.db"))
}

fn write(file: &std::path::Path) {
    let mut store = Store::create(file, &key(1), random).unwrap();
    store.save_profile(&profile()).unwrap();
    store.save_reading(&snapshot(), None).unwrap();
    store.annotate("key-1", &annotation()).unwrap();
    store.write_step(&CreationStep::saving(intent(1))).unwrap();
    store.remember_destination("vault", &[("path".into(), "canary".into())]).unwrap();
    let token = Zeroizing::new("canary-token".to_owned());
    store.save_session(&KeptSession { token, ends: Some(at(200)), way: None }).unwrap();
    store.log(&Activity { at: at(3), key_id: "key-1".into(), deed: Deed::Created }).unwrap();
    store.save_key(&snapshot().keys[1], &[renamed()]).unwrap();
    store.mark_seen(7, at(150)).unwrap();
}

fn renamed() -> Change {
    Change::of(&snapshot().keys[1], ChangeKind::Renamed { from: "canary-before".into() }, at(120))
}

#[test]
fn a_file_of_each_version_opens_and_says_what_it_said() {
    if std::env::var_os("STORE_TEST_WRITE").is_some() && !checked_in(NEWEST).exists() {
        write(&checked_in(NEWEST));
    }
    for version in 1..=NEWEST {
        let shelf = Shelf::new();
        fs::copy(checked_in(version), shelf.file()).unwrap();
        let store = shelf.open().unwrap();
        assert_eq!(store.profile(), Ok(Some(profile())));
        assert_eq!(read(&store), Some(snapshot()));
        assert_eq!(store.annotation("key-1"), Ok(Some(annotation())));
        assert_eq!(store.pending_creations(), Ok(vec![intent(1)]));
        assert_eq!(store.destination("vault").unwrap().unwrap().len(), 1);
        assert_eq!(store.session().unwrap().unwrap().token.as_str(), "canary-token");
        assert_eq!(store.activities_of("key-1", 9).unwrap()[0].deed, Deed::Created);
        if version > 1 {
            assert_eq!(store.changes(9).unwrap()[0].1, renamed());
            assert_eq!(store.seen(), Ok(Some((7, at(150)))));
        }
        drop(store);
        let database = rusqlite::Connection::open(shelf.file()).unwrap();
        let now: u32 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(now, NEWEST, "it was brought to today's version");
    }
}
