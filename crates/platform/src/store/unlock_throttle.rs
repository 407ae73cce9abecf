use super::{StoreId, StorePlace};
use chrono::{DateTime, TimeDelta, Utc};
use std::{fs, io::Read as _, path::PathBuf, time::Duration};

const ENDING: &str = "tries";
/// So many wrong passphrases cost nothing.
const FREE: u32 = 2;
/// The longest wait, in seconds.
const LONGEST_WAIT: u32 = 60;
/// Larger than the file ever is, in bytes.
const LARGEST: u64 = 64;

/// How often a passphrase was wrong in a row, and when last. In a plain file beside the store, so
/// that starting the app again does not help. It slows down a person at this computer; one who can
/// remove the file can try passphrases without the app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnlockThrottle {
    count: u32,
    last: Option<DateTime<Utc>>,
}

impl UnlockThrottle {
    /// How long until the next try. A clock that was set back starts the wait anew; see
    /// [`Self::mend`].
    #[must_use]
    pub fn wait(&self, now: DateTime<Utc>) -> Duration {
        let Some(last) = self.last.filter(|_| self.count > FREE) else { return Duration::ZERO };
        // 1, 2, 4 … seconds.
        let doublings = (self.count - FREE - 1).min(LONGEST_WAIT.ilog2() + 1);
        let wait = TimeDelta::seconds(i64::from(LONGEST_WAIT.min(1 << doublings)));
        (wait - (now - last).max(TimeDelta::zero())).to_std().unwrap_or_default()
    }

    /// One more try, counted before it is known to be wrong: ending the app meanwhile does not help.
    #[must_use]
    pub fn again(self, now: DateTime<Utc>) -> Self {
        Self { count: self.count.saturating_add(1), last: Some(now) }
    }

    /// After a clock was set back, the wait begins now, and does not last until the clock is where
    /// it was.
    #[must_use]
    pub fn mend(self, now: DateTime<Utc>) -> Self {
        Self { last: self.last.map(|last| last.min(now)), ..self }
    }

    fn parse(text: &str) -> Option<Self> {
        let (count, last) = text.trim().split_once(' ')?;
        let last = DateTime::from_timestamp_secs(last.parse().ok()?)?;
        Some(Self { count: count.parse().ok()?, last: Some(last) })
    }
}

impl StorePlace {
    /// The tries that failed since the last good one. A file that cannot be read counts none.
    #[must_use]
    pub fn tries(&self, id: StoreId) -> UnlockThrottle {
        let mut text = String::new();
        let read = fs::File::open(self.tries_file(id))
            .and_then(|file| file.take(LARGEST).read_to_string(&mut text));
        read.ok().and_then(|_| UnlockThrottle::parse(&text)).unwrap_or_default()
    }

    /// Writes down the tries that failed, or removes the file after a good one.
    ///
    /// # Errors
    /// What the file system says.
    pub fn note_unlock_throttle(&self, id: StoreId, tries: UnlockThrottle) -> std::io::Result<()> {
        let file = self.tries_file(id);
        let Some(last) = tries.last else { return super::place::gone_or(fs::remove_file(file)) };
        let fresh = file.with_extension(format!("{ENDING}.new"));
        fs::write(&fresh, format!("{} {}\n", tries.count, last.timestamp()))?;
        fs::rename(fresh, file)
    }

    fn tries_file(&self, id: StoreId) -> PathBuf {
        self.file(id).with_extension(ENDING)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_secs(1_000_000 + second).unwrap()
    }

    fn after(count: u32) -> UnlockThrottle {
        (0..count).fold(UnlockThrottle::default(), |tries, _| tries.again(at(0)))
    }

    #[test]
    fn the_wait_doubles_from_the_third_wrong_one_up_to_a_minute() {
        let waits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, u32::MAX]
            .map(|count| UnlockThrottle { count, last: Some(at(0)) }.wait(at(0)).as_secs());
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        let waits = [0, 1, 7, 8, 1_000].map(|second| after(6).wait(at(second)).as_secs());
        assert_eq!(waits, [8, 7, 1, 0, 0]);
        assert_eq!(after(3), UnlockThrottle { count: 3, last: Some(at(0)) });
    }

    #[test]
    fn a_clock_set_back_neither_shortens_the_wait_nor_makes_it_last() {
        let tries = after(9);
        assert_eq!(tries.wait(at(-5_000)).as_secs(), 60);
        let mended = tries.mend(at(-5_000));
        assert_eq!(mended.wait(at(-5_000)).as_secs(), 60);
        assert_eq!(mended.wait(at(-4_940)).as_secs(), 0);
        assert_eq!(tries.mend(at(10)), tries);
    }

    #[test]
    fn tries_are_kept_beside_the_store_and_go_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = StorePlace::new(folder.path());
        place.make().unwrap();
        let [id, other] = [1, 2].map(|byte| StoreId::new([byte; 16]));
        place.note_unlock_throttle(id, after(4)).unwrap();
        assert_eq!(place.tries(id), after(4));
        assert_eq!(place.tries(other), UnlockThrottle::default());
        place.note_unlock_throttle(id, UnlockThrottle::default()).unwrap();
        place.note_unlock_throttle(id, UnlockThrottle::default()).unwrap();
        assert_eq!(place.tries(id), UnlockThrottle::default());
        place.note_unlock_throttle(id, after(4)).unwrap();
        assert_eq!(place.stores(), []);
        place.remove(id).unwrap();
        assert_eq!(place.tries(id), UnlockThrottle::default());
        let files: Vec<_> = fs::read_dir(place.folder()).unwrap().collect();
        assert!(files.is_empty(), "{files:?}");
    }

    proptest! {
        #[test]
        fn any_text_is_tries(text: String) {
            if let Some(tries) = UnlockThrottle::parse(&text) {
                prop_assert!(tries.wait(at(0)) <= Duration::from_secs(60));
            }
        }

        #[test]
        fn no_time_makes_the_wait_longer_than_a_minute(count: u32, last in -1_000_000..1_000_000_i64, now in -1_000_000..1_000_000_i64) {
            let tries = UnlockThrottle { count, last: Some(at(last)) };
            prop_assert!(tries.wait(at(now)) <= Duration::from_secs(60));
            prop_assert_eq!(tries.mend(at(now)).wait(at(now)), tries.wait(at(now)));
        }
    }
}
