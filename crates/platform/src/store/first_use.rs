use super::{Store, StoreError, kind::Kind, table::Change};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::first_use::HandedOver;

#[derive(Serialize, Deserialize)]
struct Row {
    key_id: String,
    at: DateTime<Utc>,
    used: Option<DateTime<Utc>>,
    #[serde(default)]
    seen: Option<DateTime<Utc>>,
}

impl Store {
    /// Keeps when a key that was handed over was first seen in use.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_first_use(&mut self, handed_over: &HandedOver) -> Result<(), StoreError> {
        self.change(|change| put(change, handed_over))
    }

    /// When a key was handed over from here; none if it never was.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn handed_over(&self, key_id: &str) -> Result<Option<HandedOver>, StoreError> {
        Ok(self.entry::<Row>(Kind::HandedOver, key_id)?.map(Into::into))
    }

    /// Every key that was handed over from here and was not seen in use, in no order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn not_used_yet(&self) -> Result<Vec<HandedOver>, StoreError> {
        self.entries_as(Kind::HandedOver, |row: Row| row.used.is_none().then(|| row.into()))
    }

    /// Every key that was handed over from here, in no order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn all_handed_over(&self) -> Result<Vec<HandedOver>, StoreError> {
        self.entries_as(Kind::HandedOver, |row: Row| Some(row.into()))
    }

    /// When the desktop told the person last which keys came into use.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn first_use_told(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.entry(Kind::FirstUseTold, "")
    }

    /// Keeps when the desktop told the person.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_first_use_told(&mut self, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.change(|change| change.put(Kind::FirstUseTold, "", &at))
    }
}

/// A value that is handed over once more is waited for anew, unless its key is in use.
pub(super) fn hand_over(
    change: &mut Change<'_>,
    handed_over: &HandedOver,
) -> Result<(), StoreError> {
    let known = change.entry::<Row>(Kind::HandedOver, &handed_over.key_id)?;
    if known.is_some_and(|row| row.used.is_some()) {
        return Ok(());
    }
    put(change, handed_over)
}

fn put(change: &mut Change<'_>, handed_over: &HandedOver) -> Result<(), StoreError> {
    let HandedOver { key_id, at, used, seen } = handed_over.clone();
    change.put(Kind::HandedOver, &handed_over.key_id, &Row { key_id, at, used, seen })
}

impl From<Row> for HandedOver {
    fn from(row: Row) -> Self {
        Self { key_id: row.key_id, at: row.at, used: row.used, seen: row.seen }
    }
}
