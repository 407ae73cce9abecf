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
    /// When its value was copied or sent last, by the server's clock where that is known; not after its first
    /// use.
    pub at: DateTime<Utc>,
    /// Its Last Used when it was first seen in use.
    pub used: Option<DateTime<Utc>>,
    /// When that was seen, by the same clock; none for what was kept before this was noted.
    pub seen: Option<DateTime<Utc>>,
}

/// The shortest time between two notifications (ours).
pub const TOLD_AT_MOST_EVERY: TimeDelta = TimeDelta::days(1);

/// What a notification says of the keys that were handed over: counts, and no name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FirstUseNews {
    /// They came into use.
    pub in_use: usize,
    /// They were not used within [`DEPLOYED_WITHIN`].
    pub missing: usize,
}

/// From when on something is news at `now`, if the person was last told at `told`. None: they are not told
/// again before [`TOLD_AT_MOST_EVERY`] is over.
#[must_use]
pub fn news_since(told: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match told {
        Some(told) if told > now - TOLD_AT_MOST_EVERY && told <= now => None,
        Some(told) if told <= now => Some(told),
        // Never told, or the clock was set back.
        _ => Some(now - TOLD_AT_MOST_EVERY),
    }
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
        Self { key_id: key_id.to_owned(), at: now, used: None, seen: None }
    }

    /// The server says when it was used last, read at `now`. Whether that is news.
    pub fn see(&mut self, last_used: LastUsed, now: DateTime<Utc>) -> bool {
        let LastUsed::At(at) = last_used else { return false };
        let news = self.used.is_none();
        if news {
            self.used = Some(at);
            self.seen = Some(now);
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

    /// Whether it was seen in use for the first time after `since`.
    #[must_use]
    pub fn came_into_use(&self, since: DateTime<Utc>) -> bool {
        self.seen.is_some_and(|seen| seen > since)
    }

    /// Whether a person is asked about it, and was not before `since`.
    #[must_use]
    pub fn is_missing(&self, key: &KeyRecord, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.at + DEPLOYED_WITHIN > since && self.is_worth_a_question(key, now)
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
        let mut see = |last_used| handed_over.see(last_used, day(13));
        assert!(!see(LastUsed::Never) && !see(LastUsed::Unknown));
        assert_eq!(handed_over.first_use(day(10)), FirstUse::Waits);
        assert_eq!(handed_over.first_use(day(11)), FirstUse::Missing);
        let first = day(10) + TimeDelta::seconds(14);
        assert!(handed_over.see(LastUsed::At(first), day(13)));
        assert!(!handed_over.see(LastUsed::At(day(12)), day(13)));
        assert_eq!(handed_over.first_use(day(40)), FirstUse::Used(TimeDelta::seconds(14)));
    }

    #[test]
    fn a_server_whose_clock_is_behind_says_no_use_before_the_value_was_there() {
        let mut handed_over = HandedOver::new("k", day(10));
        handed_over.see(LastUsed::At(day(9)), day(10));
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

    #[test]
    fn a_person_is_told_once_a_day_of_what_came_since() {
        assert_eq!(news_since(None, day(10)), Some(day(9)));
        assert_eq!(news_since(Some(day(10)), day(10)), None);
        let later = day(10) + TimeDelta::hours(23);
        assert_eq!(news_since(Some(day(10)), later), None);
        assert_eq!(news_since(Some(day(10)), day(11)), Some(day(10)));
        assert_eq!(news_since(Some(day(3)), day(11)), Some(day(3)), "the app was not open");
        assert_eq!(news_since(Some(day(12)), day(11)), Some(day(10)), "the clock was set back");
    }

    #[test]
    fn each_key_is_news_once() {
        let mut handed_over = HandedOver::new("k", day(10));
        let unused = key("k");
        assert!(!handed_over.is_missing(&unused, day(9), day(10)), "not on the first day");
        assert!(handed_over.is_missing(&unused, day(10), day(11)));
        assert!(!handed_over.is_missing(&unused, day(11), day(12)), "was told");
        // Used on the tenth, and seen on the twelfth.
        handed_over.see(LastUsed::At(day(10)), day(12));
        assert!(handed_over.came_into_use(day(11)) && !handed_over.came_into_use(day(12)));
    }
}
