//! How often a key is used, from what this app saw of its last use.

use crate::{
    key::{KeyRecord, LastUsed, Revocation},
    last_used::day,
};
use chrono::{DateTime, Utc};

/// Uses on different days that a rhythm needs (ours).
const ENOUGH_USES: usize = 6;

/// How often a key is used, at least: uses that were not seen may lie between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// On most days, or on most workdays.
    Daily,
    /// About once a week.
    Weekly,
    /// About once a month, or more seldom.
    Seldom,
}

/// What was observed of a key's use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// How often it is used, at least.
    pub pace: Pace,
    /// Whole days since its last use.
    pub quiet_for: u32,
    /// Whether that is longer than its uses so far let expect.
    pub unusual: bool,
}

impl Rhythm {
    /// The rhythm of a key at `now`; none of a key that opens nothing, or of which too little was seen.
    ///
    /// It is unusually quiet once it rests for longer than nine of ten rests that were seen, with a day on
    /// top, and for more than three times its usual rest: a job of every workday after five or six days,
    /// one of every week after three weeks. The figures are those of the simulation below.
    #[must_use]
    pub fn of(key: &KeyRecord, now: DateTime<Utc>) -> Option<Self> {
        let LastUsed::At(last) = key.last_used else { return None };
        if key.revocation != Revocation::None || key.expires_at.is_some_and(|ends| ends <= now) {
            return None;
        }
        let mut gaps: Vec<u32> = key.used_days.gaps().collect();
        if gaps.len() + 1 < ENOUGH_USES {
            return None;
        }
        gaps.sort_unstable();
        let (usual, long) = (gaps[gaps.len() / 2], gaps[(gaps.len() - 1) * 9 / 10]);
        let pace = match usual {
            0..=2 => Pace::Daily,
            3..=10 => Pace::Weekly,
            _ => Pace::Seldom,
        };
        let quiet_for = u32::try_from((day(now) - day(last)).max(0)).unwrap_or(u32::MAX);
        let expected = (long + 1).max(usual * 3);
        Some(Self { pace, quiet_for, unusual: quiet_for > expected })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::tests::{day as moment, key};
    use chrono::TimeDelta;

    fn used(days: &[i64]) -> KeyRecord {
        let mut record = key("a");
        for at in days {
            let now = LastUsed::At(moment(*at));
            record.used_days = record.used_days.seen(record.last_used, now);
            record.last_used = now;
        }
        record
    }

    #[test]
    fn days_are_remembered_for_two_months_and_once_each() {
        assert_eq!(used(&[]).used_days.bits(), 0);
        assert_eq!(used(&[10, 10, 11, 14]).used_days.bits(), 0b11001);
        assert_eq!(used(&[10, 73]).used_days.bits(), 1 << 63 | 1);
        assert_eq!(used(&[10, 74]).used_days.bits(), 1, "longer ago than is remembered");
        let back = used(&[10, 12]);
        let taken_back = back.used_days.seen(back.last_used, LastUsed::At(moment(11)));
        assert_eq!(taken_back, back.used_days);
        assert_eq!(used(&[10, 12, 15]).used_days.gaps().collect::<Vec<_>>(), [3, 2]);
        assert_eq!(used(&[10, 73]).used_days.gaps().collect::<Vec<_>>(), [63]);
    }

    #[test]
    fn nothing_is_said_of_a_key_that_is_too_young_or_ended() {
        let days: Vec<i64> = (0..5).collect();
        assert_eq!(Rhythm::of(&used(&days), moment(30)), None);
        let days: Vec<i64> = (0..6).collect();
        let daily = used(&days);
        let rhythm = Rhythm::of(&daily, moment(6)).unwrap();
        assert_eq!(rhythm, Rhythm { pace: Pace::Daily, quiet_for: 1, unusual: false });
        assert!(Rhythm::of(&daily, moment(12)).unwrap().unusual);
        let revoked = KeyRecord { revocation: Revocation::Revoked(None), ..daily };
        assert_eq!(Rhythm::of(&revoked, moment(12)), None);
    }

    /// Numbers that come again from the same seed (SplitMix64).
    struct Rng(u64);

    impl Rng {
        fn below(&mut self, most: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ mixed >> 31) % most
        }
    }

