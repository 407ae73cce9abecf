//! Kills, and compares what is there afterwards with what the server and the killed ones said.

use crate::{
    NAME, SEED, TEST, faults,
    history::{At, History},
    kill_point::KillPoint,
    machine::Machine,
    rng::Rng,
    run::Run,
};
use sigsentry_keys_core::creation::Progress;
use sigsentry_sandbox::{KeyRecord, RunningSandbox};
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::{BufRead as _, BufReader},
    iter::Sum,
    os::unix::process::ExitStatusExt as _,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// How long the last answers of a server may take.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct Checker<'a> {
    machine: Machine,
    sandbox: &'a RunningSandbox,
    seed: u64,
    number: u64,
    rng: Rng,
    history: History,
    ends: Vec<At>,
}

/// What was seen, added up.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) kills: u64,
    /// Kills while the inventory was read.
    reading: u64,
    /// Kills between a ask and its key: the server made none.
    before_the_key: u64,
    /// Kills between a key and its answer: the server made it, and no one heard.
    before_the_answer: u64,
    /// Kills while a value was held.
    holding: u64,
    /// Kills while the app started, signed in, or told what was left behind.
    elsewhere: u64,
    keys: u64,
    dismissed_or_told: u64,
    orphaned_keys: u64,
    /// Creations that were answered more than once, each time with the same key.
    answered_again: u64,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        machine: Machine,
        sandbox: &'a RunningSandbox,
        seed: u64,
        number: u64,
    ) -> Self {
        let rng = Rng::new(seed.wrapping_add(number));
        let (history, ends) = Default::default();
        Self { machine, sandbox, seed, number, rng, history, ends }
    }

    /// Starts a run, kills it, and compares what it told with what was lost before.
    pub(super) fn kill(&mut self, round: u64) {
        let lost_before = self.history.certainly_lost(&self.sandbox.keys());
        faults::provoke(self.sandbox, &mut self.rng);
        let kill_point = KillPoint::draw(round, &mut self.rng);
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", TEST, "--nocapture"]).stdout(Stdio::piped());
        self.machine.hand_to(&mut command);
        let mut child = command
            .env(SEED, self.rng.below(u64::MAX).to_string())
            .env(NAME, format!("key-{round}"))
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Read to its end only after the kill: a run whose pipe breaks would end in its own way.
        let mut lines = lines.filter_map(|line| Some(line.strip_prefix("> ")?.to_owned()));
        let (mut said, mut times) = (Vec::new(), 0);
        while times < kill_point.times() {
            let place = self.place(round);
            let line = lines
                .next()
                .unwrap_or_else(|| panic!("{place}: it ended by itself after {said:?}"));
            times += usize::from(kill_point.is(&line));
            said.push(line);
        }
        kill_point.pass();
        child.kill().unwrap();
        let status = child.wait().unwrap();
        said.extend(lines);

        let end = self.history.of_run(&said);
        self.ends.push(end);
        let place = self.place(round);
        assert_eq!(status.signal(), Some(9), "{place}: it ended by itself after {said:#?}");
        for told in &self.history.readings {
            let silent: Vec<_> = lost_before
                .difference(told)
                .filter(|id| {
                    !self.history.done.contains(*id) && !self.history.perhaps_done.contains(*id)
                })
                .collect();
            assert!(silent.is_empty(), "{place}: lost and not told: {silent:?} {said:#?}");
        }
        let again = &self.history.told_again;
        assert!(again.is_empty(), "{place}: told although done with: {again:?} {said:#?}");
    }

    /// What is there after a kill: a store that opens, whole, with every ask that may have come true.
    pub(super) fn look(&self, round: u64) {
        let place = self.place(round);
        let made = self.sandbox.keys();
        self.none_is_made_twice(&made, &place);
        let Some(store) = self.machine.store() else {
            assert!(made.is_empty(), "{place}: a key, and no store");
            return;
        };
        if store.session().expect(&place).is_none() {
            // Killed before the first session was kept.
            assert!(made.is_empty(), "{place}: a key, and no session");
            return;
        }
        assert!(store.profile().expect(&place).is_some(), "{place}");
        store.snapshot().expect(&place);
        let pending_creations = store.pending_creations().expect(&place);
        for id in self.history.certainly_lost(&made) {
            let key = made.iter().find(|key| key.id == id).unwrap();
            let remembered = pending_creations.iter().any(|intent| match &intent.progress {
                Progress::Sent => intent.attempt.request.name.as_str() == key.name,
                Progress::Answered { key_id, .. } => *key_id == id,
            });
            assert!(
                remembered,
                "{place}: nothing reminds of {} in {pending_creations:#?}",
                key.name
            );
        }
    }

    /// Under each idempotency key one, and of each name as many as were asked for.
    fn none_is_made_twice(&self, made: &[KeyRecord], place: &str) {
        let mut ids: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for issued in self.sandbox.issued() {
            let under = issued.idempotency_key.expect("a creation names its idempotency key");
            ids.entry(under).or_default().insert(issued.key_id);
        }
        assert!(ids.values().all(|ids| ids.len() == 1), "{place}: made twice: {ids:?}");
        for (name, pending_creations) in &self.history.asked {
            let keys = made.iter().filter(|key| key.name == *name).count();
            assert!(
                keys <= *pending_creations,
                "{place}: {keys} keys {name}, asked for {pending_creations} times"
            );
        }
    }

    /// A run that no one kills, with a server that behaves: everything is told, once.
    pub(super) async fn last_run(&mut self) {
        self.sandbox.behave();
        let began = Instant::now();
        let run = Run::on(self.machine.clone(), |_| {});
        run.begin().await;
        // A server may still be working for an app that was killed.
        let told = loop {
            let whole = run.read().await;
            let told: BTreeSet<_> = told_by(&run);
            let made = self.sandbox.keys();
            let (lost, certainly) = (self.history.lost(&made), self.history.certainly_lost(&made));
            if whole && told.is_subset(&lost) && certainly.is_subset(&told) {
                break told;
            }
            let place = self.place(u64::MAX);
            assert!(
                began.elapsed() < PATIENCE,
                "{place}: told {told:?}, lost {certainly:?} of {lost:?}"
            );
        };
        self.history.reported.extend(told.iter().cloned());
        for id in told {
            run.app.settle_orphaned_key(&id);
            self.history.done.insert(id);
        }
        drop(run);
        let run = Run::on(self.machine.clone(), |_| {});
        run.begin().await;
        assert!(run.read().await);
        assert_eq!(told_by(&run), BTreeSet::new(), "{}: told again", self.place(u64::MAX));
    }

    pub(super) fn tally(self) -> Tally {
        let made = self.sandbox.keys();
        let mut answers: BTreeMap<_, u64> = BTreeMap::new();
        for issued in self.sandbox.issued() {
            *answers.entry(issued.key_id).or_default() += 1;
        }
        let again =
            answers.iter().filter(|(id, times)| **times > 1 && self.history.came.contains(*id));
        let mut tally = Tally {
            kills: self.ends.len() as u64,
            keys: made.len() as u64,
            dismissed_or_told: self.history.done.len() as u64,
            orphaned_keys: self.history.reported.len() as u64,
            answered_again: again.count() as u64,
            ..Tally::default()
        };
        for end in &self.ends {
            let phase = match end {
                At::Reading => &mut tally.reading,
                At::Asking(name) => {
                    let unheard =
                        |key: &KeyRecord| key.name == *name && !self.history.came.contains(&key.id);
                    if made.iter().any(unheard) {
                        &mut tally.before_the_answer
                    } else {
                        &mut tally.before_the_key
                    }
                }
                At::Holding => &mut tally.holding,
                At::Elsewhere => &mut tally.elsewhere,
            };
            *phase += 1;
        }
        tally
    }

    fn place(&self, round: u64) -> String {
        let (seed, number) = (self.seed, self.number);
        format!("{SEED}={seed}, computer {number}, kill {round}")
    }
}

