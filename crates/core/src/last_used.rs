//! When a key was seen in use: what the server says last, and what this app has seen of it.

use chrono::{DateTime, Utc};

/// When a key was last seen on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastUsed {
    /// The server has never seen it.
    Never,
    /// At this time, as the server says; may lie in the future when clocks disagree.
    At(DateTime<Utc>),
    /// The server's answer could not be read. Never to be taken for "never".
    Unknown,
}

/// The days (UTC) on which a key was seen in use: bit 0 is the day of its last use, bit n the n-th day
/// before. Only what was observed is in it: a day without a bit may have been one on which the app did
/// not look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UsedDays(u64);

impl UsedDays {
    /// As it is kept.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// To be kept.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }

    /// With one more look at the key, whose last use was `before` at the look before this one.
    #[must_use]
    pub fn seen(self, before: LastUsed, now: LastUsed) -> Self {
        let LastUsed::At(now) = now else { return self };
        let LastUsed::At(before) = before else { return Self(1) };
        let bits = if self.0 == 0 { 1 } else { self.0 };
        match day(now) - day(before) {
            0 => Self(bits),
            days @ 1..64 => Self(bits << days | 1),
            64.. => Self(1),
            // The server took something back.
            ..0 => self,
        }
    }

    /// Days between two uses that were seen one after the other, the latest first.
    pub(crate) fn gaps(self) -> impl Iterator<Item = u32> {
        let (mut bits, mut left) = (self.0 >> 1, self.0 > 1);
        std::iter::from_fn(move || {
            left.then(|| {
                let gap = bits.trailing_zeros() + 1;
                bits = bits.checked_shr(gap).unwrap_or(0);
                left = bits != 0;
                gap
            })
        })
    }
}

/// Days since 1970 (UTC).
pub(crate) fn day(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(24 * 60 * 60)
}
