use super::{
    Surroundings,
    ask::{Answer, ask, read},
    delivery::{Delivery, Evidence, SendFailure, SendTarget},
    find::is_safe,
    keychain,
    proof::{Proven, afterwards, before},
    redact::Traces,
    run::{Call, filled_pipe, run},
    store,
};
use sigsentry_keys_core::handoff::{
    Destination, Ended, Outcome, PreFlight, Proof, StandardInput, Write, judge,
};
use sigsentry_keys_secret::OneTimeSecret;

/// Sends a value: pre-flight, one run of the program, and the question whether it arrived. Blocks for
/// as long as the destination may take. `value` is wiped on return; custody still holds it.
///
/// # Errors
/// [`SendFailure`].
pub fn send(
    send_target: &SendTarget<'_>,
    mut value: OneTimeSecret,
    around: &Surroundings,
) -> Result<Delivery, SendFailure> {
    let SendTarget { destination, program, fields, write } = *send_target;
    if destination.standard_input == StandardInput::None {
        return keychain::store(fields, write, value, destination.limit);
    }
    if !is_safe(program) {
        let gone = !program.exists();
        return Err(if gone {
            SendFailure::NotStarted
        } else {
            SendFailure::Untrusted(program.into())
        });
    }
    let traces = Traces::of(&mut value);
    let arguments = (destination.arguments)(fields, write);
    if is_betrayed(&traces, &arguments, destination, around) {
        return Err(SendFailure::InCommand);
    }
    let mut write = write;
    for preflight in destination.preflights {
        if let Some(instead) = clear(*preflight, send_target, around, &traces)? {
            write = instead;
        }
    }
    let arguments = (destination.arguments)(fields, write);
    let earlier = before(send_target, around);
    let mut line = destination
        .standard_input
        .dress(&mut value, fields, write)
        .map_err(|_| SendFailure::NoForm)?;
    let pipe = filled_pipe(&mut line).map_err(|_| SendFailure::NotStarted)?;
    drop((line, value));
    let environment = destination.environment;
    let call =
        Call { program, arguments: &arguments, environment, around, limit: destination.limit };
    let ran = run(&call, Some(pipe)).map_err(|_| SendFailure::NotStarted)?;
    let word = destination.version.and_then(|version| read(version.reading, &ran.stdout));
    let word = word.as_ref().map(|word| word.as_str());
    match judge(destination, ran.ended, word, &ran.stdout, &ran.stderr) {
        // Whatever it says: the file is the proof.
        outcome if !matches!(outcome, Outcome::Stored { .. }) && is_proved_by_file(destination) => {
            let said = traces.redacted(&ran.stderr);
            match afterwards(send_target, around, None, earlier) {
                Proven::Yes { .. } => {
                    Ok(Delivery { version: None, evidence: Evidence::FileChanged, said })
                }
                // It was ended in the middle, and may have left something that goes on.
                Proven::No if ran.ended == Ended::TimedOut => {
                    Err(SendFailure::Program { outcome: Outcome::Unknown, said })
                }
                Proven::No if outcome == Outcome::Unknown => {
                    Err(SendFailure::Program { outcome: Outcome::Failed, said })
                }
                Proven::No => Err(SendFailure::Program { outcome, said }),
            }
        }
        Outcome::Stored { version } => match afterwards(send_target, around, version, earlier) {
            Proven::Yes { version, evidence } => {
                // Foreign text, and some programs print the value.
                let version = version.filter(|version| !traces.are_in(version));
                let version = version.map(|version| sigsentry_keys_core::display::safe(&version));
                // What failed after the file was written, as a commit does, is in its words alone.
                let said = match destination.proof {
                    Proof::File(_) => traces.redacted(&ran.stderr),
                    _ => Vec::new(),
                };
                Ok(Delivery { version, evidence, said })
            }
            Proven::No => Err(SendFailure::Program {
                outcome: Outcome::Unknown,
                said: traces.redacted(&ran.stderr),
            }),
        },
        outcome => Err(SendFailure::Program { outcome, said: traces.redacted(&ran.stderr) }),
    }
}

