//! What a revocation asks of a person, and which keys may be revoked several at once.

use crate::{
    inventory::KeyKind,
    key::{KeyRecord, LastUsed},
    status::{KeyStatus, NEVER_USED_AFTER},
};
use chrono::{DateTime, TimeDelta, Utc};

/// A key that was used within this time is in use: revoking it takes its name, or its prefix.
pub const IN_USE_WITHIN: TimeDelta = TimeDelta::days(7);
/// Keys that are revoked together at most.
pub const MOST_AT_ONCE: usize = 1000;

/// Why a key is confirmed by typing its name or its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameBecause {
    /// It opens every project.
    Organization,
    /// It was used within [`IN_USE_WITHIN`].
    InUse,
}

/// Whether revoking a key takes its name, and why.
#[must_use]
pub fn asks_for_name(key: &KeyRecord, now: DateTime<Utc>) -> Option<NameBecause> {
    if KeyKind::from(&key.key_type) == KeyKind::Organization {
        return Some(NameBecause::Organization);
    }
    key.was_used_within(IN_USE_WITHIN, now).then_some(NameBecause::InUse)
}

/// Why a key is not revoked together with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTogether {
    /// It opens every project: it is revoked alone, by its name.
    Organization,
    /// It was used within [`IN_USE_WITHIN`].
    InUse,
    /// The server does not say when it was used last.
    UseUnknown,
    /// It is so new that it may not have been deployed yet.
    TooNew,
    /// It ended by itself, and opens nothing.
    Expired,
    /// It was revoked before.
    Revoked,
    /// A rotation under way speaks against it.
    Rotating,
    /// The server has no such key.
    Gone,
}

/// Why a key may not be revoked together with others at `now`; none where it may. `key`: as it was read
/// last; none where the server has no such key.
#[must_use]
pub fn not_together(key: Option<&KeyRecord>, now: DateTime<Utc>) -> Option<NotTogether> {
    let Some(key) = key else { return Some(NotTogether::Gone) };
    match KeyStatus::of(key, now) {
        KeyStatus::Revoked => return Some(NotTogether::Revoked),
        KeyStatus::Expired => return Some(NotTogether::Expired),
        _ => {}
    }
    match (asks_for_name(key, now), key.last_used) {
        (Some(NameBecause::Organization), _) => Some(NotTogether::Organization),
        (Some(NameBecause::InUse), _) => Some(NotTogether::InUse),
        (None, LastUsed::Unknown) => Some(NotTogether::UseUnknown),
        (None, LastUsed::Never) => {
            let is_new = key.created_at.is_none_or(|at| now - at <= NEVER_USED_AFTER);
            is_new.then_some(NotTogether::TooNew)
        }
        (None, LastUsed::At(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        key::{KeyType, NewKeyType, Revocation},
        status::tests::{day, key},
    };

    const NOW: i64 = 500;

    fn used(days_ago: i64) -> KeyRecord {
        KeyRecord {
            created_at: Some(day(0)),
            last_used: LastUsed::At(day(NOW - days_ago)),
            expires_at: None,
            ..key("k")
        }
    }

    #[test]
    fn organization_keys_and_keys_in_use_take_their_name() {
        let of = |key: &KeyRecord| asks_for_name(key, day(NOW));
        let organization =
            KeyRecord { key_type: KeyType::Current(NewKeyType::Organization), ..used(400) };
        assert_eq!(of(&organization), Some(NameBecause::Organization));
        assert_eq!(of(&used(6)), Some(NameBecause::InUse));
        // The server's clock may be ahead.
        assert_eq!(of(&used(-1)), Some(NameBecause::InUse));
        assert_eq!(of(&used(7)), None);
    }

    #[test]
    fn only_keys_that_rest_are_revoked_together() {
        let of = |key: &KeyRecord| not_together(Some(key), day(NOW));
        let unused =
            |created| KeyRecord { created_at: created, last_used: LastUsed::Never, ..used(0) };
        let organization =
            KeyRecord { key_type: KeyType::Current(NewKeyType::Organization), ..used(400) };
        for (key, refusal) in [
            (used(8), None),
            (unused(Some(day(NOW - 15))), None),
            (used(3), Some(NotTogether::InUse)),
            (organization, Some(NotTogether::Organization)),
            (KeyRecord { last_used: LastUsed::Unknown, ..used(0) }, Some(NotTogether::UseUnknown)),
            (unused(Some(day(NOW - 14))), Some(NotTogether::TooNew)),
            (unused(None), Some(NotTogether::TooNew)),
            (KeyRecord { expires_at: Some(day(NOW)), ..used(8) }, Some(NotTogether::Expired)),
            (
                KeyRecord { revocation: Revocation::Revoked(None), ..used(8) },
                Some(NotTogether::Revoked),
            ),
        ] {
            assert_eq!(of(&key), refusal, "{key:?}");
        }
        assert_eq!(not_together(None, day(NOW)), Some(NotTogether::Gone));
    }
}
