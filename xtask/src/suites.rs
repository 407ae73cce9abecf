//! `cargo xtask test`: every suite that CI runs, in the order in which they find most per minute.

use crate::{
    app::{self, Profile},
    check, judges, other_systems, packages, prerequisites,
    process::{cargo, succeed},
    python, ui, window_tests,
};
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// A suite's name, and how it runs; it is given names of tests, or none for all.
type Suite = (&'static str, fn(&[&str]) -> Result<()>);

const SUITES: [Suite; 11] = [
    ("check", |_| check::all()),
    ("rust", rust),
    ("ui", |names| npm_script("test", names)),
    ("browser", |names| npm_script("test:browser", names)),
    ("judges", judges::run),
    ("rotations", |_| rotations(None)),
    ("packages", |_| packages::test()),
    ("e2e", |names| window_tests::run("e2e", Profile::Debug, names)),
    ("macos", |_| other_systems::macos()),
    ("windows", other_systems::windows),
    ("residue", |names| window_tests::run("residue", Profile::Release, names)),
];

pub(crate) fn all() -> Result<()> {
    run(&SUITES, &[])
}

pub(crate) fn one(name: &str, tests: &[&str]) -> Result<()> {
    match SUITES.iter().find(|suite| suite.0 == name) {
        Some(suite) => run(std::slice::from_ref(suite), tests),
        None => bail!("no suite {name}: there are {}", SUITES.map(|suite| suite.0).join(", ")),
    }
}

/// Measures groups of the residue suite `runs` times in a row.
pub(crate) fn residue(runs: u32, groups: &[&str]) -> Result<()> {
    prerequisites::for_testing()?;
    ui::build()?;
    let runs = [("SIGSENTRY_RESIDUE_REPEAT", &*runs.to_string())];
    window_tests::run_with("residue", Profile::Release, groups, &runs)
}

/// Runs every suite, also after one failed, and says at the end how each went.
fn run(suites: &[Suite], tests: &[&str]) -> Result<()> {
    prerequisites::for_testing()?;
    ui::build()?;
    let mut results: Vec<(&str, Result<()>, Duration)> = Vec::new();
    for (name, suite) in suites {
        println!("\n== {name}");
        let began = Instant::now();
        let result = suite(tests);
        if let Err(error) = &result {
            println!("{name}: {error:#}");
        }
        results.push((name, result, began.elapsed()));
    }
    println!("\n{:<10} {:<8} seconds", "suite", "result");
    for (name, result, time) in &results {
        let word = if result.is_ok() { "passed" } else { "FAILED" };
        println!("{name:<10} {word:<8} {}", time.as_secs());
    }
    let failed = results.iter().filter(|(_, result, _)| result.is_err()).count();
    println!("suites: {} passed, {failed} failed", results.len() - failed);
    if failed > 0 {
        bail!("{failed} of {} suites failed", results.len());
    }
    Ok(())
}

/// Units, compile-fail tests, the client against the sandbox over TLS, 200 kills of the app, both
/// clipboards, the tools that values are sent with: not quiet, because the names of the cases are the
/// matrix that was run.
fn rust(names: &[&str]) -> Result<()> {
    app::build(Profile::Debug)?;
    let python = python::for_sending()?;
    succeed(cargo().args(["test", "--workspace"]).args(names).env(python::FOLDER, python))
}

/// The cases of the suite `rotations`.
pub(crate) const ROTATIONS: &str =
    "a_rotation_revokes_no_key_that_is_used_and_leaves_no_place_with_a_dead_value";
pub(crate) const SCHEDULES: &str =
    "whatever_is_done_in_whatever_order_no_key_is_lost_made_twice_or_wrongly_revoked";

/// One of these cases, so often.
pub(crate) fn often(case: &str, count: u64) -> Result<()> {
    prerequisites::for_testing()?;
    ui::build()?;
    rotations(Some((case, count)))
}

/// Rotations over real tools, killed at any step, and whatever else is done with keys: each as often as CI
/// does it, or one of them so often.
fn rotations(often: Option<(&str, u64)>) -> Result<()> {
    let python = python::for_sending()?;
    let mut tests = cargo();
    tests.args(["test", "--quiet", "--workspace", "--test", "rotations"]);
    if often.is_some() {
        // Thousands: worth the compiling.
        tests.arg("--release");
    }
    // Each starts the tools of its own.
    tests.args(["--", "--nocapture", "--test-threads", "1"]);
    if let Some((case, count)) = often {
        tests.args(["--exact", case]).env("ROTATIONS_COUNT", count.to_string());
    }
    succeed(tests.env(python::FOLDER, python))
}

fn npm_script(name: &str, names: &[&str]) -> Result<()> {
    succeed(ui::npm().args(["run", "--silent", name, "--"]).args(names))
}