/// Whether the value would be where every program of the person can read it.
fn is_betrayed(
    traces: &Traces,
    arguments: &[String],
    destination: &Destination,
    around: &Surroundings,
) -> bool {
    arguments.iter().any(|argument| traces.are_in(argument))
        || destination.environment.iter().any(|(_, value)| traces.are_in(value))
        || around.variables().any(|(_, value)| traces.are_in(&value.to_string_lossy()))
}

fn is_proved_by_file(destination: &Destination) -> bool {
    matches!(destination.proof, Proof::File(_))
}

/// Asks what has to be asked before; nothing has been sent yet. Returns how to write instead, where an
/// answer decides that.
fn clear(
    preflight: PreFlight,
    send_target: &SendTarget<'_>,
    around: &Surroundings,
    traces: &Traces,
) -> Result<Option<Write>, SendFailure> {
    let SendTarget { destination, program, fields, write } = *send_target;
    let exists = Err(SendFailure::silent(Outcome::Exists));
    let asked = |question| {
        ask(destination, program, question, fields, around).ok_or(SendFailure::NotStarted)
    };
    match preflight {
        PreFlight::CommandHistory(question) => {
            let answer = asked(question)?;
            match (answer.ended, answer.word.as_ref().map(|word| word.as_str())) {
                (_, Some("enabled")) => Err(SendFailure::CommandHistory),
                (Ended::Exited(0), Some(_)) => Ok(None),
                // Not set: it ends so, and says nothing.
                (Ended::Exited(1), _) if answer.stderr.trim().is_empty() => Ok(None),
                // The history may be on, and would write the value to disk.
                _ => Err(refused(&answer, traces)),
            }
        }
        PreFlight::Versioned(question) => {
            let answer = asked(question)?;
            match answer.word.as_ref().map(|word| word.as_str()) {
                Some("2") => Ok(None),
                // Another kind of engine, or its first version.
                _ if answer.ended == Ended::Exited(0) => {
                    Err(SendFailure::silent(Outcome::NoSuchTarget))
                }
                _ => Err(refused(&answer, traces)),
            }
        }
        PreFlight::Deleted(question) => {
            // Who may write and not look has no answer: then the write says what is there.
            let word = asked(question)?.word;
            let deleted = word.as_ref().and_then(|word| deleted_version(word));
            Ok(deleted.map(|version| Write::AfterDeleted { version }))
        }
        PreFlight::Exists { .. } | PreFlight::ExistsFile(_) if write == Write::Replace => Ok(None),
        PreFlight::Exists { question, names } => {
            let answer = asked(question)?;
            match &answer.word {
                Some(word) if names(fields, word) => exists,
                Some(_) => Ok(None),
                None => Err(refused(&answer, traces)),
            }
        }
        PreFlight::ExistsFile(name) => {
            if store::written(around, &name(fields)).is_some() {
                exists
            } else {
                Ok(None)
            }
        }
    }
}

/// A question that failed: nothing was sent, whatever the reason.
fn refused(answer: &Answer, traces: &Traces) -> SendFailure {
    let outcome = match &answer.outcome {
        Outcome::Unknown | Outcome::Stored { .. } | Outcome::Exists => Outcome::Failed,
        known => known.clone(),
    };
    SendFailure::Program { outcome, said: traces.redacted(&answer.stderr) }
}

/// The current version of a Vault path, if that one was deleted or destroyed: then it can neither be
/// created as new nor be changed.
fn deleted_version(metadata: &str) -> Option<u64> {
    let metadata: serde_json::Value = serde_json::from_str(metadata).ok()?;
    let data = &metadata["data"];
    let version = data["current_version"].as_u64()?;
    let current = &data["versions"][version.to_string()];
    let deleted = current["deletion_time"].as_str().is_some_and(|time| !time.is_empty());
    (deleted || current["destroyed"] == true).then_some(version)
}
