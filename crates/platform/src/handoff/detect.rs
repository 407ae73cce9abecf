use super::{
    Surroundings,
    find::{candidates, is_safe},
    run::{Call, run},
};
use sigsentry_keys_core::{
    display::safe,
    handoff::{Destination, Ended, Program, System},
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// How long a program may take to say its version. Some are slow to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether a destination can be used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detected {
    /// Its program is there; the version is the first line of its own words, made safe.
    Ready {
        /// Absolute.
        path: PathBuf,
        /// As it says.
        version: String,
    },
    /// It needs no program.
    BuiltIn,
    /// No program of it was found.
    NotInstalled,
    /// One was found that another user than this one and root may change. It was not run.
    Unsafe(PathBuf),
    /// One of that name was found, and is something else.
    Another(PathBuf),
    /// It does not exist for this system.
    NotOnThisSystem,
}

/// Looks for a destination's program and asks it who it is. Blocks for 20 seconds for each that is
/// found, at most.
#[must_use]
pub fn detect(destination: &Destination, around: &Surroundings) -> Detected {
    if !destination.systems.contains(&System::current()) {
        return Detected::NotOnThisSystem;
    }
    if destination.programs.is_empty() {
        return Detected::BuiltIn;
    }
    let mut found = Detected::NotInstalled;
    for program in destination.programs {
        for path in candidates(program.name, around) {
            let this = look_at(destination, program, path, around);
            if matches!(this, Detected::Ready { .. } | Detected::Unsafe(_)) {
                return this;
            }
            if found == Detected::NotInstalled {
                found = this;
            }
        }
    }
    found
}

fn look_at(
    destination: &Destination,
    program: &Program,
    path: PathBuf,
    around: &Surroundings,
) -> Detected {
    if !is_safe(&path) {
        return Detected::Unsafe(path);
    }
    match version(destination, program, &path, around) {
        Some(version) => Detected::Ready { path, version },
        None => Detected::Another(path),
    }
}

/// The first line of its words, if they are its own.
fn version(
    destination: &Destination,
    program: &Program,
    path: &Path,
    around: &Surroundings,
) -> Option<String> {
    let arguments: Vec<String> = program.version.iter().map(|word| (*word).to_owned()).collect();
    let environment = destination.environment;
    let call = Call { program: path, arguments: &arguments, environment, around, limit: PATIENCE };
    let ran = run(&call, None).ok()?;
    // Version 1 of aws says it on the other stream, under old Pythons.
    let said = if ran.stdout.trim().is_empty() { &ran.stderr } else { &ran.stdout };
    if ran.ended != Ended::Exited(0) || !(program.recognised)(said) {
        return None;
    }
    let words = |line: &&str| line.chars().any(char::is_alphanumeric);
    Some(safe(said.lines().map(|line| line.trim_matches(['=', ' '])).find(words)?))
}
