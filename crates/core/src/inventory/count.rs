use super::{Scope, Snapshot};
use crate::status::KeyStatus;
use chrono::{DateTime, Utc};

/// How many keys ask somebody to do something, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attention {
    /// Keys that end soon.
    pub expires_soon: usize,
    /// Active keys whose last use is more than 90 days ago.
    pub stale: usize,
    /// Keys that were never seen.
    pub never_used: usize,
    /// Keys of a type that stops working.
    pub legacy: usize,
}

/// Counts the keys of a scope by what they ask for.
#[must_use]
pub fn attention(snapshot: &Snapshot, scope: &Scope, now: DateTime<Utc>) -> Attention {
    let mut counts = Attention::default();
    for key in snapshot.keys.iter().filter(|key| scope.holds(key)) {
        match KeyStatus::of(key, now) {
            KeyStatus::ExpiresSoon => counts.expires_soon += 1,
            KeyStatus::Stale => counts.stale += 1,
            KeyStatus::NeverUsed => counts.never_used += 1,
            KeyStatus::Legacy => counts.legacy += 1,
            KeyStatus::Active | KeyStatus::Expired | KeyStatus::Revoked => {}
        }
    }
    counts
}