fn told_by(run: &Run) -> BTreeSet<String> {
    run.app.orphaned_keys().into_iter().map(|found| found.key.id).collect()
}

impl Tally {
    /// Presence first: what was to be shown did happen.
    pub(super) fn hold(&self, kills: u64) {
        assert_eq!(self.kills, kills);
        let phases = [
            self.reading,
            self.before_the_key,
            self.before_the_answer,
            self.holding,
            self.elsewhere,
        ];
        assert!(phases.iter().all(|kills| *kills > 0), "each phase was hit");
        assert!(self.orphaned_keys > 0 && self.orphaned_keys < self.keys);
        assert!(
            self.answered_again > 0,
            "an answer was lost, and came when it was asked for again"
        );
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |one, other| Self {
            kills: one.kills + other.kills,
            reading: one.reading + other.reading,
            before_the_key: one.before_the_key + other.before_the_key,
            before_the_answer: one.before_the_answer + other.before_the_answer,
            holding: one.holding + other.holding,
            elsewhere: one.elsewhere + other.elsewhere,
            keys: one.keys + other.keys,
            dismissed_or_told: one.dismissed_or_told + other.dismissed_or_told,
            orphaned_keys: one.orphaned_keys + other.orphaned_keys,
            answered_again: one.answered_again + other.answered_again,
        })
    }
}
