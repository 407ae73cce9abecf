//! Kills, moves time, lets integrations use what they find, and compares what is there with what must be.

use crate::{
    SEED, TEST,
    desk::{Desk, Wish},
    faults,
    other_work::OTHER,
    places::{Place, Tools, chains, places_of},
    rng::Rng,
    run::Run,
    tally::Tally,
};
use chrono::TimeDelta;
use sigsentry_sandbox::{Config, KeyRecord, RunningSandbox, Seed, start};
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::Write as _,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// The old key's rest, and a little more.
const A_DAY: i64 = 25;
/// How long a run may take until it says what it is for.
const PATIENCE: Duration = Duration::from_secs(600);

pub(super) struct Checker {
    seed: u64,
    light: bool,
    rng: Rng,
    folder: tempfile::TempDir,
    sandbox: RunningSandbox,
    tools: Tools,
    hours_ahead: i64,
    /// What each integration took from its place when it was started last.
    deployed: BTreeMap<(&'static str, Place), String>,
    done: BTreeSet<String>,
    /// Keys that a run was about to revoke, and those that were revoked before.
    to_revoke: BTreeSet<String>,
    /// Keys that a person was about to be done with.
    dismissed: BTreeSet<String>,
    /// Every line of every run.
    said: Vec<String>,
    tally: Tally,
}

impl Checker {
    /// A computer; `light`: with places only that answer at once.
    pub(super) async fn start(seed: u64, light: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            seed: Seed::Demo,
            tls: true,
            reads_per_minute: u32::MAX,
            mutations_per_minute: u32::MAX,
            ..Config::default()
        };
        let sandbox = start(config).await.unwrap();
        let tools = Tools::start(folder.path()).await;
        let revoked = sandbox.keys().into_iter().filter(|key| !is_live(key));
        let to_revoke = revoked.map(|key| key.id).collect();
        let (hours_ahead, deployed, done, dismissed, said, tally) = Default::default();
        Self {
            seed,
            light,
            rng: Rng::new(seed),
            folder,
            sandbox,
            tools,
            hours_ahead,
            deployed,
            done,
            to_revoke,
            dismissed,
            said,
            tally,
        }
    }

    /// Kills runs until it is `enough`, then brings to an end what was begun.
    pub(super) fn run(&mut self, enough: impl Fn(&Tally) -> bool) {
        let mut first = self.child(Wish::Begin);
        self.listen(&mut first, |line| line == "stored");
        self.end(first);
        self.restart_integrations();
        while !enough(&self.tally) {
            self.set_clock();
            faults::provoke(&self.sandbox, &mut self.rng);
            self.provoke_revocation();
            let refused = u32::try_from(self.rng.below(3)).unwrap();
            self.tools.managers.github.refuse(refused);
            let mut child = self.child(Wish::GoOn);
            let mut lines = self.rng.below(if self.light { 30 } else { 60 });
            self.listen(&mut child, |_| {
                lines = lines.saturating_sub(1);
                lines == 0
            });
            self.pass(50_000);
            self.end(child);
            self.tally.kills += 1;
            self.look();
        }
        self.finish();
    }

    /// Nothing more is begun and no one kills: each rotation ends, one key of each chain is live, and every
    /// place has its value.
    fn finish(&mut self) {
        self.sandbox.behave();
        self.tools.managers.github.refuse(0);
        let mut child = self.child(Wish::Finish);
        self.listen(&mut child, |line| line == "finished");
        let place = self.place();
        self.end(child);
        self.look();
        let keys = self.sandbox.keys();
        for other in keys.iter().filter(|key| key.name.starts_with(OTHER) && is_live(key)) {
            let told = self.dismissed.contains(&other.id);
            assert!(told, "{place}: {} is lost, and no one was told: {:#?}", other.id, self.last());
        }
        for chain in chains(self.light) {
            let live = keys.iter().filter(|key| key.name.starts_with(chain) && is_live(key));
            let live: Vec<_> = live.map(|key| (&key.id, &key.name, &key.prefix)).collect();
            let said: Vec<_> = live.iter().map(|(_, name, _)| self.said_of(name)).collect();
            assert_eq!(live.len(), 1, "{place}: {chain}: {live:?} {said:#?}");
            for at in places_of(chain) {
                let has = self.tools.prefix_in(*at, chain);
                assert_eq!(has, *live[0].2, "{place}: {chain} in {at:?}");
            }
        }
    }

