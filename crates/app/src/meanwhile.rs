//! Records that come by themselves while whole readings are under way.

use sigsentry_keys_core::key::KeyRecord;
use std::sync::{Arc, Weak};

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
pub(crate) struct ReadingUnderWay(Arc<u64>);

impl Meanwhile {
    /// A whole reading begins.
    pub(crate) fn begin(&mut self) -> ReadingUnderWay {
        let reading = Arc::new(self.came);
        self.readings.push(Arc::downgrade(&reading));
        ReadingUnderWay(reading)
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
        let came = self.records.iter().filter(|(before, _)| *before >= *reading.0);
        came.map(|(_, record)| record.clone()).collect()
    }

    /// Whether it holds no record.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::key;

    fn ids(meanwhile: &Meanwhile, reading: &ReadingUnderWay) -> Vec<String> {
        meanwhile.since(reading).iter().map(|record| record.id.to_string()).collect()
    }

    #[test]
    fn each_reading_has_what_came_since_it_began() {
        let mut meanwhile = Meanwhile::default();
        meanwhile.put(key("before"));
        let gentle = meanwhile.begin();
        meanwhile.put(key("first"));
        let brisk = meanwhile.begin();
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
}
