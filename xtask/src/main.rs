//! The project's own commands: `cargo xtask help` lists them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks so")]

mod app;
mod bench;
mod bindings;
mod bundle;
mod check;
mod display;
mod judges;
mod other_systems;
mod packages;
mod prerequisites;
mod process;
mod python;
mod run;
mod sandbox;
mod sbom;
mod screenshots;
mod suites;
mod tools;
mod ui;
mod units;
mod window_tests;

use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run            build the app and open it on a demo server of its own
cargo xtask run --live     open it on the real service, or on SIGSENTRY_API_URL
cargo xtask run --reload   as run, and each change in ui/src shows at once in the open window
cargo xtask test           everything CI runs; --only SUITE for one of
                           check, rust, ui, browser, judges, rotations, packages, e2e, residue,
                           windows, macos;
                           names of tests after it run those alone
cargo xtask check          the rules of the house; --only RULE for one
cargo xtask residue        what a value leaves behind, in the release app: typed, keys,
                           ordinary_heap, exits, leaks, sessions, locked (memory), traces
                           (files, cores), or all; --repeat N before a name measures it N times
cargo xtask rotations N    replace N keys over real tools, killed at any step; CI runs 20
cargo xtask schedules N    do anything in any order, killed N times; CI runs 100
cargo xtask bindings       generate ui/src/backend/bindings from crates/contract
cargo xtask screenshots    take the README's pictures of the real window
cargo xtask bench          measure start, memory and the table, as ratios within one run
cargo xtask units          what runs without a window, on any system: a release runs it on
                           Windows and macOS
cargo xtask bundle         build the installers of this system
cargo xtask sbom           write what the app is made of, beside the installers

run and test install what is missing: system packages (asking for root only when they are
missing), the UI's packages, and the tools of the tests, the latter below target/.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["run"] => run::demo(),
        ["run", "--live"] => run::live(),
        ["run", "--reload"] => run::reload(),
        ["test"] => suites::all(),
        ["test", "--only", suite, ref names @ ..] => suites::one(suite, names),
        ["check"] => check::all(),
        ["check", "--only", rule] => check::one(rule),
        ["rotations", count] => suites::often(suites::ROTATIONS, count.parse()?),
        ["schedules", count] => suites::often(suites::SCHEDULES, count.parse()?),
        ["residue", "--repeat", runs, ref names @ ..] => suites::residue(runs.parse()?, names),
        ["residue", ref names @ ..] => suites::one("residue", names),
        ["bindings"] => bindings::write(),
        ["screenshots", ref groups @ ..] => screenshots::take(groups),
        ["bench"] => bench::run(),
        ["units"] => units::run(),
        ["bundle"] => bundle::build(),
        ["sbom"] => sbom::write(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => bail!("no such command; `cargo xtask help` lists them"),
    }
}
