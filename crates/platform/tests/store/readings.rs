//! One row a key: what a reading writes, what it leaves alone, and what is remembered.

use crate::support::{Shelf, at, read, snapshot};
use chrono::TimeDelta;
use sigsentry_keys_core::{
    inventory::{Change, ChangeKind, Differences, Inventory, REMEMBERED_FOR, Snapshot},
    key::KeyRecord,
};
use sigsentry_keys_platform::store::{Store, StoreError};
use std::{fs, path::Path};

/// A reading that is whole, so that a key that is missing is gone.
fn whole(taken_at: i64) -> Snapshot {
    let mut reading = snapshot();
    reading.taken_at = at(taken_at);
    reading.gaps = Default::default();
    reading.kept.clear();
    reading
}

fn save(store: &mut Store, earlier: &Snapshot, fresh: &Snapshot) {
    let earlier = Inventory::of(earlier.clone());
    store.save_reading(fresh, Some(&Differences::between(&earlier, fresh))).unwrap();
}

fn lines(store: &Store) -> Vec<(String, ChangeKind)> {
    let changes = store.changes(1000).unwrap().into_iter();
    changes.map(|(_, change)| (change.key_id, change.what)).collect()
}

#[test]
fn a_later_reading_takes_the_place_of_an_earlier_one_and_what_changed_is_noted() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    let (first, mut second) = (whole(100), whole(200));
    store.save_reading(&first, None).unwrap();
    assert_eq!(lines(&store), [], "what is read first is not news");
    second.keys.retain(|key| *key.id != *"key-0");
    second.keys[0].name = "other".into();
    second.projects.remove(0);
    save(&mut store, &first, &second);
    assert_eq!(read(&store), Some(second.clone()));
    let renamed = ChangeKind::Renamed { from: first.keys[1].name.to_string() };
    let expected = [("key-0".to_owned(), ChangeKind::Gone), ("key-1".to_owned(), renamed)];
    assert_eq!(lines(&store), expected);
    let (gone, when) = store.tombstone("key-0").unwrap().unwrap();
    assert_eq!((gone, when), (first.keys[0].clone(), at(200)));
    assert_eq!(store.tombstone("key-1").unwrap(), None);

    // It comes back.
    let third = whole(300);
    save(&mut store, &second, &third);
    assert_eq!(read(&store), Some(third));
    assert_eq!(store.tombstone("key-0").unwrap(), None);
}

#[test]
fn a_store_that_lacks_the_earlier_reading_is_written_whole() {
    let shelf = Shelf::new();
    let (first, mut second) = (whole(100), whole(200));
    second.keys.pop();
    // Nothing was kept yet: what differs is not enough.
    let mut store = shelf.create();
    save(&mut store, &first, &second);
    assert_eq!(read(&store), Some(second.clone()));
    drop(store);
    // Opened anew, it has not been read yet.
    let mut store = shelf.open().unwrap();
    save(&mut store, &second, &first);
    assert_eq!(read(&store), Some(first.clone()));
    // A whole reading that lacks a key leaves its tombstone all the same.
    store.save_reading(&second, None).unwrap();
    assert_eq!(read(&store), Some(second));
    assert_eq!(store.tombstone("key-4").unwrap().map(|(_, when)| when), Some(at(200)));
}

#[test]
fn one_key_is_written_alone() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    store.save_reading(&whole(100), None).unwrap();
    let new = KeyRecord { id: "key-9".into(), ..whole(100).keys[1].clone() };
    let change = Change::of(&new, ChangeKind::Appeared { here: true }, at(150));
    store.save_key(&new, std::slice::from_ref(&change)).unwrap();
    let mut expected = whole(100);
    expected.keys.push(new);
    assert_eq!(read(&store), Some(expected));
    assert_eq!(lines(&store), [("key-9".to_owned(), ChangeKind::Appeared { here: true })]);
}

