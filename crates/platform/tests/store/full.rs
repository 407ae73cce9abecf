//! A disk without room and one that cannot be written to: small file systems, mounted for the test,
//! which only root may. Others see the limit on the size of a file.

use crate::support::{Shelf, profile, read, snapshot};
use sigsentry_keys_platform::store::{OpenError, Store, StoreError};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

struct Disk(PathBuf);

impl Disk {
    /// None where this user may not mount.
    fn mounted(folder: &Path, size: &str) -> Option<Self> {
        let disk = Self(folder.to_owned());
        let options = format!("size={size}");
        disk.mount(&["-t", "tmpfs", "-o", &options, "none"]).then_some(disk)
    }

    fn mount(&self, arguments: &[&str]) -> bool {
        let output = Command::new("mount").args(arguments).arg(&self.0).output();
        output.is_ok_and(|output| output.status.success())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn fill(shelf: &Shelf, room: u64) {
    let length = room.saturating_sub(16 * 1024);
    fs::write(shelf.place.folder().join("ballast"), vec![1; length as usize]).unwrap();
}

fn write_until_it_fails(store: &mut Store) -> StoreError {
    for _ in 0..200 {
        if let Err(error) = store.save_reading(&snapshot(), None) {
            return error;
        }
    }
    panic!("there was room for everything");
}

#[test]
fn a_full_disk_is_said_and_what_was_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mounted(folder.path(), "512k") else {
        return with_a_limit_on_the_size();
    };
    let shelf = Shelf::at(folder.path().to_owned());
    let mut store = shelf.create();
    store.save_profile(&profile()).unwrap();
    store.save_reading(&snapshot(), None).unwrap();
    fill(&shelf, 512 * 1024 - 64 * 1024);
    assert_eq!(write_until_it_fails(&mut store), StoreError::Full);
    assert_eq!(read(&store), Some(snapshot()), "the open store goes on");
    drop(store);
    let store = shelf.open().unwrap();
    assert_eq!(store.profile(), Ok(Some(profile())));
    assert_eq!(read(&store), Some(snapshot()));
    drop(store);
    // And with room again it is written to again.
    fs::remove_file(shelf.place.folder().join("ballast")).unwrap();
    shelf.open().unwrap().save_reading(&snapshot(), None).unwrap();
    drop(disk);
}

#[test]
fn a_full_disk_takes_no_new_store_and_keeps_no_half_one() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_disk) = Disk::mounted(folder.path(), "64k") else {
        return with_a_limit_on_the_size();
    };
    let shelf = Shelf::at(folder.path().to_owned());
    fill(&shelf, 64 * 1024);
    let made = Store::create(&shelf.file(), &crate::support::key(1), crate::support::random);
    assert_eq!(made.unwrap_err(), OpenError::Full);
    assert_eq!(shelf.place.stores(), []);
}

/// SQLite's own limit: the same code as a full disk.
fn with_a_limit_on_the_size() {
    let shelf = Shelf::new();
    let mut store = shelf.create();
    store.save_profile(&profile()).unwrap();
    drop(store);
    let database = rusqlite::Connection::open(shelf.file()).unwrap();
    let pages: i64 = database.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    database.execute_batch(&format!("PRAGMA max_page_count = {pages}")).unwrap();
    let blob = "CREATE TABLE more AS SELECT randomblob(100000)";
    let error = database.execute_batch(blob).unwrap_err();
    assert_eq!(StoreError::from(error), StoreError::Full);
}

#[test]
fn a_disk_that_cannot_be_written_to_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mounted(folder.path(), "1m") else { return without_the_right() };
    let shelf = Shelf::at(folder.path().to_owned());
    let mut store = shelf.create();
    store.save_profile(&profile()).unwrap();
    drop(store);
    let before = shelf.bytes();
    assert!(disk.mount(&["-o", "remount,ro"]));
    assert_eq!(shelf.open().unwrap_err(), OpenError::ReadOnly);
    assert!(shelf.bytes() == before);
    assert!(disk.mount(&["-o", "remount,rw"]));
    assert_eq!(shelf.open().unwrap().profile(), Ok(Some(profile())));
}

/// A user who may not mount is held by a file's mode.
fn without_the_right() {
    use std::os::unix::fs::PermissionsExt as _;
    let shelf = Shelf::new();
    drop(shelf.create());
    fs::set_permissions(shelf.file(), fs::Permissions::from_mode(0o400)).unwrap();
    assert_eq!(shelf.open().unwrap_err(), OpenError::ReadOnly);
}
