//! Hundreds of rotations over real tools, the app killed at any step, with a server that misbehaves and
//! integrations that use what they find: no key that is in use is revoked, no place is left with a value
//! that opens nothing, and no key is lost or made twice. `cargo xtask rotations 500` is the whole of it.
//! Beside them the person makes and revokes other keys and locks the app, and its clock jumps: with places
//! that answer at once, `cargo xtask schedules 10000` kills that many runs.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod checker;
mod desk;
mod hand_over;
mod other_work;
mod person;
mod places;
mod run;
mod tally;

#[path = "../../crates/app/tests/support/mod.rs"]
mod computer;
#[path = "../../crates/app/tests/crash/faults.rs"]
mod faults;
#[path = "../../crates/app/tests/crash/rng.rs"]
mod rng;
#[path = "../support/mod.rs"]
mod support;

use checker::Checker;
use person::Person;
use std::env;
use tally::Tally;
use tokio::runtime::Runtime;

const TEST: &str = "a_rotation_revokes_no_key_that_is_used_and_leaves_no_place_with_a_dead_value";
/// Set to repeat a run.
const SEED: &str = "ROTATIONS_SEED";
/// How many rotations have to be done, or runs killed.
const COUNT: &str = "ROTATIONS_COUNT";
/// How many at the least: what CI runs.
const BOUNDED: u64 = 20;
/// And how many runs it kills where places answer at once.
const BOUNDED_SCHEDULES: u64 = 100;
/// Kills on one computer: what its server lists grows with each.
const ON_ONE: u64 = 250;
/// Computers at the same time; more where most of the time is waiting for an answer that does not come.
const LANES: u64 = 2;
const LIGHT_LANES: u64 = 6;

#[test]
fn a_rotation_revokes_no_key_that_is_used_and_leaves_no_place_with_a_dead_value() {
    let tally = in_lanes(LANES, BOUNDED, |runtime, seed, count| {
        let mut checker = runtime.block_on(Checker::start(seed, false));
        checker.run(|tally| tally.rotations >= count);
        checker.tally()
    });
    assert!(tally.not_sent > 0);
}

#[test]
fn whatever_is_done_in_whatever_order_no_key_is_lost_made_twice_or_wrongly_revoked() {
    let tally = in_lanes(LIGHT_LANES, BOUNDED_SCHEDULES, |runtime, seed, count| {
        let computers = (0..count.div_ceil(ON_ONE)).map(|number| {
            let seed = seed.wrapping_add(number.wrapping_mul(LIGHT_LANES));
            let mut checker = runtime.block_on(Checker::start(seed, true));
            let kills = ON_ONE.min(count - number * ON_ONE);
            checker.run(|tally| tally.kills >= kills);
            checker.tally()
        });
        computers.sum()
    });
    tally.hold_beside();
}

/// Runs a part in each lane, and adds up what was seen.
fn in_lanes(lanes: u64, bounded: u64, part: impl Fn(&Runtime, u64, u64) -> Tally + Sync) -> Tally {
    let runtime = Runtime::new().unwrap();
    if let Some(person) = Person::handed(runtime.handle().clone()) {
        runtime.block_on(person.work());
    }
    let number = |name: &str| env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let seed = number(SEED).unwrap_or_else(|| getrandom::u64().unwrap());
    let count = number(COUNT).unwrap_or(bounded);
    say(&format!("{SEED}={seed} repeats it"));
    let lanes: Vec<Tally> = std::thread::scope(|scope| {
        let lane = |lane| {
            let (runtime, part) = (&runtime, &part);
            let count = (count + lane) / lanes;
            scope.spawn(move || part(runtime, seed.wrapping_add(lane), count))
        };
        let lanes: Vec<_> = (0..lanes).map(lane).collect();
        lanes.into_iter().map(|lane| lane.join().unwrap()).collect()
    });
    let tally: Tally = lanes.into_iter().sum();
    say(&format!("{tally:#?}"));
    tally.hold();
    tally
}

/// One line, whole before anything else happens: a pipe keeps what a killed process wrote.
#[allow(clippy::print_stdout, reason = "a child process tells its parent how far it came")]
fn say(line: &str) {
    println!("\n> {line}");
}
