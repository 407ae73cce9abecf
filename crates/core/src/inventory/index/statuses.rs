//! Each key's status, and until when all of them stay so.

use crate::{
    key::{KeyRecord, LastUsed},
    status::{EXPIRES_WITHIN, KeyStatus, NEVER_USED_AFTER, STALE_AFTER},
};
use chrono::{DateTime, TimeDelta, Utc};

/// What the keys' statuses are, from one moment to another.
#[derive(Debug)]
pub(super) struct Statuses {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    pub(super) rows: Vec<KeyStatus>,
}

impl Statuses {
    pub(super) fn of(keys: &[KeyRecord], now: DateTime<Utc>) -> Self {
        let changes = keys.iter().flat_map(changes).filter(|at| *at > now);
        let until = changes.min().unwrap_or(DateTime::<Utc>::MAX_UTC);
        Self { from: now, until, rows: keys.iter().map(|key| KeyStatus::of(key, now)).collect() }
    }

    /// Whether they are right at `now`.
    pub(super) fn hold(&self, now: DateTime<Utc>) -> bool {
        self.from <= now && now < self.until
    }
}

/// When a key's status may change by itself.
fn changes(key: &KeyRecord) -> impl Iterator<Item = DateTime<Utc>> + use<> {
    // What is compared with "more than" changes right after.
    let after = TimeDelta::nanoseconds(1);
    let rests = match (key.last_used, key.created_at) {
        (LastUsed::At(at), _) => at.checked_add_signed(STALE_AFTER + after),
        (LastUsed::Never, Some(at)) => at.checked_add_signed(NEVER_USED_AFTER + after),
        (LastUsed::Never, None) | (LastUsed::Unknown, _) => None,
    };
    let ends = key.expires_at;
    [rests, ends, ends.and_then(|at| at.checked_sub_signed(EXPIRES_WITHIN))].into_iter().flatten()
}
