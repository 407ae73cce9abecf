//! Records that come by themselves while whole readings are under way.

use chrono::{DateTime, TimeDelta, Utc};
use sigsentry_keys_core::key::KeyRecord;
use std::{
    sync::{Arc, Weak},
    time::Instant,
};

/// The whole readings that are under way, and the records that came since: each reading may lack those
/// that came after it began.
#[derive(Debug, Default)]
pub(crate) struct Meanwhile {
    /// How many records ever came.
    came: u64,
    /// Each with how many had come before it.
    records: Vec<(u64, KeyRecord)>,
    readings: Vec<Weak<u64>>,
}

/// A whole reading that is under way. Dropped, it is not any more.
#[derive(Debug)]
pub(crate) struct ReadingUnderWay {
    /// How many records had come before it.
    before: Arc<u64>,
    taken_at: DateTime<Utc>,
    began: Instant,
}

impl Meanwhile {
    /// A whole reading begins, at `taken_at` by this computer's clock.
    pub(crate) fn begin(&mut self, taken_at: DateTime<Utc>) -> ReadingUnderWay {
        let before = Arc::new(self.came);
        self.readings.push(Arc::downgrade(&before));
        ReadingUnderWay { before, taken_at, began: Instant::now() }
    }

    /// A record came by itself. It is kept for the readings that are under way.
    pub(crate) fn put(&mut self, record: KeyRecord) {
        self.readings.retain(|reading| reading.strong_count() > 0);
        let began = self.readings.iter().filter_map(Weak::upgrade).map(|since| *since).min();
        self.records.retain(|(before, _)| began.is_some_and(|began| *before >= began));
        if began.is_some() {
            self.records.push((self.came, record));
        }
        self.came += 1;
    }

    /// The records that came since a reading began, in their order.
    pub(crate) fn since(&self, reading: &ReadingUnderWay) -> Vec<KeyRecord> {
        let came = self.records.iter().filter(|(before, _)| *before >= *reading.before);
        came.map(|(_, record)| record.clone()).collect()
    }

    /// Whether it holds no record.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

impl ReadingUnderWay {
    /// When it began, by the server's clock, which says `there` where this computer's says `here`. That may
    /// have been set meanwhile; the one that no one sets stands still while the computer sleeps: so the
    /// earlier of both.
    pub(crate) fn began_at(&self, here: DateTime<Utc>, there: DateTime<Utc>) -> DateTime<Utc> {
        let lasted = TimeDelta::from_std(self.began.elapsed()).unwrap_or(TimeDelta::MAX);
        let lasted = lasted.max(here.signed_duration_since(self.taken_at));
        there.checked_sub_signed(lasted).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::key;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn ids(meanwhile: &Meanwhile, reading: &ReadingUnderWay) -> Vec<String> {
        meanwhile.since(reading).iter().map(|record| record.id.to_string()).collect()
    }

    #[test]
    fn each_reading_has_what_came_since_it_began() {
        let mut meanwhile = Meanwhile::default();
        meanwhile.put(key("before"));
        let gentle = meanwhile.begin(NOW);
        meanwhile.put(key("first"));
        let brisk = meanwhile.begin(NOW);
        meanwhile.put(key("second"));
        assert_eq!(ids(&meanwhile, &gentle), ["first", "second"]);
        assert_eq!(ids(&meanwhile, &brisk), ["second"]);
        // One that ended takes nothing from the other.
        drop(brisk);
        meanwhile.put(key("third"));
        assert_eq!(ids(&meanwhile, &gentle), ["first", "second", "third"]);
        drop(gentle);
        meanwhile.put(key("after"));
        assert!(meanwhile.is_empty());
    }

    #[test]
    fn a_clock_that_is_set_meanwhile_makes_no_reading_younger() {
        let reading = Meanwhile::default().begin(NOW);
        let (day, there) = (TimeDelta::days(1), NOW + TimeDelta::days(400));
        assert_eq!(reading.began_at(NOW + day, there), there - day);
        let set_back = reading.began_at(NOW - day, there);
        assert!(set_back <= there && set_back > there - day);
        assert_eq!(reading.began_at(NOW + day, DateTime::<Utc>::MIN_UTC), DateTime::<Utc>::MIN_UTC);
    }
}
