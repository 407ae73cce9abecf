use super::{Attempt, KeyName};
use crate::{
    inventory::Snapshot,
    key::{KeyRecord, KeyType},
};
use chrono::{DateTime, TimeDelta, Utc};

/// How far the server's clock and this computer's may lie apart while the server has not said its time.
const CLOCK_SKEW: TimeDelta = TimeDelta::days(1);
/// How long a server may still be working for an app that has gone.
const STILL_AT_WORK: TimeDelta = TimeDelta::minutes(10);

/// A creation, written down before it is sent: what an app that was killed meanwhile is
/// reminded of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCreation {
    /// What was asked for, and under which idempotency key.
    pub attempt: Attempt,
    /// When it was sent last, by the server's clock where that is known.
    pub began_at: DateTime<Utc>,
    /// Ids of keys that go by the same name, and none of which is the one that was asked for.
    pub namesakes: Vec<String>,
    /// How far it came.
    pub progress: Progress,
}

/// How far a creation came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It was sent, or was about to be.
    Sent,
    /// The key came, and its value was held.
    Answered {
        /// The server's id of the key.
        key_id: String,
        /// Whether the value was copied or sent somewhere.
        handed_over: bool,
    },
}

/// What became of a creation that an earlier run of the app left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reconciled {
    /// These keys may be the one that was made; in all likelihood there is one.
    Made {
        /// Whether the value was copied or sent somewhere before it was lost.
        handed_over: bool,
        /// The keys, as the inventory has them.
        keys: Vec<KeyRecord>,
    },
    /// No key was made, or it opens nothing any more.
    Nothing,
    /// The key may be in a gap of the inventory, or still to come.
    NotKnown,
}

impl PendingCreation {
    /// A creation that is about to be sent; `snapshot` is what the app knows of the tenant.
    #[must_use]
    pub fn begin(attempt: Attempt, snapshot: Option<&Snapshot>, now: DateTime<Utc>) -> Self {
        let name = attempt.request.name.as_str();
        let keys = snapshot.map_or(&[][..], |snapshot| &snapshot.keys);
        let namesakes =
            keys.iter().filter(|key| *key.name == *name).map(|key| key.id.to_string()).collect();
        Self { namesakes, attempt, began_at: now, progress: Progress::Sent }
    }

    /// This key came otherwise, or the person knows of it: it is not the one that was asked for.
    /// Whether that was news.
    pub fn rule_out(&mut self, name: &KeyName, key_id: &str) -> bool {
        let news = self.progress == Progress::Sent
            && self.attempt.request.name == *name
            && !self.namesakes.iter().any(|known| known == key_id);
        if news {
            self.namesakes.push(key_id.to_owned());
        }
        news
    }

    /// Looks for the key in a reading that began at `read_at`, by the server's clock.
    #[must_use]
    pub fn reconcile(&self, snapshot: &Snapshot, read_at: DateTime<Utc>) -> Reconciled {
        let opens = |key: &KeyRecord| key.revocation == crate::key::Revocation::None;
        let (handed_over, keys): (_, Vec<_>) = match &self.progress {
            Progress::Answered { key_id, handed_over } => {
                (*handed_over, snapshot.keys.iter().filter(|key| *key.id == **key_id).collect())
            }
            Progress::Sent => {
                (false, snapshot.keys.iter().filter(|key| self.may_be(key)).collect())
            }
        };
        let keys: Vec<_> = keys.into_iter().filter(|key| opens(key)).cloned().collect();
        if !keys.is_empty() {
            Reconciled::Made { handed_over, keys }
        } else if snapshot.gaps.is_empty() && read_at >= self.began_at + STILL_AT_WORK {
            Reconciled::Nothing
        } else {
            Reconciled::NotKnown
        }
    }

