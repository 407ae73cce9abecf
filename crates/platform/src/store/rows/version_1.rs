//! How version 1 wrote the inventory: the keys of a project in one row, and whole readings as its past.

use super::inventory::{Key as KeyRow, Project};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sigsentry_keys_core::{
    inventory::{Change, Differences, Gaps, Inventory, Snapshot},
    key::KeyRecord,
};
use std::collections::BTreeMap;

/// How many days it kept at most, one reading for each.
pub(in crate::store) const LONGEST_HISTORY: u32 = 30;

/// A line of its history.
pub(in crate::store) type Day = (Reading, Vec<Key>);

/// Everything of a reading but its keys.
#[derive(Deserialize)]
pub(in crate::store) struct Reading {
    taken_at: DateTime<Utc>,
    #[serde(default)]
    projects: Vec<Project>,
    unreadable: Vec<String>,
    missing_pages: u32,
    total_pages: u32,
    #[serde(default)]
    unnamed: u32,
    #[serde(default)]
    use_untold: bool,
}

/// A key, with its place in the server's order and when it was read, if not with the others.
#[derive(Deserialize)]
pub(in crate::store) struct Key {
    at: usize,
    read_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    key: KeyRow,
}

impl Reading {
    /// The reading with its keys, which may come in any order.
    pub(in crate::store) fn read(self, keys: impl IntoIterator<Item = Key>) -> Snapshot {
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_by_key(|key| key.at);
        let kept: BTreeMap<_, _> =
            keys.iter().filter_map(|key| Some((key.key.id().to_owned(), key.read_at?))).collect();
        Snapshot {
            taken_at: self.taken_at,
            projects: self.projects.into_iter().map(Project::read).collect(),
            keys: keys.into_iter().map(|key| key.key.read()).collect(),
            gaps: Gaps {
                unreadable: self.unreadable,
                missing_pages: self.missing_pages,
                total_pages: self.total_pages,
                unnamed: self.unnamed,
                use_untold: self.use_untold,
            },
            kept,
        }
    }
}

/// What changed from each reading to the next, the oldest first, and the keys that went, as they were.
pub(in crate::store) fn differences(
    readings: impl Iterator<Item = Snapshot>,
) -> (Vec<Change>, Vec<(KeyRecord, DateTime<Utc>)>) {
    let (mut changes, mut gone) = (Vec::new(), Vec::new());
    let mut earlier: Option<Inventory> = None;
    for reading in readings {
        let reading = match &earlier {
            Some(earlier) => reading.over(earlier.reading()),
            None => reading,
        };
        if let Some(earlier) = &earlier {
            let found = Differences::between(earlier, &reading);
            gone.extend(found.gone.into_iter().map(|key| (key.clone(), reading.taken_at)));
            changes.extend(found.changes);
        }
        earlier = Some(Inventory::of(reading));
    }
    (changes, gone)
}
