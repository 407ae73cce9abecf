use crate::support::{Shelf, key, profile, random, read, snapshot};
use sigsentry_keys_platform::store::{OpenError, Store};
use std::fs;

/// A closed store with something in it.
fn filled() -> Shelf {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    store.save_profile(&profile()).unwrap();
    store.save_reading(&snapshot(), None).unwrap();
    drop(store);
    assert!(shelf.open().is_ok());
    shelf
}

/// Opening fails, and no byte of any file is another.
fn refused(shelf: &Shelf) -> OpenError {
    refused_with(shelf, 1)
}

fn refused_with(shelf: &Shelf, data_key: u8) -> OpenError {
    let before = shelf.bytes();
    let error = Store::open(&shelf.file(), &key(data_key), random).unwrap_err();
    let mut after = shelf.bytes();
    // SQLite leaves an empty log beside a file that it only looked at.
    after
        .retain(|(path, bytes)| !bytes.is_empty() || before.iter().any(|(known, _)| known == path));
    assert!(after == before, "{error} changed a file");
    error
}

#[test]
fn a_file_that_is_no_database_is_damaged() {
    for content in [&b""[..], b"x", b"SQLite format 3", b"<html>", &[0; 8192]] {
        let shelf = Shelf::new();
        fs::write(shelf.file(), content).unwrap();
        assert_eq!(refused(&shelf), OpenError::Damaged, "{}", content.len());
    }
}

#[test]
fn a_truncated_file_is_damaged() {
    let whole = fs::read(filled().file()).unwrap();
    for length in [20, 100, 512, 4096, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        let shelf = Shelf::new();
        fs::write(shelf.file(), &whole[..length]).unwrap();
        assert_eq!(refused(&shelf), OpenError::Damaged, "{length} of {}", whole.len());
    }
}

/// A page in the middle is overwritten: either it does not open, or every row still says the truth.
#[test]
fn an_overwritten_page_is_never_taken_for_data() {
    let shelf = filled();
    let whole = fs::read(shelf.file()).unwrap();
    let mut damaged = 0;
    for page in 0..whole.len() / 4096 {
        let mut bytes = whole.clone();
        bytes[page * 4096 + 8..(page + 1) * 4096].fill(0xa5);
        fs::write(shelf.file(), bytes).unwrap();
        match shelf.open() {
            Err(_) => damaged += 1,
            Ok(store) => match (store.snapshot(), store.profile()) {
                (Ok(_), Ok(whose)) => {
                    assert_eq!((read(&store), whose), (Some(snapshot()), Some(profile())));
                }
                _ => damaged += 1,
            },
        }
    }
    assert!(damaged > 2, "{damaged}");
}

#[test]
fn rows_that_changed_places_are_damage() {
    let shelf = filled();
    let database = rusqlite::Connection::open(shelf.file()).unwrap();
    database
        .execute_batch(
            "UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE kind = 2) WHERE kind = 4;
             PRAGMA wal_checkpoint(TRUNCATE);",
        )
        .unwrap();
    drop(database);
    let store = shelf.open().unwrap();
    assert_eq!(store.profile(), Ok(Some(profile())));
    assert!(store.snapshot().is_err());
}

#[test]
fn a_database_of_somebody_else_is_damaged_and_stays_as_it_is() {
    let shelf = Shelf::new();
    let database = rusqlite::Connection::open(shelf.file()).unwrap();
    database.execute_batch("CREATE TABLE recipes (name); PRAGMA user_version = 1;").unwrap();
    drop(database);
    assert_eq!(refused(&shelf), OpenError::Damaged);
}

#[test]
fn a_newer_file_is_named_with_its_version() {
    let shelf = filled();
    let database = rusqlite::Connection::open(shelf.file()).unwrap();
    database.execute_batch("PRAGMA user_version = 7;").unwrap();
    drop(database);
    assert_eq!(refused(&shelf), OpenError::Newer { version: 7 });
}

#[test]
fn another_data_key_is_named_as_such() {
    let shelf = filled();
    assert_eq!(refused_with(&shelf, 2), OpenError::ForeignKey);
    assert_eq!(shelf.open().unwrap().profile(), Ok(Some(profile())));
}

#[test]
fn a_store_that_is_open_opens_for_nobody_else() {
    let shelf = Shelf::new();
    let mut first = shelf.create();
    assert_eq!(shelf.open().unwrap_err(), OpenError::InUse);
    first.save_profile(&profile()).unwrap();
    assert_eq!(shelf.open().unwrap_err(), OpenError::InUse);
    drop(first);
    assert_eq!(shelf.open().unwrap().profile(), Ok(Some(profile())));
}

#[test]
fn a_missing_file_is_not_made_by_opening_it() {
    let shelf = Shelf::new();
    assert_eq!(refused(&shelf), OpenError::Io(std::io::ErrorKind::NotFound));
    assert_eq!(Store::create(&shelf.file(), &key(1), random).unwrap().profile(), Ok(None));
    let again = Store::create(&shelf.file(), &key(2), random);
    assert_eq!(again.unwrap_err(), OpenError::InUse, "a store is never written over");
}

#[test]
fn what_a_killed_app_left_half_made_is_made_anew() {
    let shelf = Shelf::new();
    fs::write(shelf.file().with_extension("new"), "half").unwrap();
    drop(shelf.create());
    assert!(shelf.open().is_ok());
    assert!(!shelf.file().with_extension("new").exists());
}

#[test]
fn a_bad_file_is_set_aside_and_a_new_one_takes_its_place() {
    let shelf = Shelf::new();
    fs::write(shelf.file(), "not a store").unwrap();
    assert_eq!(refused(&shelf), OpenError::Damaged);
    let aside = shelf.place.set_aside(shelf.id).unwrap();
    drop(shelf.create());
    assert!(shelf.open().is_ok());
    assert_eq!(fs::read(aside).unwrap(), b"not a store");
}
