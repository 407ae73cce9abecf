//! How often a key is used, from what this app saw of its last use.

use crate::key::LastUsed;
use chrono::{DateTime, Utc};

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
}

/// Days since 1970 (UTC).
fn day(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(24 * 60 * 60)
}
