//! Programs that cannot be had here, and programs that misbehave.

mod misbehaves;
mod refuses;
mod stores;

use crate::support::{Home, filled, recorder::Recorder, value};
use sigsentry_keys_core::handoff::{Destination, Fields, Outcome, Write, destinations};
use sigsentry_keys_platform::handoff::{Delivery, Evidence, SendFailure};
use std::time::Duration;

fn delivered(version: Option<&str>, evidence: Evidence) -> Result<Delivery, SendFailure> {
    Ok(Delivery { version: version.map(str::to_owned), evidence, said: Vec::new() })
}

fn outcome(result: Result<Delivery, SendFailure>) -> Outcome {
    match result {
        Ok(Delivery { version, .. }) => Outcome::Stored { version },
        Err(SendFailure::Program { outcome, .. }) => outcome,
        Err(other) => panic!("{other:?}"),
    }
}

/// Sends through a recorder, and checks what every call of it must have in common.
fn sent(
    home: &Home,
    recorder: &Recorder,
    destination: &'static Destination,
    fields: &Fields,
    write: Write,
    value: &str,
) -> Result<Delivery, SendFailure> {
    let program = home.program(destination);
    assert_eq!(program, recorder.program);
    let result = home.send(destination, &program, fields, write, value);
    for call in recorder.calls() {
        let all = [call.arguments.clone(), call.environment.clone()].concat().join("\n");
        assert!(!all.contains(&value[10..30]), "{all}");
        for (name, set) in destination.environment {
            assert!(call.environment.contains(&format!("{name}={set}")), "{name} is not set");
        }
        // Only the call that stores has a pipe; every other has nothing to read.
        assert_eq!(call.stdin.starts_with("pipe:["), !call.bytes.is_empty(), "{call:?}");
        assert!(call.stdin.starts_with("pipe:[") || call.stdin == "/dev/null", "{call:?}");
    }
    result
}

/// A destination that is called at once and asked nothing.
static PLAIN: Destination =
    Destination { limit: Duration::from_millis(1500), ..destinations::one_password::DESTINATION };

/// What becomes of a value if the program does this once it has it.
fn after(cases: &str) -> (Home, Recorder, String, Result<Delivery, SendFailure>) {
    let (mut home, value) = (Home::new(), value());
    let cases = cases.replace("VALUE", &value);
    let recorder =
        Recorder::new(&mut home, "op", &format!("\"--version\") echo 2.30.0 ;;\n*) {cases} ;;"));
    let result = home.send(&PLAIN, &recorder.program, &filled(&PLAIN), Write::Create, &value);
    (home, recorder, value, result)
}
