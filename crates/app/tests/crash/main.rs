//! The app killed at random moments of signing in, reading and making keys, against a server that
//! misbehaves: the test starts itself as the one that is killed.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod checker;
mod faults;
mod history;
mod kill_point;
mod machine;
mod rng;
mod run;
#[path = "../support/mod.rs"]
mod support;

use checker::{Checker, Tally};
use machine::Machine;
use rng::Rng;
use run::Run;
use sigsentry_sandbox::{Config, RunningSandbox, Seed, start};
use std::env;
use tokio::runtime::Runtime;

const TEST: &str = "killed_at_any_moment_no_key_is_made_twice_and_none_is_lost_in_silence";
/// Set to repeat a run.
const SEED: &str = "KILLED_SEED";
const NAME: &str = "KILLED_NAME";

/// Computers on which the app is killed, and how often on each.
const MACHINES: u64 = 20;
const KILLS: u64 = 10;
/// How many at the same time.
const LANES: u64 = 2;

#[test]
fn killed_at_any_moment_no_key_is_made_twice_and_none_is_lost_in_silence() {
    let runtime = Runtime::new().unwrap();
    if let Some(machine) = Machine::handed() {
        let (seed, name) = (env::var(SEED).unwrap(), env::var(NAME).unwrap());
        let rng = Rng::new(seed.parse().unwrap());
        runtime.block_on(async { Run::on(machine, say).for_ever(&name, rng).await });
    }
    let seed =
        env::var(SEED).map_or_else(|_| getrandom::u64().unwrap(), |seed| seed.parse().unwrap());
    say(&format!("{SEED}={seed} repeats it"));
    let lanes: Vec<Tally> = std::thread::scope(|scope| {
        let lane = |lane| {
            let runtime = &runtime;
            scope.spawn(move || {
                (lane..MACHINES)
                    .step_by(LANES as usize)
                    .map(|number| machine(runtime, seed, number))
                    .sum()
            })
        };
        let lanes: Vec<_> = (0..LANES).map(lane).collect();
        lanes.into_iter().map(|lane| lane.join().unwrap()).collect()
    });
    let tally: Tally = lanes.into_iter().sum();
    say(&format!("{tally:#?}"));
    tally.hold(MACHINES * KILLS);
}

/// All kills on one computer, with a server of its own.
fn machine(runtime: &Runtime, seed: u64, number: u64) -> Tally {
    let sandbox = runtime.block_on(server());
    let folder = tempfile::tempdir().unwrap();
    let mut checker = Checker::new(Machine::new(folder.path(), &sandbox), &sandbox, seed, number);
    for round in 0..KILLS {
        checker.kill(round);
        checker.look(round);
    }
    runtime.block_on(checker.last_run());
    checker.tally()
}

async fn server() -> RunningSandbox {
    let config = Config {
        seed: Seed::Empty,
        tls: true,
        // So short that each start refreshes the session it finds.
        token_life_seconds: 20 * 60,
        reads_per_minute: u32::MAX,
        mutations_per_minute: u32::MAX,
        ..Config::default()
    };
    start(config).await.unwrap()
}

/// One line, whole before anything else happens: a pipe keeps what a killed process wrote.
#[allow(clippy::print_stdout, reason = "a child process tells its parent how far it came")]
fn say(line: &str) {
    println!("\n> {line}");
}
