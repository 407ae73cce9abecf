//! Replacing a key while both are live. A rotation is what was done and what a person decided; what it
//! waits for follows from that and from the keys as they were read last, and is never kept.

mod replacement;
mod waits;

pub use replacement::{NotPossible, replacement, suggested_name};
pub use waits::{Refusal, WaitsFor};

use crate::handoff::{DestinationId, Fields};
use chrono::{DateTime, TimeDelta, Utc};

/// How long the old key must rest before it is revoked, unless the person asks for longer.
pub const QUIET_FOR: TimeDelta = TimeDelta::hours(24);

/// A replacement under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Names it in the store.
    pub id: String,
    /// When it was begun, by this computer's clock.
    pub began_at: DateTime<Utc>,
    /// Ids of the keys that are revoked in the end: the one that is replaced, and behind it replacements
    /// whose value was lost before every place had it.
    pub retiring: Vec<String>,
    /// The idempotency key under which the replacement was asked for last.
    pub attempt: String,
    /// The id of the replacement, once it is made.
    pub replacement: Option<String>,
    /// Whether the replacement's value was copied or sent at least once.
    pub handed_over: bool,
    /// Where the old value was, as this app knows.
    pub places: Vec<Place>,
    /// How long an old key must rest before it is revoked.
    pub quiet_for: TimeDelta,
    /// The person wants both keys to stay live for now.
    pub on_hold: bool,
}

/// A place of the old value, which is to get the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// In one line, as *Stored in* says it.
    pub name: String,
    /// How the value gets there; none: by hand.
    pub sending: Option<Sending>,
    /// Whether it did.
    pub state: PlaceState,
}

/// What sends a value to the same place once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Through which program.
    pub destination: DestinationId,
    /// Where to.
    pub fields: Fields,
}

/// What a place has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceState {
    /// The old value, as far as this app knows: sending may have failed, or be to come.
    Waits,
    /// The new value since then: sent from here, or the person says so.
    Stored(DateTime<Utc>),
    /// The old value: the person wants it to stay.
    Left,
}

impl Rotation {
    /// A rotation of a key whose replacement is about to be asked for under the idempotency key `attempt`.
    /// `id` must not be another one's.
    #[must_use]
    pub fn begin(
        id: String,
        key_id: &str,
        places: Vec<Place>,
        quiet_for: TimeDelta,
        attempt: String,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            began_at: now,
            retiring: vec![key_id.to_owned()],
            attempt,
            replacement: None,
            handed_over: false,
            places,
            quiet_for,
            on_hold: false,
        }
    }

    /// Whether a key is one of those that are revoked in the end.
    #[must_use]
    pub fn retires(&self, key_id: &str) -> bool {
        self.retiring.iter().any(|id| id == key_id)
    }

    /// Whether a key takes the place of the old one.
    #[must_use]
    pub fn is_replaced_by(&self, key_id: &str) -> bool {
        self.replacement.as_deref() == Some(key_id)
    }

    /// The answer to `attempt` came: a key was made. Whether it was this rotation that had asked.
    pub fn replaced(&mut self, attempt: &str, key_id: &str) -> bool {
        let ours = self.attempt == attempt && self.replacement.is_none();
        if ours {
            self.replacement = Some(key_id.to_owned());
        }
        ours
    }

    /// Another replacement is about to be asked for: the value of the one before is gone, or it opens
    /// nothing. It is live until the end, since a place may have it; each place waits for the new one.
    pub fn begin_again(&mut self, attempt: String) {
        self.retiring.extend(self.replacement.take());
        self.attempt = attempt;
        self.handed_over = false;
        self.on_hold = false;
        for place in &mut self.places {
            place.state = PlaceState::Waits;
        }
    }

    /// The replacement's value was copied, or is stored in `place` from now on.
    pub fn handed_over(&mut self, place: Option<&Place>) {
        self.handed_over = true;
        let Some(stored) = place else { return };
        match self.places.iter_mut().find(|known| known.name == stored.name) {
            Some(known) => known.state = stored.state,
            None => self.places.push(stored.clone()),
        }
    }

    /// The person says what a place has. Whether there is such a place.
    pub fn mark(&mut self, place: &str, state: PlaceState) -> bool {
        let known = self.places.iter_mut().find(|known| known.name == place);
        known.map(|known| known.state = state).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::tests::day;

    fn by_hand(name: &str) -> Place {
        Place { name: name.into(), sending: None, state: PlaceState::Waits }
    }

    fn begun() -> Rotation {
        let places = vec![by_hand("vault"), by_hand("wiki")];
        Rotation::begin("r".into(), "old", places, QUIET_FOR, "i1".into(), day(1))
    }

    #[test]
    fn only_the_answer_that_was_asked_for_brings_the_replacement() {
        let mut rotation = begun();
        assert!(!rotation.replaced("another", "x"));
        assert!(rotation.replaced("i1", "new"));
        assert!(!rotation.replaced("i1", "late"), "one answer is enough");
        assert!(rotation.is_replaced_by("new") && rotation.retires("old"));
    }

    #[test]
    fn a_second_replacement_lets_the_first_one_live_until_the_end_and_each_place_waits_again() {
        let mut rotation = begun();
        rotation.replaced("i1", "first");
        let stored = Place { state: PlaceState::Stored(day(2)), ..by_hand("vault") };
        rotation.handed_over(Some(&stored));
        assert!(rotation.mark("wiki", PlaceState::Left));
        rotation.begin_again("i2".into());
        assert_eq!(rotation.retiring, ["old", "first"]);
        assert_eq!((rotation.replacement.as_deref(), rotation.handed_over), (None, false));
        assert!(rotation.places.iter().all(|place| place.state == PlaceState::Waits));
        assert!(!rotation.replaced("i1", "first"), "its answer is an older one");
        assert!(rotation.replaced("i2", "second"));
    }

    #[test]
    fn a_place_that_was_not_known_is_one_from_now_on() {
        let mut rotation = begun();
        rotation.replaced("i1", "new");
        let new = Place { state: PlaceState::Stored(day(2)), ..by_hand("another") };
        rotation.handed_over(Some(&new));
        assert_eq!(rotation.places.len(), 3);
        assert!(!rotation.mark("nowhere", PlaceState::Left));
    }
}
