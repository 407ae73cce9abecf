//! What was said by the runs on one machine, and what follows from it.

use sigsentry_sandbox::KeyRecord;
use std::collections::{BTreeMap, BTreeSet};

/// What a run was at when it was killed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At {
    /// Reading the inventory.
    Reading,
    /// Asking for a key, by its name; its answer had not come.
    Asking(String),
    /// Holding a value.
    Holding,
    /// Anything else: starting, signing in, telling what was left behind.
    Elsewhere,
}

#[derive(Default)]
pub(super) struct History {
    /// How often a key of this name was asked for; asking again is no new ask.
    pub(super) asked: BTreeMap<String, usize>,
    /// Keys whose values came, by id.
    pub(super) came: BTreeSet<String>,
    /// The person is done with these keys: dismissed, or told that they were left behind.
    pub(super) done: BTreeSet<String>,
    /// Killed while that was written down: it may be so or not.
    pub(super) perhaps_done: BTreeSet<String>,
    /// Keys that a run said were left behind.
    pub(super) reported: BTreeSet<String>,
    /// Readings of all, each with what it said was left behind: those of one run.
    pub(super) readings: Vec<BTreeSet<String>>,
    /// Keys that were called left behind although the person was done with them.
    pub(super) told_again: BTreeSet<String>,
}

impl History {
    /// Takes in what one run said, and where it ended.
    pub(super) fn of_run(&mut self, lines: &[String]) -> At {
        let mut at = At::Elsewhere;
        self.readings.clear();
        for line in lines {
            let mut words = line.split(' ').map(str::to_owned);
            let verb = words.next().unwrap_or_default();
            at = At::Elsewhere;
            match (verb.as_str(), words.next()) {
                ("read", _) => at = At::Reading,
                (verb @ ("ask" | "again"), Some(name)) => {
                    if verb == "ask" {
                        *self.asked.entry(name.clone()).or_default() += 1;
                    }
                    at = At::Asking(name);
                }
                ("came", Some(id)) => {
                    at = At::Holding;
                    self.came.insert(id);
                }
                ("dismiss", Some(id)) => {
                    at = At::Holding;
                    self.perhaps_done.insert(id);
                }
                ("settle", Some(id)) => drop(self.perhaps_done.insert(id)),
                ("dismissed" | "settled", Some(id)) => {
                    self.perhaps_done.remove(&id);
                    self.done.insert(id);
                }
                (verb @ ("whole" | "gaps"), first) => {
                    let found: BTreeSet<_> =
                        first.into_iter().chain(words).filter(|id| !id.is_empty()).collect();
                    self.told_again.extend(found.intersection(&self.done).cloned());
                    self.perhaps_done.retain(|id| !found.contains(id));
                    self.reported.extend(found.iter().cloned());
                    if verb == "whole" {
                        self.readings.push(found);
                    }
                }
                _ => {}
            }
        }
        at
    }

    /// The keys that were made here and whose end is not known.
    pub(super) fn lost(&self, made: &[KeyRecord]) -> BTreeSet<String> {
        let open = |key: &&KeyRecord| !self.done.contains(&key.id);
        made.iter().filter(open).map(|key| key.id.clone()).collect()
    }

    /// Those of them that have to be told.
    pub(super) fn certainly_lost(&self, made: &[KeyRecord]) -> BTreeSet<String> {
        self.lost(made).difference(&self.perhaps_done).cloned().collect()
    }
}