#[test]
fn every_kind_of_change_comes_back_as_it_was_and_goes_after_a_year() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    let key = whole(100).keys[1].clone();
    store.save_reading(&whole(100), None).unwrap();
    let kinds = [
        ChangeKind::Appeared { here: false },
        ChangeKind::Gone,
        ChangeKind::Renamed { from: "before".into() },
        ChangeKind::Permissions { from: key.permissions.clone() },
        ChangeKind::Expiry { from: Some(at(3)) },
        ChangeKind::Expiry { from: None },
        ChangeKind::Revoked { here: true },
        ChangeKind::Restored,
        ChangeKind::FirstUsed,
        ChangeKind::UsedAgain { before: at(5) },
        ChangeKind::TriedWhileRevoked,
    ];
    let mut written: Vec<_> =
        (200..).zip(kinds).map(|(second, what)| Change::of(&key, what, at(second))).collect();
    for change in &written {
        store.save_key(&key, std::slice::from_ref(change)).unwrap();
    }
    written.reverse();
    let kept: Vec<_> = store.changes(100).unwrap().into_iter().map(|(_, one)| one).collect();
    assert_eq!(kept, written);
    assert_eq!(store.changes(2).unwrap().len(), 2);
    let (newest, _) = store.changes(1).unwrap()[0];
    store.mark_seen(newest, at(300)).unwrap();
    assert_eq!(store.seen(), Ok(Some((newest, at(300)))));
    // A year later the lines are let go, up to those of the last year.
    let later = at(204) + REMEMBERED_FOR + TimeDelta::seconds(1);
    store.save_key(&key, &[Change::of(&key, ChangeKind::Restored, later)]).unwrap();
    assert_eq!(store.changes(100).unwrap().len(), 1 + 6);
}

/// What lies in the files, which a reading that brought nothing new must hardly touch.
fn sizes(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len());
    files.sum()
}

#[test]
fn a_reading_without_changes_writes_next_to_nothing_and_one_key_little() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    let mut reading = whole(100);
    let model = reading.keys[1].clone();
    reading.keys =
        (0..3000).map(|at| KeyRecord { id: format!("{at:06}").into(), ..model.clone() }).collect();
    store.save_reading(&reading, None).unwrap();
    drop(store);
    let mut store = shelf.open().unwrap();
    let earlier = Inventory::of(store.snapshot().unwrap().unwrap());
    let before = sizes(shelf.place.folder());
    let again = Snapshot { taken_at: at(200), ..earlier.reading().clone() };
    store.save_reading(&again, Some(&Differences::between(&earlier, &again))).unwrap();
    let unchanged = sizes(shelf.place.folder()) - before;
    assert!(unchanged > 0, "it is written down that it was read");
    assert!(unchanged < 64 * 1024, "{unchanged} bytes");
    let new = KeyRecord { id: "new".into(), ..model };
    let change = Change::of(&new, ChangeKind::Appeared { here: true }, at(201));
    store.save_key(&new, std::slice::from_ref(&change)).unwrap();
    let one_key = sizes(shelf.place.folder()) - before - unchanged;
    assert!(one_key < 64 * 1024, "{one_key} bytes");
}

/// So many rows are opened by several threads while the file is still being read.
#[test]
fn a_long_list_comes_back_whole_and_one_damaged_row_is_no_list() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    let mut reading = whole(100);
    let one = reading.keys[0].clone();
    let keys = (0..9_001).map(|number| KeyRecord {
        id: format!("key-{number}").into(),
        name: format!("name {number}").into(),
        ..one.clone()
    });
    reading.keys = keys.collect();
    reading.keys.sort_by(|a, b| a.id.cmp(&b.id));
    store.save_reading(&reading, None).unwrap();
    assert_eq!(read(&store), Some(reading));
    drop(store);

    let database = rusqlite::Connection::open(shelf.file()).unwrap();
    let third = "SELECT rowid FROM entry WHERE kind = 11 ORDER BY id LIMIT 1 OFFSET 6000";
    let damage = format!("UPDATE entry SET sealed = zeroblob(300) WHERE rowid = ({third})");
    assert_eq!(database.execute(&damage, []).unwrap(), 1);
    drop(database);
    let store = shelf.open().unwrap();
    assert_eq!(store.snapshot(), Err(StoreError::Damaged));
}
