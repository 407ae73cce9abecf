use super::{Store, StoreError, kind::Kind, rows, table::Change};
use sigsentry_keys_core::inventory::Snapshot;
use std::collections::BTreeMap;

/// How many days the history has at most, one reading for each.
pub const LONGEST_HISTORY: u32 = 30;

impl Store {
    /// Keeps a reading of the inventory: as the one to open with, and as today's in the history.
    /// Either all of it is kept, or what was there before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn save_snapshot(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        self.change(|change| {
            change.put(Kind::Reading, "", &rows::Reading::from(snapshot))?;
            change.remove_all(Kind::Scope)?;
            for (scope, keys) in by_scope(snapshot) {
                change.put(Kind::Scope, scope, &keys)?;
            }
            keep_in_history(change, snapshot)
        })
    }

    /// The last reading; none if nothing was ever read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn snapshot(&self) -> Result<Option<Snapshot>, StoreError> {
        let Some(reading) = self.entry::<rows::Reading>(Kind::Reading, "")? else {
            return Ok(None);
        };
        let keys: Vec<Vec<rows::Key>> = self.entries(Kind::Scope)?;
        Ok(Some(reading.read(keys.into_iter().flatten())))
    }

    /// The last readings of the last days, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn history(&self) -> Result<Vec<Snapshot>, StoreError> {
        let days: Vec<(rows::Reading, Vec<rows::Key>)> =
            self.newest(Kind::History, LONGEST_HISTORY)?;
        Ok(days.into_iter().map(|(reading, keys)| reading.read(keys)).collect())
    }
}

/// The keys of each project, and of the organization under an empty name.
fn by_scope(snapshot: &Snapshot) -> BTreeMap<&str, Vec<rows::Key>> {
    let mut scopes: BTreeMap<&str, Vec<rows::Key>> = BTreeMap::new();
    for (at, key) in snapshot.keys.iter().enumerate() {
        let scope = key.project_id.as_deref().unwrap_or_default();
        scopes.entry(scope).or_default().push(rows::Key::of(key, at, snapshot));
    }
    scopes
}

fn keep_in_history(change: &mut Change<'_>, snapshot: &Snapshot) -> Result<(), StoreError> {
    let keys: Vec<_> = snapshot
        .keys
        .iter()
        .enumerate()
        .map(|(at, key)| rows::Key::of(key, at, snapshot))
        .collect();
    let today = (rows::Reading::from(snapshot), keys);
    match change.last_line::<(rows::Reading, Vec<rows::Key>)>(Kind::History)? {
        Some((seq, (last, _))) if last.taken_at.date_naive() == snapshot.taken_at.date_naive() => {
            change.set_line(Kind::History, seq, &today)
        }
        _ => change.append(Kind::History, &today, LONGEST_HISTORY),
    }
}
