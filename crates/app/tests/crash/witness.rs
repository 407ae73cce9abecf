//! Kills, and compares what is there afterwards with what the server and the killed ones said.

use crate::{
    NAME, SEED, TEST,
    chance::Chance,
    desk::Desk,
    faults,
    moment::Moment,
    record::{At, Record},
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

pub(super) struct Witness<'a> {
    desk: Desk,
    sandbox: &'a RunningSandbox,
    seed: u64,
    number: u64,
    chance: Chance,
    record: Record,
    ends: Vec<At>,
}

/// What was seen, added up.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) kills: u64,
    /// Kills while the inventory was read.
    reading: u64,
    /// Kills between a wish and its key: the server made none.
    before_the_key: u64,
    /// Kills between a key and its answer: the server made it, and nobody heard.
    before_the_answer: u64,
    /// Kills while a value was held.
    holding: u64,
    /// Kills while the app started, signed in, or told what was left behind.
    elsewhere: u64,
    keys: u64,
    dismissed_or_told: u64,
    left_behind: u64,
    /// Creations that were answered more than once, each time with the same key.
    answered_again: u64,
}

impl<'a> Witness<'a> {
    pub(super) fn new(desk: Desk, sandbox: &'a RunningSandbox, seed: u64, number: u64) -> Self {
        let chance = Chance::new(seed.wrapping_add(number));
        let (record, ends) = Default::default();
        Self { desk, sandbox, seed, number, chance, record, ends }
    }

    /// Starts a run, kills it, and compares what it told with what was lost before.
    pub(super) fn kill(&mut self, round: u64) {
        let lost_before = self.record.certainly_lost(&self.sandbox.keys());
        faults::provoke(self.sandbox, &mut self.chance);
        let moment = Moment::draw(round, &mut self.chance);
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", TEST, "--nocapture"]).stdout(Stdio::piped());
        self.desk.hand_to(&mut command);
        let mut child = command
            .env(SEED, self.chance.below(u64::MAX).to_string())
            .env(NAME, format!("key-{round}"))
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Read to its end only after the kill: a run whose pipe breaks would end in its own way.
        let mut lines = lines.filter_map(|line| Some(line.strip_prefix("> ")?.to_owned()));
        let (mut said, mut times) = (Vec::new(), 0);
        while times < moment.times() {
            let place = self.place(round);
            let line = lines
                .next()
                .unwrap_or_else(|| panic!("{place}: it ended by itself after {said:?}"));
            times += usize::from(moment.is(&line));
            said.push(line);
        }
        moment.pass();
        child.kill().unwrap();
        let status = child.wait().unwrap();
        said.extend(lines);

        let end = self.record.of_run(&said);
        self.ends.push(end);
        let place = self.place(round);
        assert_eq!(status.signal(), Some(9), "{place}: it ended by itself after {said:#?}");
        for told in &self.record.readings {
            let silent: Vec<_> = lost_before
                .difference(told)
                .filter(|id| {
                    !self.record.done.contains(*id) && !self.record.perhaps_done.contains(*id)
                })
                .collect();
            assert!(silent.is_empty(), "{place}: lost and not told: {silent:?} {said:#?}");
        }
        let again = &self.record.told_again;
        assert!(again.is_empty(), "{place}: told although done with: {again:?} {said:#?}");
    }

    /// What is there after a kill: a store that opens, whole, with every wish that may have come true.
    pub(super) fn look(&self, round: u64) {
        let place = self.place(round);
        let made = self.sandbox.keys();
        self.none_is_made_twice(&made, &place);
        let Some(store) = self.desk.store() else {
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
        let intents = store.intents().expect(&place);
        for id in self.record.certainly_lost(&made) {
            let key = made.iter().find(|key| key.id == id).unwrap();
            let remembered = intents.iter().any(|intent| match &intent.progress {
                Progress::Sent => intent.attempt.request.name.as_str() == key.name,
                Progress::Answered { key_id, .. } => *key_id == id,
            });
            assert!(remembered, "{place}: nothing reminds of {} in {intents:#?}", key.name);
        }
    }

    /// Under each idempotency key one, and of each name as many as were wished for.
    fn none_is_made_twice(&self, made: &[KeyRecord], place: &str) {
        let mut ids: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for issued in self.sandbox.issued() {
            let under = issued.idempotency_key.expect("a creation names its idempotency key");
            ids.entry(under).or_default().insert(issued.key_id);
        }
        assert!(ids.values().all(|ids| ids.len() == 1), "{place}: made twice: {ids:?}");
        for (name, wishes) in &self.record.wished {
            let keys = made.iter().filter(|key| key.name == *name).count();
            assert!(keys <= *wishes, "{place}: {keys} keys {name}, wished for {wishes} times");
        }
    }

    /// A run that nobody kills, with a server that behaves: everything is told, once.
    pub(super) async fn last_run(&mut self) {
        self.sandbox.behave();
        let began = Instant::now();
        let run = Run::on(self.desk.clone(), |_| {});
        run.begin().await;
        // A server may still be working for somebody who was killed.
        let told = loop {
            let whole = run.read().await;
            let told: BTreeSet<_> = told_by(&run);
            let made = self.sandbox.keys();
            let (lost, certainly) = (self.record.lost(&made), self.record.certainly_lost(&made));
            if whole && told.is_subset(&lost) && certainly.is_subset(&told) {
                break told;
            }
            let place = self.place(u64::MAX);
            assert!(
                began.elapsed() < PATIENCE,
                "{place}: told {told:?}, lost {certainly:?} of {lost:?}"
            );
        };
        self.record.reported.extend(told.iter().cloned());
        for id in told {
            run.app.settle_left_behind(&id);
            self.record.done.insert(id);
        }
        drop(run);
        let run = Run::on(self.desk.clone(), |_| {});
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
            answers.iter().filter(|(id, times)| **times > 1 && self.record.came.contains(*id));
        let mut tally = Tally {
            kills: self.ends.len() as u64,
            keys: made.len() as u64,
            dismissed_or_told: self.record.done.len() as u64,
            left_behind: self.record.reported.len() as u64,
            answered_again: again.count() as u64,
            ..Tally::default()
        };
        for end in &self.ends {
            let phase = match end {
                At::Reading => &mut tally.reading,
                At::Asking(name) => {
                    let unheard =
                        |key: &KeyRecord| key.name == *name && !self.record.came.contains(&key.id);
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
    run.app.left_behind().into_iter().map(|found| found.key.id).collect()
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
        assert!(self.left_behind > 0 && self.left_behind < self.keys);
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
            left_behind: one.left_behind + other.left_behind,
            answered_again: one.answered_again + other.answered_again,
        })
    }
}
