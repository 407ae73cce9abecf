use super::{PlaceState, Rotation};
use crate::{
    key::{KeyRecord, LastUsed, Revocation},
    status::KeyStatus,
};
use chrono::{DateTime, Utc};

/// What a rotation waits for. The person, the servers of other teams and time take turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// The replacement is still to be made: it was not asked for, or its answer did not come.
    Replacement,
    /// The replacement opens nothing any more: another one is needed.
    AnotherReplacement,
    /// The value is held, and places have the old one.
    HandingOver,
    /// The value is gone, and places have the old one: each is brought up to date by hand, left, or
    /// another replacement is made.
    Value,
    /// The person put it on hold: both keys are live.
    Decision,
    /// The replacement is to be seen in use.
    FirstUse,
    /// The old key was used within the time it has to rest: until this moment, if it rests from now on.
    Quiet {
        /// When the time is over.
        until: DateTime<Utc>,
    },
    /// The server does not say when a key was used last: only the person knows.
    KnownUse,
    /// Nothing: the old key may be revoked.
    Revocation,
    /// Nothing: no old key opens anything any more.
    End,
}

/// What speaks against revoking a key of a rotation right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no replacement that opens anything.
    NoReplacement,
    /// Places have the old value, or no one knows which.
    OldValueStored {
        /// How many.
        places: usize,
    },
    /// The replacement's value was neither copied nor sent.
    NotHandedOver,
    /// The replacement was never seen in use.
    ReplacementNeverUsed,
    /// The key was used within the time it has to rest.
    StillUsed {
        /// When the time is over, if it rests from now on.
        until: DateTime<Utc>,
    },
    /// The server does not say when one of them was used last.
    UseUnknown,
    /// It is the replacement itself, and its value was handed over.
    IsReplacement,
}

impl Rotation {
    /// What it waits for at `now`. `key` finds a key as it was read last; `value_held`: whether the
    /// replacement's value is still here.
    #[must_use]
    pub fn waits_for<'a>(
        &self,
        key: impl Fn(&str) -> Option<&'a KeyRecord>,
        value_held: bool,
        now: DateTime<Utc>,
    ) -> WaitsFor {
        let live = |id: &&String| key(id).is_none_or(|key| !opens_nothing(key, now));
        let old: Vec<&String> = self.retiring.iter().filter(live).collect();
        if old.is_empty() {
            return WaitsFor::End;
        }
        let Some(new) = &self.replacement else { return WaitsFor::Replacement };
        if key(new).is_some_and(|new| opens_nothing(new, now)) {
            return WaitsFor::AnotherReplacement;
        }
        let to_do = self.places.iter().any(|place| place.state == PlaceState::Waits);
        if to_do || !self.handed_over {
            return if value_held { WaitsFor::HandingOver } else { WaitsFor::Value };
        }
        if self.on_hold {
            return WaitsFor::Decision;
        }
        let refusals = old.iter().flat_map(|id| self.refusals(id, &key, now));
        // A place that was left keeps the old key alive: that is the person's to decide.
        refusals
            .map(WaitsFor::from)
            .min_by_key(|waits| waits.order())
            .unwrap_or(WaitsFor::Revocation)
    }

    /// What speaks against revoking a key at `now`: nothing, if this rotation is not about it.
    pub fn refusals<'a>(
        &self,
        key_id: &str,
        key: impl Fn(&str) -> Option<&'a KeyRecord>,
        now: DateTime<Utc>,
    ) -> Vec<Refusal> {
        let new = self.replacement.as_deref();
        if new == Some(key_id) {
            return if self.handed_over { vec![Refusal::IsReplacement] } else { Vec::new() };
        }
        if !self.retires(key_id) {
            return Vec::new();
        }
        let mut refusals = Vec::new();
        let new_record = new.and_then(&key);
        if new.is_none() || new_record.is_some_and(|new| opens_nothing(new, now)) {
            refusals.push(Refusal::NoReplacement);
        } else if !self.handed_over {
            refusals.push(Refusal::NotHandedOver);
        }
        let old = |state| !matches!(state, PlaceState::Stored(_));
        let places = self.places.iter().filter(|place| old(place.state)).count();
        if places > 0 {
            refusals.push(Refusal::OldValueStored { places });
        }
        if new.is_some() {
            match new_record.map_or(LastUsed::Unknown, |new| new.last_used) {
                LastUsed::Never => refusals.push(Refusal::ReplacementNeverUsed),
                LastUsed::Unknown => refusals.push(Refusal::UseUnknown),
                LastUsed::At(_) => {}
            }
        }
        match key(key_id).map_or(LastUsed::Unknown, |old| old.last_used) {
            LastUsed::At(at) if now - at < self.quiet_for => {
                // The server's clock may be ahead.
                refusals.push(Refusal::StillUsed { until: at.min(now) + self.quiet_for });
            }
            LastUsed::Unknown if !refusals.contains(&Refusal::UseUnknown) => {
                refusals.push(Refusal::UseUnknown);
            }
            _ => {}
        }
        refusals
    }
}

