//! The inventory: one row a key, and what changed.

use super::{Store, StoreError, kind::Kind, rows, table::Change as Transaction};
use chrono::{DateTime, Utc};
use sigsentry_keys_core::{
    account::Project,
    inventory::{Change, Differences, REMEMBERED_FOR, Snapshot},
    key::KeyRecord,
};

/// How many changes are kept at most: a tenant that changes more in a year keeps the last of them.
pub const MOST_CHANGES: u32 = 200_000;

impl Store {
    /// Keeps a reading. `found` is what differs from the one before, which this store has: then only
    /// that is written. Without it, everything is. Either all of it is kept, or what was there before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn save_reading(
        &mut self,
        reading: &Snapshot,
        found: Option<&Differences<'_>>,
    ) -> Result<(), StoreError> {
        let found = found.filter(|_| self.has_reading.get());
        // What fails leaves the file behind what the app knows: the next reading is written whole.
        self.has_reading.set(false);
        self.change(|change| {
            change.put(Kind::Reading, "", &rows::Reading::from(reading))?;
            match found {
                Some(found) => {
                    if found.projects {
                        put_projects(change, &reading.projects)?;
                    }
                    for key in &found.changed {
                        change.put(Kind::Key, &key.id, &rows::Key::from(*key))?;
                    }
                    for key in &found.gone {
                        let row = rows::Key::from(*key).gone(reading.taken_at);
                        change.put(Kind::Key, &key.id, &row)?;
                    }
                    append(change, &found.changes)
                }
                None => {
                    if change.entry::<(i64, DateTime<Utc>)>(Kind::Seen, "")?.is_none() {
                        // What is read first is not news.
                        change.put(Kind::Seen, "", &(0_i64, reading.taken_at))?;
                    }
                    put_all(change, reading)
                }
            }
        })?;
        self.has_reading.set(true);
        Ok(())
    }

    /// Keeps one key that is newer than the last reading, and what changed about it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn save_key(&mut self, key: &KeyRecord, changes: &[Change]) -> Result<(), StoreError> {
        self.change(|change| put_key(change, key, changes))
    }

    /// The last reading, its keys in no order; none if nothing was ever read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn snapshot(&self) -> Result<Option<Snapshot>, StoreError> {
        let Some(reading) = self.entry::<rows::Reading>(Kind::Reading, "")? else {
            return Ok(None);
        };
        let projects = self.entry::<Vec<rows::Project>>(Kind::Projects, "")?;
        let there = |key: rows::Key| key.gone_at.is_none().then(|| key.read());
        let keys = self.entries_as(Kind::Key, there)?;
        let snapshot = reading.read(projects.unwrap_or_default(), keys);
        self.has_reading.set(true);
        Ok(Some(snapshot))
    }

    /// A key as it was last known, and when it was found gone; none if it is there, or was never known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn tombstone(
        &self,
        key_id: &str,
    ) -> Result<Option<(KeyRecord, DateTime<Utc>)>, StoreError> {
        let row = self.entry::<rows::Key>(Kind::Key, key_id)?;
        Ok(row.and_then(|row| Some((row.gone_at?, row))).map(|(at, row)| (row.read(), at)))
    }

    /// What changed, newest first, each with its number, which grows; at most `most`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn changes(&self, most: u32) -> Result<Vec<(i64, Change)>, StoreError> {
        let lines = self.newest::<rows::Change>(Kind::Change, most)?;
        Ok(lines.into_iter().map(|(number, line)| (number, line.into())).collect())
    }

    /// What the person has seen of the changes: the number of the last one, and when they looked.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn seen(&self) -> Result<Option<(i64, DateTime<Utc>)>, StoreError> {
        self.entry(Kind::Seen, "")
    }

    /// The person has seen the changes up to this number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn mark_seen(&mut self, number: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.change(|change| change.put(Kind::Seen, "", &(number, at)))
    }

    /// Brings what version 1 kept into today's rows: its keys, and of its readings what changed from
    /// one to the next. What was brought over before is left alone.
    pub(super) fn bring_over(&mut self) -> Result<(), StoreError> {
        let scopes: Vec<Vec<rows::version_1::Key>> = self.entries(Kind::Scope)?;
        if scopes.is_empty() && self.newest::<rows::version_1::Day>(Kind::History, 1)?.is_empty() {
            return Ok(());
        }
        let days: Vec<(i64, rows::version_1::Day)> =
            self.newest(Kind::History, rows::version_1::LONGEST_HISTORY)?;
        let reading = self.entry::<rows::version_1::Reading>(Kind::Reading, "")?;
        let reading = reading.map(|reading| reading.read(scopes.into_iter().flatten()));
        let days = days.into_iter().rev().map(|(_, (reading, keys))| reading.read(keys));
        let (changes, gone) = rows::version_1::differences(days.chain(reading.clone()));
        self.change(|change| {
            change.remove_all(Kind::Scope)?;
            change.remove_lines(Kind::History)?;
            for (key, at) in &gone {
                change.put(Kind::Key, &key.id, &rows::Key::from(key).gone(*at))?;
            }
            let Some(reading) = &reading else { return Ok(()) };
            change.put(Kind::Reading, "", &rows::Reading::from(reading))?;
            put_all(change, reading)?;
            append(change, &changes)
        })
    }
}