    /// Hears what a run says, and does what it wants of the world, until `enough`.
    fn listen(&mut self, child: &mut Run, mut enough: impl FnMut(&str) -> bool) {
        let began = Instant::now();
        loop {
            let (place, last) = (self.place(), self.last());
            assert!(began.elapsed() < PATIENCE, "{place}: it does not end: {last:#?}");
            let line = child.lines.next();
            let line = line.unwrap_or_else(|| {
                panic!("{}: it ended by itself: {:#?}", self.place(), self.last())
            });
            self.note(&line);
            self.hear(&line);
            if line.starts_with("wants") {
                // The person waits: nothing else happens meanwhile.
                child.input.write_all(b"\n").unwrap();
            }
            if enough(&line) {
                return;
            }
        }
    }

    /// Kills a run. What it said is a part of what it did.
    fn end(&mut self, mut child: Run) {
        for line in child.kill() {
            self.note(&line);
        }
        let keys = self.sandbox.keys();
        let gone = keys.iter().filter(|key| !is_live(key)).map(|key| &key.id);
        let wrongly: Vec<_> = gone.filter(|id| !self.to_revoke.contains(*id)).collect();
        assert!(wrongly.is_empty(), "{}: revoked by itself: {wrongly:?}", self.place());
    }

    /// Keeps what was said.
    fn note(&mut self, line: &str) {
        self.said.push(line.to_owned());
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let tally = &mut self.tally;
        match word {
            "revoke" => drop(self.to_revoke.insert(rest.to_owned())),
            "dismiss" => drop(self.dismissed.insert(rest.to_owned())),
            "done" => {
                self.done.insert(rest.to_owned());
                tally.rotations = self.done.len() as u64;
            }
            "came" => tally.replacements += 1,
            "again" => tally.replaced_again += 1,
            "sent" => tally.sent += 1,
            "not" if rest.starts_with("sent") => tally.not_sent += 1,
            "refused" => tally.refused += 1,
            "revoked" => tally.revoked += 1,
            "stray" => tally.strays += 1,
            "other" => tally.others += 1,
            "unlocked" => tally.unlocked += 1,
            _ => {}
        }
    }

    /// Does what a run that is still there waits for.
    fn hear(&mut self, line: &str) {
        match line {
            "wants use" => {
                self.restart_integrations();
                self.use_keys(100);
            }
            "wants time" => {
                // Within a day, the server ends what it works on, and each integration is started anew at
                // least once.
                while self.sandbox.is_late() {
                    std::thread::yield_now();
                }
                self.restart_integrations();
                self.use_keys(100);
                self.hours_ahead += A_DAY;
                self.sandbox.advance_clock(TimeDelta::hours(A_DAY));
                self.set_clock();
                self.tally.days += 1;
            }
            line if line.starts_with("revoked") => self.look(),
            _ => {}
        }
    }

    /// The computer's clock follows the server's, or is wrong by up to forty days.
    fn set_clock(&mut self) {
        const MOST: i64 = 40 * 24;
        let wrong = self.rng.percent(20);
        let off = i64::try_from(self.rng.below(MOST.unsigned_abs() * 2)).unwrap() - MOST;
        let hours = self.hours_ahead + if wrong { off } else { 0 };
        let file = self.folder.path().join("hours-ahead");
        let fresh = file.with_extension("fresh");
        fs::write(&fresh, hours.to_string()).unwrap();
        fs::rename(fresh, file).unwrap();
        self.tally.wrong_clocks += u64::from(wrong);
    }

