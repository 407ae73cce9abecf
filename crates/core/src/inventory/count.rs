use super::Snapshot;
use crate::key::{KeyRecord, LastUsed, Revocation};
use chrono::{DateTime, TimeDelta, Utc};

/// How many keys ask a person to do something, by reason.
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

/// Of fewer keys in use nothing can be told.
const ENOUGH_KEYS: usize = 5;
/// How long all of them may rest before it is the counting that looks broken.
const LONG_REST: TimeDelta = TimeDelta::days(14);

/// When the tenant's keys were last seen at all, where several are in use and all of them have rested
/// for a fortnight by the time of the reading: more likely the service stopped counting.
#[must_use]
pub fn use_stands_still_since(snapshot: &Snapshot) -> Option<DateTime<Utc>> {
    let opens = |key: &&KeyRecord| key.revocation == Revocation::None;
    let used = snapshot.keys.iter().filter(opens).filter_map(|key| match key.last_used {
        LastUsed::At(at) => Some(at),
        LastUsed::Never | LastUsed::Unknown => None,
    });
    let (count, last) = used.fold((0, None), |(count, last), at| (count + 1, last.max(Some(at))));
    last.filter(|last| count >= ENOUGH_KEYS && snapshot.taken_at - *last >= LONG_REST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::tests::{day, key};

    fn snapshot(last_used: &[i64], taken_at: i64) -> Snapshot {
        let record = |(number, days): (usize, &i64)| KeyRecord {
            last_used: LastUsed::At(day(*days)),
            ..key(&format!("k{number}"))
        };
        Snapshot {
            taken_at: day(taken_at),
            projects: vec![],
            keys: last_used.iter().enumerate().map(record).collect(),
            gaps: Default::default(),
            kept: Default::default(),
        }
    }

    #[test]
    fn a_count_that_stands_still_for_all_keys_is_noticed() {
        let frozen = snapshot(&[95, 100, 99, 80, 100], 200);
        assert_eq!(use_stands_still_since(&frozen), Some(day(100)));
        let one_lives = snapshot(&[95, 100, 99, 80, 190], 200);
        assert_eq!(use_stands_still_since(&one_lives), None);
        assert_eq!(use_stands_still_since(&snapshot(&[100, 100], 200)), None, "too few to tell");
        let mut revoked = snapshot(&[95, 100, 99, 80, 100], 200);
        revoked.keys[0].revocation = Revocation::Revoked(None);
        assert_eq!(use_stands_still_since(&revoked), None);
    }
}
