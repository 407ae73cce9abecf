//! What an earlier run of the app began and did not end.

use super::{Open, Storage};
use crate::held;
use crate::trouble::{Area, OrNote as _};
use chrono::{DateTime, Utc};
use sigsentry_keys_core::{
    activity::Activity,
    creation::{KeyName, PendingCreation, Progress, Reconciled},
    inventory::Snapshot,
    key::KeyRecord,
};
use sigsentry_keys_platform::store::CreationStep;
use std::collections::HashSet;

/// What is noted where a step of a creation did not reach the disk.
const CREATION: &str = "a step of a creation was not written";

/// What came of a creation of an earlier run.
pub(super) struct Orphans {
    pending: PendingCreation,
    /// The key; several, where it is not known which of them it is.
    keys: Vec<KeyRecord>,
    handed_over: bool,
}

/// A key that came of a creation of an earlier run.
pub(crate) struct Orphan {
    pub(crate) key: KeyRecord,
    pub(crate) handed_over: bool,
    pub(crate) certain: bool,
}

impl Orphans {
    fn is_certain(&self) -> bool {
        matches!(self.pending.progress, Progress::Answered { .. })
    }
}

impl Storage {
    /// Looks what became of the pending_creations of an earlier run, in a reading of this one, which began at
    /// `read_at` by the server's clock.
    pub(crate) fn reconcile(&self, snapshot: &Snapshot, read_at: DateTime<Utc>) {
        let mut inner = held(&self.inner);
        let Some(open) = &mut inner.open else { return };
        for pending in std::mem::take(&mut open.pending) {
            match pending.reconcile(snapshot, read_at) {
                Reconciled::Made { handed_over, keys } => {
                    open.found.push(Orphans { pending, keys, handed_over });
                }
                // If it stays in the store, the next start looks again.
                Reconciled::Nothing => {
                    open.store
                        .write_step(&CreationStep::closing(&pending.attempt.idempotency_key))
                        .or_note(Area::Store, CREATION);
                }
                Reconciled::NotKnown => open.pending.push(pending),
            }
        }
    }

    /// The keys that were found, each once, until the person has answered.
    pub(crate) fn orphaned_keys(&self) -> Vec<Orphan> {
        let inner = held(&self.inner);
        let mut found: Vec<&Orphans> =
            inner.open.iter().flat_map(|open| open.found.iter()).collect();
        // Of two creations for the same name, the one that is certain says more of a key.
        found.sort_by_key(|one| !one.is_certain());
        let mut seen = HashSet::new();
        let keys = found.iter().flat_map(|one| one.keys.iter().map(move |key| (one, key)));
        keys.filter(|(_, key)| seen.insert(&key.id))
            .map(|(one, key)| Orphan {
                key: key.clone(),
                handed_over: one.handed_over,
                certain: one.is_certain(),
            })
            .collect()
    }

    /// Writes one step of a creation. `came`: the name and the id of a key that a creation of this run
    /// brought, so that no earlier one did. Whether it is written.
    pub(crate) fn record(&self, mut step: CreationStep, came: Option<(&KeyName, &str)>) -> bool {
        let written = self.with_open(|open| {
            if let Some((name, key_id)) = came {
                open.rule_out(name, key_id, &mut step);
            }
            Some(open.store.write_step(&step))
        });
        written.is_some_and(|written| written.is_ok())
    }

    /// The person knows of this key now: `done` is noted of it. Whether it was one of those that were
    /// found.
    pub(crate) fn settle(&self, key_id: &str, done: Activity) -> bool {
        let mut inner = held(&self.inner);
        let Some(open) = &mut inner.open else { return false };
        let mut step = CreationStep::default();
        let mut known = false;
        for one in std::mem::take(&mut open.found) {
            let has_it = one.keys.iter().any(|key| *key.id == *key_id);
            known |= has_it;
            if !has_it {
                open.found.push(one);
            } else if one.is_certain() {
                step.closed.push(one.pending.attempt.idempotency_key);
            } else {
                let name = one.pending.attempt.request.name.clone();
                open.put_back_without(one, &name, key_id, &mut step);
            }
        }
        if known {
            step.done = Some(done);
            // If it is not written, the next start says it again.
            open.store.write_step(&step).or_note(Area::Store, CREATION);
        }
        known
    }
}

impl Open {
    /// A creation of this run brought the key of this name: no earlier one did.
    fn rule_out(&mut self, name: &KeyName, key_id: &str, step: &mut CreationStep) {
        for pending in &mut self.pending {
            if pending.rule_out(name, key_id) {
                step.saved.push(pending.clone());
            }
        }
        for one in std::mem::take(&mut self.found) {
            self.put_back_without(one, name, key_id, step);
        }
    }