/// Writes every key. Keys that are gone, and were before, stay as they are.
fn put_all(change: &mut Transaction<'_>, reading: &Snapshot) -> Result<(), StoreError> {
    put_projects(change, &reading.projects)?;
    let here: std::collections::HashSet<&str> = reading.keys.iter().map(|key| &*key.id).collect();
    for row in change.entries::<rows::Key>(Kind::Key)? {
        if row.gone_at.is_none() && !here.contains(row.id()) {
            let id = row.id().to_owned();
            change.put(Kind::Key, &id, &row.gone(reading.taken_at))?;
        }
    }
    change.put_many(Kind::Key, &reading.keys, |key| (key.id.as_ref(), rows::Key::from(key)))
}

fn put_projects(change: &mut Transaction<'_>, projects: &[Project]) -> Result<(), StoreError> {
    let projects: Vec<_> = projects.iter().map(rows::Project::from).collect();
    change.put(Kind::Projects, "", &projects)
}

/// Adds lines to the log of changes, and lets those go that are older than a year.
/// One key as it is now, and what changed about it.
pub(super) fn put_key(
    change: &mut Transaction<'_>,
    key: &KeyRecord,
    changes: &[Change],
) -> Result<(), StoreError> {
    change.put(Kind::Key, &key.id, &rows::Key::from(key))?;
    append(change, changes)
}

fn append(change: &mut Transaction<'_>, changes: &[Change]) -> Result<(), StoreError> {
    let Some(now) = changes.iter().map(|line| line.at).max() else { return Ok(()) };
    for line in changes {
        change.append_line(Kind::Change, &rows::Change::from(line))?;
    }
    change.cut(Kind::Change, MOST_CHANGES)?;
    change.cut_while(Kind::Change, |line: &rows::Change| now - line.at() > REMEMBERED_FOR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keychain::DataKey, store::Store};
    use serde_json::{Value, json};
    use sigsentry_keys_core::inventory::ChangeKind;
    use std::path::Path;

    fn open(file: &Path) -> Store {
        let key = DataKey::from_bytes(&[1; DataKey::LENGTH]).unwrap();
        let random = |bytes: &mut [u8]| getrandom::fill(bytes).unwrap();
        if file.exists() {
            Store::open(file, &key, random).unwrap()
        } else {
            Store::create(file, &key, random).unwrap()
        }
    }

    fn key(at: usize, id: &str, name: &str) -> Value {
        json!({
            "at": at, "id": id, "name": name, "prefix": "ss_secret_AbC123",
            "key_type": { "Current": "Project" }, "project_id": "p", "permissions": ["config:read"],
            "created_at": null, "last_used": "Never", "expires_at": null, "revocation": "None",
            "read_at": (id == "kept").then_some("2026-01-01T00:00:00Z"),
        })
    }

    fn reading(day: u32) -> Value {
        json!({
            "taken_at": format!("2026-01-0{day}T10:00:00Z"),
            "projects": [{ "id": "p", "name": "Checkout", "slug": "checkout" }],
            "unreadable": [], "missing_pages": 0, "total_pages": 1,
        })
    }

    #[test]
    fn what_version_1_kept_is_brought_over_with_its_past_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("store.db");
        let mut store = open(&file);
        store
            .change(|change| {
                let now = [key(0, "a", "new name"), key(1, "kept", "k")];
                change.put(Kind::Reading, "", &reading(3))?;
                change.put(Kind::Scope, "p", &now)?;
                let first = (reading(1), [key(0, "a", "old name"), key(1, "gone", "g")]);
                change.append_line(Kind::History, &first)?;
                let second = (reading(2), [key(0, "a", "old name"), key(1, "kept", "k")]);
                change.append_line(Kind::History, &second)
            })
            .unwrap();
        drop(store);
        for _ in 0..2 {
            let store = open(&file);
            let mut read = store.snapshot().unwrap().unwrap();
            read.keys.sort_by(|a, b| a.id.cmp(&b.id));
            let names: Vec<_> = read.keys.iter().map(|key| (&*key.id, &*key.name)).collect();
            assert_eq!(names, [("a", "new name"), ("kept", "k")]);
            assert_eq!(read.projects.len(), 1);
            assert_eq!(read.kept.keys().collect::<Vec<_>>(), ["kept"]);
            let lines = store.changes(9).unwrap();
            let lines: Vec<_> = lines.iter().map(|(_, one)| (&*one.key_id, &one.what)).collect();
            let renamed = ChangeKind::Renamed { from: "old name".into() };
            assert_eq!(
                lines,
                [
                    ("a", &renamed),
                    ("gone", &ChangeKind::Gone),
                    ("kept", &ChangeKind::Appeared { here: false }),
                ]
            );
            let (gone, at) = store.tombstone("gone").unwrap().unwrap();
            assert_eq!((&*gone.name, at.to_rfc3339()), ("g", "2026-01-02T10:00:00+00:00".into()));
            assert!(store.entries::<Value>(Kind::Scope).unwrap().is_empty());
            assert!(store.newest::<Value>(Kind::History, 9).unwrap().is_empty());
        }
    }
}