impl WaitsFor {
    /// What comes first, where it waits for several things.
    fn order(self) -> (u8, i64) {
        match self {
            Self::Decision => (1, 0),
            Self::FirstUse => (2, 0),
            Self::KnownUse => (3, 0),
            // The last of several keys decides.
            Self::Quiet { until } => (4, -until.timestamp()),
            _ => (0, 0),
        }
    }
}

impl From<Refusal> for WaitsFor {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoReplacement => Self::Replacement,
            Refusal::NotHandedOver => Self::Value,
            Refusal::OldValueStored { .. } | Refusal::IsReplacement => Self::Decision,
            Refusal::ReplacementNeverUsed => Self::FirstUse,
            Refusal::UseUnknown => Self::KnownUse,
            Refusal::StillUsed { until } => Self::Quiet { until },
        }
    }
}

fn opens_nothing(key: &KeyRecord, now: DateTime<Utc>) -> bool {
    key.revocation != Revocation::None || KeyStatus::of(key, now) == KeyStatus::Expired
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rotation::{Place, QUIET_FOR},
        status::tests::{day, key},
    };
    use chrono::TimeDelta;

    /// The keys that the server has, by id.
    struct Server(Vec<KeyRecord>);

    impl Server {
        fn new(old: LastUsed, new: LastUsed) -> Self {
            let record = |id, last_used| KeyRecord { expires_at: None, last_used, ..key(id) };
            Self(vec![record("old", old), record("new", new)])
        }

        fn revoke(mut self, id: &str) -> Self {
            let found = self.0.iter_mut().find(|key| *key.id == *id).unwrap();
            found.revocation = Revocation::Revoked(None);
            self
        }

        fn waits(&self, rotation: &Rotation, held: bool, now: i64) -> WaitsFor {
            rotation.waits_for(|id| self.find(id), held, day(now))
        }

        fn refusals(&self, rotation: &Rotation, id: &str, now: i64) -> Vec<Refusal> {
            rotation.refusals(id, |id| self.find(id), day(now))
        }

        fn find(&self, id: &str) -> Option<&KeyRecord> {
            self.0.iter().find(|key| *key.id == *id)
        }
    }

    fn begun() -> Rotation {
        let place = Place { name: "vault".into(), sending: None, state: PlaceState::Waits };
        Rotation::begin("r".into(), "old", vec![place], QUIET_FOR, "i".into(), day(100))
    }

    fn handed_over() -> Rotation {
        let mut rotation = begun();
        rotation.replaced("i", "new");
        let stored = Place { state: PlaceState::Stored(day(100)), ..rotation.places[0].clone() };
        rotation.handed_over(Some(&stored));
        rotation
    }

    const USED: fn(i64) -> LastUsed = |at| LastUsed::At(day(at));

    #[test]
    fn it_goes_from_one_thing_to_the_next() {
        let mut rotation = begun();
        let unused = Server::new(USED(99), LastUsed::Never);
        assert_eq!(unused.waits(&rotation, false, 100), WaitsFor::Replacement);
        rotation.replaced("i", "new");
        assert_eq!(unused.waits(&rotation, true, 100), WaitsFor::HandingOver);
        assert_eq!(unused.waits(&rotation, false, 100), WaitsFor::Value);
        let rotation = handed_over();
        assert_eq!(unused.waits(&rotation, true, 100), WaitsFor::FirstUse);
        let both = Server::new(USED(101), USED(101));
        assert_eq!(both.waits(&rotation, false, 101), WaitsFor::Quiet { until: day(102) });
        assert_eq!(both.waits(&rotation, false, 102), WaitsFor::Revocation);
        assert_eq!(both.refusals(&rotation, "old", 102), []);
        assert_eq!(both.revoke("old").waits(&rotation, false, 102), WaitsFor::End);
    }

    #[test]
    fn a_key_is_refused_for_every_reason_at_once() {
        let server = Server::new(USED(100), LastUsed::Never);
        let mut rotation = begun();
        assert_eq!(
            server.refusals(&rotation, "old", 100),
            [
                Refusal::NoReplacement,
                Refusal::OldValueStored { places: 1 },
                Refusal::StillUsed { until: day(101) },
            ]
        );
        rotation.replaced("i", "new");
        assert_eq!(
            server.refusals(&rotation, "old", 100),
            [
                Refusal::NotHandedOver,
                Refusal::OldValueStored { places: 1 },
                Refusal::ReplacementNeverUsed,
                Refusal::StillUsed { until: day(101) },
            ]
        );
        assert_eq!(server.refusals(&rotation, "another", 100), []);
    }

    #[test]
    fn a_place_that_is_left_keeps_the_old_key_alive() {
        let server = Server::new(USED(90), USED(101));
        let mut rotation = handed_over();
        rotation.mark("vault", PlaceState::Left);
        assert_eq!(server.waits(&rotation, false, 110), WaitsFor::Decision);
        assert_eq!(server.refusals(&rotation, "old", 110), [Refusal::OldValueStored { places: 1 }]);
    }

    #[test]
    fn what_the_server_does_not_say_is_not_taken_for_rest() {
        let rotation = handed_over();
        for server in [
            Server::new(LastUsed::Unknown, USED(101)),
            Server::new(USED(90), LastUsed::Unknown),
            Server(Vec::new()),
        ] {
            assert_eq!(server.waits(&rotation, false, 110), WaitsFor::KnownUse);
            assert_eq!(server.refusals(&rotation, "old", 110), [Refusal::UseUnknown]);
        }
    }

    #[test]
    fn a_clock_that_is_ahead_promises_no_later_moment() {
        let server = Server::new(USED(120), USED(101));
        let refused = [Refusal::StillUsed { until: day(101) }];
        assert_eq!(server.refusals(&handed_over(), "old", 100), refused);
    }

    #[test]
    fn a_replacement_that_was_handed_over_is_not_revoked_by_accident() {
        let server = Server::new(USED(90), LastUsed::Never);
        assert_eq!(server.refusals(&handed_over(), "new", 100), [Refusal::IsReplacement]);
        let mut unseen = begun();
        unseen.replaced("i", "new");
        assert_eq!(server.refusals(&unseen, "new", 100), [], "no place has it");
        let ended = server.revoke("new");
        assert_eq!(ended.waits(&handed_over(), false, 100), WaitsFor::AnotherReplacement);
        assert_eq!(ended.refusals(&handed_over(), "old", 100)[0], Refusal::NoReplacement);
    }

    #[test]
    fn on_hold_both_keys_stay_and_a_longer_rest_is_heeded() {
        let server = Server::new(USED(100), USED(101));
        let mut rotation = handed_over();
        rotation.quiet_for = TimeDelta::days(7);
        assert_eq!(server.waits(&rotation, false, 106), WaitsFor::Quiet { until: day(107) });
        rotation.on_hold = true;
        assert_eq!(server.waits(&rotation, false, 200), WaitsFor::Decision);
    }

    #[test]
    fn every_old_key_has_to_rest() {
        let mut server = Server::new(USED(90), LastUsed::Never);
        let mut rotation = handed_over();
        rotation.begin_again("i2".into());
        rotation.replaced("i2", "second");
        let stored = Place { state: PlaceState::Stored(day(100)), ..rotation.places[0].clone() };
        rotation.handed_over(Some(&stored));
        server.0.push(KeyRecord { last_used: USED(101), ..server.0[0].clone() });
        server.0[2].id = "second".into();
        server.0[1].last_used = USED(102);
        assert_eq!(server.waits(&rotation, false, 102), WaitsFor::Quiet { until: day(103) });
        assert_eq!(server.refusals(&rotation, "old", 102), []);
        let server = server.revoke("old").revoke("new");
        assert_eq!(server.waits(&rotation, false, 102), WaitsFor::End);
    }
}