    /// Every place has a value that opens something, and so has every integration that runs.
    fn look(&mut self) {
        for (chain, at) in every_place(self.light) {
            let has = self.tools.prefix_in(at, chain);
            self.opens(&has, &format!("{chain} in {at:?}"));
            if let Some(deployed) = self.deployed.get(&(chain, at)) {
                self.opens(deployed, &format!("{chain}, started from {at:?}"));
            }
        }
        let mut under: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for issued in self.sandbox.issued() {
            under.entry(issued.idempotency_key).or_default().insert(issued.key_id);
        }
        assert!(under.values().all(|ids| ids.len() == 1), "{}: made twice", self.place());
        self.use_keys(30);
    }

    /// Asks the server after the place was looked at: the app may be running meanwhile.
    fn opens(&self, prefix: &str, what: &str) {
        let keys = self.sandbox.keys();
        let mut with = keys.iter().filter(|key| key.prefix == prefix);
        let place = self.place();
        let key = with.next().unwrap_or_else(|| panic!("{place}: {what} has {prefix}, of no key"));
        assert!(with.next().is_none(), "{place}: two keys with one prefix");
        let said = self.last();
        assert!(is_live(key), "{place}: {what} has {}, which opens nothing: {said:#?}", key.id);
    }

    /// Each takes what its place has.
    fn restart_integrations(&mut self) {
        for (chain, at) in every_place(self.light) {
            let has = self.tools.prefix_in(at, chain);
            self.deployed.insert((chain, at), has);
        }
    }

    /// So many in a hundred of the integrations use their key.
    fn use_keys(&mut self, percent: u64) {
        let keys = self.sandbox.keys();
        for prefix in self.deployed.values() {
            if let Some(key) = keys.iter().find(|key| key.prefix == *prefix)
                && self.rng.percent(percent)
            {
                self.sandbox.use_key(&key.id);
            }
        }
    }

    fn provoke_revocation(&mut self) {
        let fault = match self.rng.below(6) {
            0 => serde_json::json!({ "dropAfterCommit": true }),
            1 => serde_json::json!({ "dropBeforeCommit": true }),
            2 => serde_json::json!({ "status": 503 }),
            _ => return,
        };
        let mut fault = fault;
        fault["operation"] = "revoke".into();
        fault["times"] = 1.into();
        self.sandbox.misbehave(serde_json::from_value(fault).unwrap());
    }

    fn child(&mut self, wish: Wish) -> Run {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", TEST, "--nocapture"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let desk = Desk {
            folder: self.folder.path(),
            sandbox: &self.sandbox,
            light: self.light,
            // Half of the computers.
            protected: self.light && self.seed.is_multiple_of(2),
        };
        desk.hand_to(&mut command, wish, self.rng.below(u64::MAX));
        command.envs(self.tools.environment()).env("HOME", self.folder.path());
        Run::of(command.spawn().unwrap())
    }

    /// The moment of the kill itself: it waits for nothing.
    fn pass(&mut self, longest_us: u64) {
        let (began, later) = (Instant::now(), Duration::from_micros(self.rng.below(longest_us)));
        while began.elapsed() < later {
            std::thread::yield_now();
        }
    }

    /// What was said of a key's name, and around that.
    fn said_of(&self, name: &str) -> Vec<&[String]> {
        const AROUND: usize = 20;
        let lines = self.said.iter().enumerate().filter(|(_, line)| line.contains(name));
        let around =
            |at: usize| &self.said[at.saturating_sub(AROUND)..(at + AROUND).min(self.said.len())];
        lines.map(|(at, _)| around(at)).collect()
    }

    /// What was said last.
    fn last(&self) -> &[String] {
        &self.said[self.said.len().saturating_sub(400)..]
    }

    fn place(&self) -> String {
        format!("{SEED}={}, kill {}", self.seed, self.tally.kills)
    }

    pub(super) fn tally(self) -> Tally {
        self.tally
    }
}

fn every_place(light: bool) -> impl Iterator<Item = (&'static str, Place)> {
    chains(light).iter().flat_map(|chain| places_of(chain).iter().map(|at| (*chain, *at)))
}

fn is_live(key: &KeyRecord) -> bool {
    key.revoked_at.is_none()
}
