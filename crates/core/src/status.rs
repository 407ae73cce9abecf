//! How urgent a key is: a pure function of its record and the time.

use crate::key::{KeyRecord, KeyType, LastUsed, Revocation};
use chrono::{DateTime, TimeDelta, Utc};

/// As the dashboard: a key is stale when it was last used more than this long ago (documented).
pub const STALE_AFTER: TimeDelta = TimeDelta::days(90);
/// A key that was never seen is worth a look when it is older than this (ours).
pub const NEVER_USED_AFTER: TimeDelta = TimeDelta::days(14);
/// A key that ends within this time is worth a look (ours).
pub const EXPIRES_WITHIN: TimeDelta = TimeDelta::days(14);

/// One word for a key; the most urgent that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyStatus {
    /// Ends within [`EXPIRES_WITHIN`].
    ExpiresSoon,
    /// Last used more than [`STALE_AFTER`] ago.
    Stale,
    /// Never seen, and older than [`NEVER_USED_AFTER`].
    NeverUsed,
    /// Of a type that stops working at the sunset.
    Legacy,
    /// Nothing to do.
    Active,
    /// Ended by itself.
    Expired,
    /// Revoked by a person.
    Revoked,
}

impl KeyStatus {
    /// The status of `key` at `now`.
    #[must_use]
    pub fn of(key: &KeyRecord, now: DateTime<Utc>) -> Self {
        if matches!(key.revocation, Revocation::Revoked(_)) {
            return Self::Revoked;
        }
        if let Some(expires_at) = key.expires_at {
            if expires_at <= now {
                return Self::Expired;
            }
            if expires_at - now <= EXPIRES_WITHIN {
                return Self::ExpiresSoon;
            }
        }
        match key.last_used {
            LastUsed::At(at) if now - at > STALE_AFTER => return Self::Stale,
            LastUsed::Never
                if key.created_at.is_some_and(|created| now - created > NEVER_USED_AFTER) =>
            {
                return Self::NeverUsed;
            }
            _ => {}
        }
        if key.key_type == KeyType::Legacy { Self::Legacy } else { Self::Active }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::key::{NewKeyType, Permission};

    pub(crate) fn key(id: &str) -> KeyRecord {
        KeyRecord {
            id: id.into(),
            name: format!("key {id}").into(),
            prefix: "ss_secret_AbC123".into(),
            key_type: KeyType::Current(NewKeyType::Project),
            project_id: Some("p1".into()),
            permissions: Permission::ANALYSIS_ONLY.into(),
            created_at: Some(DateTime::UNIX_EPOCH),
            last_used: LastUsed::Never,
            expires_at: None,
            revocation: Revocation::None,
            used_days: Default::default(),
        }
    }

    pub(crate) fn day(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    #[test]
    fn ninety_days_are_not_stale_and_a_second_more_is() {
        let used = KeyRecord { last_used: LastUsed::At(day(10)), ..key("a") };
        assert_eq!(KeyStatus::of(&used, day(100)), KeyStatus::Active);
        assert_eq!(KeyStatus::of(&used, day(100) + TimeDelta::seconds(1)), KeyStatus::Stale);
    }

    #[test]
    fn never_used_counts_after_a_fortnight_and_unknown_is_never_never() {
        assert_eq!(KeyStatus::of(&key("a"), day(14)), KeyStatus::Active);
        assert_eq!(KeyStatus::of(&key("a"), day(15)), KeyStatus::NeverUsed);
        let unknown = KeyRecord { last_used: LastUsed::Unknown, ..key("a") };
        assert_eq!(KeyStatus::of(&unknown, day(400)), KeyStatus::Active);
    }

    #[test]
    fn the_most_urgent_wins() {
        let mut worst = KeyRecord {
            last_used: LastUsed::At(day(0)),
            expires_at: Some(day(205)),
            key_type: KeyType::Legacy,
            ..key("a")
        };
        assert_eq!(KeyStatus::of(&worst, day(200)), KeyStatus::ExpiresSoon);
        assert_eq!(KeyStatus::of(&worst, day(205)), KeyStatus::Expired);
        worst.expires_at = None;
        assert_eq!(KeyStatus::of(&worst, day(200)), KeyStatus::Stale);
        worst.last_used = LastUsed::At(day(199));
        assert_eq!(KeyStatus::of(&worst, day(200)), KeyStatus::Legacy);
        worst.revocation = Revocation::Revoked(None);
        assert_eq!(KeyStatus::of(&worst, day(200)), KeyStatus::Revoked);
    }

    #[test]
    fn a_last_use_in_the_future_is_clock_skew_and_not_stale() {
        let skewed = KeyRecord { last_used: LastUsed::At(day(300)), ..key("a") };
        assert_eq!(KeyStatus::of(&skewed, day(200)), KeyStatus::Active);
    }
}