    /// The days on which a job runs: day 0 is a Monday. Two weeks of holidays, days 355 to 368, stop half
    /// of the workday jobs, and single holidays all of them.
    fn runs(kind: usize, at: i64, phase: i64, rests_at_christmas: bool, rng: &mut Rng) -> bool {
        let workday = at % 7 < 5;
        let holiday =
            [120, 241, 300].contains(&at) || (rests_at_christmas && (355..369).contains(&at));
        match kind {
            // Every day; one in fifty fails.
            0 => rng.below(50) > 0,
            // Every workday.
            1 => workday && !holiday && rng.below(50) > 0,
            // Every week on one day, sometimes a day later.
            2 => at % 7 == phase % 7 || (at % 7 == (phase + 1) % 7 && rng.below(10) == 0),
            // Every month.
            3 => at % 30 == phase % 30,
            // Every quarter.
            _ => at % 91 == phase % 91,
        }
    }

    /// A thousand keys for a year and a half, looked at every day by an admin who misses one day in four
    /// and is away for three weeks. Half of the keys die on day 500.
    #[test]
    #[allow(clippy::print_stdout, reason = "the figures are the result")]
    fn a_dead_daily_key_is_named_within_a_week_and_live_ones_are_left_alone() {
        let mut rng = Rng(7);
        let (mut checks, mut false_alarms) = (0_u32, 0_u32);
        let mut named_after: Vec<i64> = Vec::new();
        let mut daily_dead = 0;
        for number in 0..1000_usize {
            let (kind, phase) = (number % 5, i64::try_from(rng.below(91)).unwrap());
            let rests = rng.below(2) == 0;
            let dies = rng.below(2) == 0;
            let mut record = key("a");
            let (mut last, mut died_on, mut named) = (None, None, false);
            for at in 0..540_i64 {
                if !(dies && at >= 500) && runs(kind, at, phase, rests, &mut rng) {
                    last = Some(at);
                } else if dies && at >= 500 && died_on.is_none() {
                    died_on = last;
                }
                let away = rng.below(4) == 0 || (200..221).contains(&at);
                let Some(last) = last.filter(|_| !away) else { continue };
                let now = LastUsed::At(moment(last) + TimeDelta::hours(3));
                record.used_days = record.used_days.seen(record.last_used, now);
                record.last_used = now;
                let unusual = Rhythm::of(&record, moment(at) + TimeDelta::hours(9))
                    .is_some_and(|rhythm| rhythm.unusual);
                if let Some(died_on) = died_on {
                    if unusual && !named && kind < 2 {
                        named = true;
                        named_after.push(at - died_on);
                    }
                } else {
                    checks += 1;
                    false_alarms += u32::from(unusual);
                }
            }
            daily_dead += usize::from(dies && kind < 2);
        }
        let rate = f64::from(false_alarms) / f64::from(checks) * 100.0;
        named_after.sort_unstable();
        let at = |percent: usize| named_after[(named_after.len() - 1) * percent / 100];
        println!(
            "dead daily keys named: {} of {daily_dead}, after {} days (median), {} (95 %), {} at most; \
             false alarms: {false_alarms} of {checks} looks ({rate:.2} %)",
            named_after.len(),
            at(50),
            at(95),
            at(100),
        );
        assert_eq!(named_after.len(), daily_dead);
        // The admin may miss the day on which it shows.
        assert!(at(95) <= 7 && at(100) <= 8, "{} and {} days", at(95), at(100));
        assert!(rate <= 1.0, "{rate} %");
    }
}
