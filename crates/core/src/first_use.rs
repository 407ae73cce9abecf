//! Whether a key whose value was handed over from here came into use. Any use counts: by whom, the server
//! does not say.

use crate::{
    key::{KeyRecord, LastUsed, Revocation},
    status::NEVER_USED_AFTER,
};
use chrono::{DateTime, TimeDelta, Utc};

/// A key that was handed over and is not used within this time may not be deployed (ours).
pub const DEPLOYED_WITHIN: TimeDelta = TimeDelta::days(1);

/// A key whose first use is waited for, or was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// The server's id.
    pub key_id: String,
    /// When its value was copied or sent last, by this computer's clock; not after its first use.
    pub at: DateTime<Utc>,
    /// Its Last Used when it was first seen in use.
    pub used: Option<DateTime<Utc>>,
}

/// What is said of a key's first use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstUse {
    /// It was handed over less than [`DEPLOYED_WITHIN`] ago, and is not used yet.
    Waits,
    /// It is not used, though it was handed over longer ago.
    Missing,
    /// It was used so long after it was handed over, at most: an earlier use may have gone unseen.
    Used(TimeDelta),
}

impl HandedOver {
    /// Its value was handed over at `now`.
    #[must_use]
    pub fn new(key_id: &str, now: DateTime<Utc>) -> Self {
        Self { key_id: key_id.to_owned(), at: now, used: None }
    }

    /// The server says when it was used last. Whether that is news.
    pub fn see(&mut self, last_used: LastUsed) -> bool {
        let LastUsed::At(at) = last_used else { return false };
        let news = self.used.is_none();
        if news {
            self.used = Some(at);
        }
        news
    }

    /// What there is to say at `now`.
    #[must_use]
    pub fn first_use(&self, now: DateTime<Utc>) -> FirstUse {
        match self.used {
            // The two clocks may differ.
            Some(used) => FirstUse::Used((used - self.at).max(TimeDelta::zero())),
            None if now - self.at < DEPLOYED_WITHIN => FirstUse::Waits,
            None => FirstUse::Missing,
        }
    }

    /// Whether a person is asked if it was deployed: until the table itself calls it *never used*.
    #[must_use]
    pub fn is_worth_a_question(&self, key: &KeyRecord, now: DateTime<Utc>) -> bool {
        let ended =
            key.revocation != Revocation::None || key.expires_at.is_some_and(|at| at <= now);
        let waits = key.last_used == LastUsed::Never && now - self.at <= NEVER_USED_AFTER;
        !ended && waits && self.first_use(now) == FirstUse::Missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::tests::{day, key};

    #[test]
    fn the_first_use_is_told_once_and_any_later_one_is_not() {
        let mut handed_over = HandedOver::new("k", day(10));
        assert!(!handed_over.see(LastUsed::Never) && !handed_over.see(LastUsed::Unknown));
        assert_eq!(handed_over.first_use(day(10)), FirstUse::Waits);
        assert_eq!(handed_over.first_use(day(11)), FirstUse::Missing);
        let first = day(10) + TimeDelta::seconds(14);
        assert!(handed_over.see(LastUsed::At(first)));
        assert!(!handed_over.see(LastUsed::At(day(12))));
        assert_eq!(handed_over.first_use(day(40)), FirstUse::Used(TimeDelta::seconds(14)));
    }

    #[test]
    fn a_server_whose_clock_is_behind_says_no_use_before_the_value_was_there() {
        let mut handed_over = HandedOver::new("k", day(10));
        handed_over.see(LastUsed::At(day(9)));
        assert_eq!(handed_over.first_use(day(10)), FirstUse::Used(TimeDelta::zero()));
    }

    #[test]
    fn a_person_is_asked_from_the_second_day_until_the_table_says_never_used() {
        let handed_over = HandedOver::new("k", day(10));
        let unused = key("k");
        let asked = |key: &KeyRecord, at| handed_over.is_worth_a_question(key, day(at));
        assert!(
            !asked(&unused, 10) && asked(&unused, 11) && asked(&unused, 24) && !asked(&unused, 25)
        );
        let revoked = KeyRecord { revocation: Revocation::Revoked(None), ..unused.clone() };
        let expired = KeyRecord { expires_at: Some(day(11)), ..unused.clone() };
        let unknown = KeyRecord { last_used: LastUsed::Unknown, ..unused };
        assert!(![revoked, expired, unknown].iter().any(|key| asked(key, 12)));
    }
}