    fn may_be(&self, key: &KeyRecord) -> bool {
        let request = &self.attempt.request;
        *key.name == *request.name.as_str()
            && key.key_type == KeyType::Current(request.key_type)
            && key.project_id.as_deref() == request.project_id.as_deref()
            && !self.namesakes.iter().any(|known| **known == *key.id)
            && key.created_at.is_none_or(|at| at >= self.began_at - CLOCK_SKEW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        creation::project_key,
        inventory::Gaps,
        key::Revocation,
        status::tests::{day, key},
    };

    fn intent(before: &Snapshot) -> PendingCreation {
        let permissions = ["analysis:read".to_owned()];
        let request = project_key("p1", "key a", &permissions).unwrap();
        PendingCreation::begin(
            Attempt { request, idempotency_key: "i".into() },
            Some(before),
            day(100),
        )
    }

    fn looked(pending: &PendingCreation, snapshot: &Snapshot) -> Reconciled {
        pending.reconcile(snapshot, snapshot.taken_at)
    }

    fn snapshot(keys: Vec<KeyRecord>) -> Snapshot {
        Snapshot {
            taken_at: day(101),
            projects: Vec::new(),
            keys,
            gaps: Gaps::default(),
            kept: Default::default(),
        }
    }

    fn made(id: &str) -> KeyRecord {
        KeyRecord { id: id.into(), name: "key a".into(), created_at: Some(day(100)), ..key(id) }
    }

    fn ids(reconcile: Reconciled) -> Vec<String> {
        match reconcile {
            Reconciled::Made { keys, .. } => keys.into_iter().map(|key| key.id.into()).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_key_that_was_made_is_found_by_what_was_asked_for() {
        let intent = intent(&snapshot(vec![made("namesake")]));
        let others = [
            KeyRecord { name: "key b".into(), ..made("other name") },
            KeyRecord { key_type: KeyType::Legacy, ..made("other type") },
            KeyRecord { project_id: Some("p2".into()), ..made("other project") },
            KeyRecord { created_at: Some(day(98)), ..made("older") },
            made("namesake"),
        ];
        let found = looked(&intent, &snapshot([&others[..], &[made("it")]].concat()));
        assert_eq!(ids(found), ["it"]);
        assert_eq!(looked(&intent, &snapshot(others.to_vec())), Reconciled::Nothing);
    }

    #[test]
    fn clocks_may_lie_a_day_apart_and_a_time_may_be_unreadable() {
        let intent = intent(&snapshot(Vec::new()));
        for created_at in [Some(day(99)), Some(day(101)), None] {
            let key = KeyRecord { created_at, ..made("it") };
            assert_eq!(ids(looked(&intent, &snapshot(vec![key]))), ["it"]);
        }
    }

    #[test]
    fn a_key_that_came_is_known_by_its_id() {
        let answered = Progress::Answered { key_id: "it".into(), handed_over: true };
        let intent = PendingCreation { progress: answered, ..intent(&snapshot(Vec::new())) };
        let renamed = KeyRecord { name: "renamed".into(), ..made("it") };
        let found = looked(&intent, &snapshot(vec![renamed.clone(), made("other")]));
        assert_eq!(found, Reconciled::Made { handed_over: true, keys: vec![renamed] });
    }

    #[test]
    fn a_revoked_key_needs_nothing_and_a_gap_leaves_it_open() {
        let intent = intent(&snapshot(Vec::new()));
        let revoked = KeyRecord { revocation: Revocation::Revoked(None), ..made("it") };
        assert_eq!(looked(&intent, &snapshot(vec![revoked])), Reconciled::Nothing);
        let mut partial = snapshot(Vec::new());
        partial.gaps.missing_pages = 1;
        assert_eq!(looked(&intent, &partial), Reconciled::NotKnown);
    }

    #[test]
    fn a_key_may_still_come_when_whoever_asked_for_it_has_gone() {
        let intent = intent(&snapshot(Vec::new()));
        let after = |minutes| Snapshot {
            taken_at: day(100) + TimeDelta::minutes(minutes),
            ..snapshot(Vec::new())
        };
        for minutes in [-5, 0, 9] {
            assert_eq!(looked(&intent, &after(minutes)), Reconciled::NotKnown, "{minutes}");
        }
        assert_eq!(looked(&intent, &after(10)), Reconciled::Nothing);
    }

    #[test]
    fn a_key_that_came_otherwise_is_ruled_out_by_name() {
        let mut open = intent(&snapshot(Vec::new()));
        let (name, other) = (open.attempt.request.name.clone(), KeyName::parse("key b").unwrap());
        assert!(!open.rule_out(&other, "it"));
        assert_eq!(ids(looked(&open, &snapshot(vec![made("it")]))), ["it"]);
        assert!(open.rule_out(&name, "it"));
        assert!(!open.rule_out(&name, "it"));
        assert_eq!(ids(looked(&open, &snapshot(vec![made("it"), made("late")]))), ["late"]);
        let answered = Progress::Answered { key_id: "it".into(), handed_over: false };
        let mut known = PendingCreation { progress: answered, ..open };
        assert!(!known.rule_out(&name, "it"), "its own key");
    }
}