    /// Puts it back, without a key that is not the one that was asked for. The one that was may be
    /// still to come.
    fn put_back_without(
        &mut self,
        mut one: Orphans,
        name: &KeyName,
        key_id: &str,
        step: &mut CreationStep,
    ) {
        if one.pending.rule_out(name, key_id) {
            one.keys.retain(|key| *key.id != *key_id);
            step.saved.push(one.pending.clone());
        }
        if one.keys.is_empty() {
            self.pending.push(one.pending);
        } else {
            self.found.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{Machine, restored, signed_in};
    use chrono::TimeDelta;
    use sigsentry_keys_core::{
        activity::Deed,
        creation::{Attempt, organization_key},
        inventory::Gaps,
        key::{KeyType, LastUsed, NewKeyType, Revocation},
    };

    /// A machine where an earlier run left these pending_creations: name, and the id of the key that came.
    fn left(pending_creations: &[(&str, Option<&str>)]) -> Machine {
        let machine = Machine::new();
        let storage = machine.run();
        signed_in(&storage, "mara");
        for (number, (name, key_id)) in pending_creations.iter().enumerate() {
            let request = organization_key(name, &["analysis:read".to_owned()]).unwrap();
            let attempt = Attempt { request, idempotency_key: format!("i-{number}") };
            let began = PendingCreation::begin(attempt, None, DateTime::UNIX_EPOCH);
            let progress = key_id.map_or(Progress::Sent, |id| Progress::Answered {
                key_id: id.to_owned(),
                handed_over: false,
            });
            let intent = PendingCreation { progress, ..began };
            storage
                .with_store(|store| store.write_step(&CreationStep::saving(intent.clone())))
                .unwrap()
                .unwrap();
        }
        machine
    }

    /// The next run on it.
    fn next(machine: &Machine) -> Storage {
        let storage = machine.run();
        restored(&storage).unwrap();
        storage
    }

    /// What is told after a reading that brings these keys: name and id of each.
    fn told(storage: &Storage, minutes: i64, keys: &[(&str, &str)]) -> Vec<(String, bool)> {
        let key = |(name, id): &(&str, &str)| KeyRecord {
            id: (*id).into(),
            name: (*name).into(),
            prefix: "ss_org_AbC123456".into(),
            key_type: KeyType::Current(NewKeyType::Organization),
            project_id: None,
            permissions: [].into(),
            created_at: None,
            last_used: LastUsed::Never,
            expires_at: None,
            revocation: Revocation::None,
            used_days: Default::default(),
        };
        let snapshot = Snapshot {
            taken_at: DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes),
            projects: Vec::new(),
            keys: keys.iter().map(key).collect(),
            gaps: Gaps::default(),
            kept: Default::default(),
        };
        storage.reconcile(&snapshot, snapshot.taken_at);
        storage.reconcile(&snapshot, snapshot.taken_at);
        let found =
            storage.orphaned_keys().into_iter().map(|found| (found.key.id.into(), found.certain));
        let mut found: Vec<_> = found.collect();
        found.sort();
        found
    }

    fn settles(storage: &Storage, key_id: &str) -> bool {
        let (at, key_id) = (DateTime::UNIX_EPOCH, key_id.to_owned());
        storage.settle(&key_id.clone(), Activity { at, key_id, deed: Deed::FoundOrphaned })
    }

    fn certain(id: &str) -> (String, bool) {
        (id.to_owned(), true)
    }

    fn perhaps(id: &str) -> (String, bool) {
        (id.to_owned(), false)
    }

    #[test]
    fn what_was_left_behind_is_found_once_and_until_the_person_has_seen_it() {
        let machine = left(&[("a", Some("1")), ("b", None), ("c", None)]);
        let keys = [("a", "1"), ("b", "2")];
        let storage = next(&machine);
        assert_eq!(told(&storage, 0, &keys), [certain("1"), perhaps("2")]);
        assert!(settles(&storage, "1"));
        assert!(!settles(&storage, "1"));
        drop(storage);
        // The person had not seen the other one.
        let storage = next(&machine);
        assert_eq!(told(&storage, 0, &keys), [perhaps("2")]);
        settles(&storage, "2");
        drop(storage);
        assert_eq!(told(&next(&machine), 0, &keys), []);
    }

    #[test]
    fn a_key_that_is_made_after_the_first_reading_is_found_in_a_later_one() {
        let machine = left(&[("a", None)]);
        let storage = next(&machine);
        assert_eq!(told(&storage, 1, &[]), []);
        assert_eq!(told(&storage, 2, &[("a", "1")]), [perhaps("1")]);
    }

    #[test]
    fn in_the_end_nothing_comes_and_the_wish_is_forgotten() {
        let machine = left(&[("a", None)]);
        let storage = next(&machine);
        assert_eq!(told(&storage, 10, &[]), []);
        assert_eq!(storage.read(|store| store.pending_creations()).unwrap(), []);
    }

    #[test]
    fn of_two_wishes_for_one_name_each_key_is_told_once() {
        let machine = left(&[("a", None), ("a", Some("2")), ("a", None)]);
        let keys = [("a", "1"), ("a", "2")];
        let storage = next(&machine);
        assert_eq!(told(&storage, 0, &keys), [perhaps("1"), certain("2")]);
        settles(&storage, "2");
        assert_eq!(told(&storage, 0, &keys), [perhaps("1")]);
        settles(&storage, "1");
        assert_eq!(told(&storage, 0, &keys), []);
        drop(storage);
        assert_eq!(told(&next(&machine), 0, &keys), []);
    }

    #[test]
    fn a_key_that_came_in_this_run_is_not_what_an_earlier_one_lost() {
        let machine = left(&[("a", None), ("b", None)]);
        let name = KeyName::parse("a").unwrap();
        let storage = next(&machine);
        storage.record(CreationStep::default(), Some((&name, "1")));
        let keys = [("a", "1"), ("b", "2")];
        assert_eq!(told(&storage, 0, &keys), [perhaps("2")]);
        // The reading may come before the answer.
        storage.record(CreationStep::default(), Some((&KeyName::parse("b").unwrap(), "2")));
        assert_eq!(told(&storage, 0, &keys), []);
        drop(storage);
        assert_eq!(told(&next(&machine), 0, &keys), []);
    }
}
