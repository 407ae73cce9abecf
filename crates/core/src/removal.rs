//! What speaks for removing a key: reasons, and never a score.

use crate::{
    key::KeyRecord,
    rhythm::{Pace, Rhythm},
    status::KeyStatus,
};
use chrono::{DateTime, Utc};

/// Something that speaks for removing a key. None of it proves that nothing uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovalReason {
    /// It was never used, and is older than 14 days.
    NeverUsed,
    /// It rests far longer than it ever did while this app looked.
    LongSilent,
    /// It ended by itself: it opens nothing.
    Expired,
    /// Its owner has left, as a person noted: no one answers for it. It may be in use.
    OwnerLeft,
}

impl RemovalReason {
    /// All of them, in the order in which the window shows them.
    pub const ALL: [Self; 4] = [Self::NeverUsed, Self::LongSilent, Self::Expired, Self::OwnerLeft];

    /// Whether it holds for a key at `now`. A key that was revoked needs no reason.
    #[must_use]
    pub fn holds(self, key: &KeyRecord, owner_left: bool, now: DateTime<Utc>) -> bool {
        match self {
            Self::NeverUsed => KeyStatus::of(key, now) == KeyStatus::NeverUsed,
            Self::LongSilent => Rhythm::of(key, now).is_some_and(is_far_beyond),
            Self::Expired => KeyStatus::of(key, now) == KeyStatus::Expired,
            Self::OwnerLeft => owner_left && KeyStatus::of(key, now) != KeyStatus::Revoked,
        }
    }

    /// Those that hold for a key.
    pub fn of(key: &KeyRecord, owner_left: bool, now: DateTime<Utc>) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |reason| reason.holds(key, owner_left, now))
    }
}

/// A month for a daily job, a quarter for a weekly one, a year for any other (ours): as long as the
/// longest leave, the longest project pause, and the yearly report.
fn is_far_beyond(rhythm: Rhythm) -> bool {
    let far = match rhythm.pace {
        Pace::Daily => 30,
        Pace::Weekly => 91,
        Pace::Seldom => 366,
    };
    rhythm.unusual && rhythm.quiet_for > far
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        key::{LastUsed, Revocation},
        status::tests::{day, key},
    };

    fn reasons(key: &KeyRecord, now: i64) -> Vec<RemovalReason> {
        RemovalReason::of(key, false, day(now)).collect()
    }

    /// Used on each of these days, as this app saw it.
    fn used(days: impl Iterator<Item = i64>) -> KeyRecord {
        let mut record = KeyRecord { created_at: Some(day(0)), ..key("k") };
        for at in days {
            let now = LastUsed::At(day(at));
            record.used_days = record.used_days.seen(record.last_used, now);
            record.last_used = now;
        }
        record
    }

    #[test]
    fn each_reason_holds_for_what_it_says() {
        let unused = KeyRecord { created_at: Some(day(0)), ..used([].into_iter()) };
        assert_eq!(reasons(&unused, 14), []);
        assert_eq!(reasons(&unused, 15), [RemovalReason::NeverUsed]);
        let daily = used(100..110);
        assert_eq!(reasons(&daily, 139), []);
        assert_eq!(reasons(&daily, 140), [RemovalReason::LongSilent]);
        let weekly = used((0..8).map(|week| 100 + week * 7));
        assert_eq!(reasons(&weekly, 149 + 91), []);
        assert_eq!(reasons(&weekly, 149 + 92), [RemovalReason::LongSilent]);
        let expired = KeyRecord { expires_at: Some(day(120)), ..daily.clone() };
        assert_eq!(reasons(&expired, 160), [RemovalReason::Expired]);
        let revoked = KeyRecord { revocation: Revocation::Revoked(None), ..expired };
        assert_eq!(reasons(&revoked, 160), []);
        let left = |key| RemovalReason::of(key, true, day(160)).collect::<Vec<_>>();
        assert_eq!(left(&daily), [RemovalReason::LongSilent, RemovalReason::OwnerLeft]);
        assert_eq!(left(&revoked), []);
    }

    #[test]
    fn nothing_is_said_of_a_key_of_which_little_was_seen() {
        assert_eq!(reasons(&used(100..104), 500), []);
    }
}
