use super::{
    Surroundings,
    run::{Call, run},
    store,
};
use serde_json::Value;
use sigsentry_keys_core::{
    display::safe,
    handoff::{ALONE, Destination, Ended, Fields, Outcome, Question, Reading, Who, judge},
};
use std::path::Path;
use zeroize::Zeroizing;

/// Who a destination's program is signed in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// In its own words, made safe.
    SignedInAs(String),
    /// No one.
    NotSignedIn,
    /// It does not say, or did not answer in time.
    NotKnown,
}

/// What a program answered to a question.
pub(super) struct Answer {
    /// The word asked for, if it ended well and said it.
    pub(super) word: Option<Zeroizing<String>>,
    pub(super) ended: Ended,
    /// Why there is none.
    pub(super) outcome: Outcome,
    pub(super) stderr: Zeroizing<String>,
}

/// Asks who is signed in. Blocks for 30 seconds at most.
#[must_use]
pub fn identity(
    destination: &Destination,
    program: &Path,
    fields: &Fields,
    around: &Surroundings,
) -> Identity {
    let question = match destination.identity {
        Who::Nobody => return Identity::NotKnown,
        Who::NearestFile(name, entry) => {
            return match store::nearest_line(around, name, &entry(fields)) {
                Some(line) if !line.is_empty() => Identity::SignedInAs(safe(&line)),
                _ => Identity::NotSignedIn,
            };
        }
        Who::Asked(question) => question,
    };
    let Some(answer) = ask(destination, program, question, fields, around) else {
        return Identity::NotKnown;
    };
    match answer.word.as_deref().map(|word| word.lines().next().unwrap_or_default()) {
        // What `gcloud config get-value` prints for nothing.
        Some("(unset)") => Identity::NotSignedIn,
        Some("") if answer.stderr.contains("(unset)") => Identity::NotSignedIn,
        Some("") => Identity::NotKnown,
        Some(who) => Identity::SignedInAs(safe(who)),
        None if answer.outcome == Outcome::NotSignedIn => Identity::NotSignedIn,
        None => Identity::NotKnown,
    }
}

/// Asks one question, with an empty standard input. `None` if the program did not start.
pub(super) fn ask(
    destination: &Destination,
    program: &Path,
    question: Question,
    fields: &Fields,
    around: &Surroundings,
) -> Option<Answer> {
    let arguments = (question.arguments)(fields);
    put(destination, program, &arguments, question.reading, around)
}

/// Like [`ask`], with arguments at hand.
pub(super) fn put(
    destination: &Destination,
    program: &Path,
    arguments: &[String],
    reading: Reading,
    around: &Surroundings,
) -> Option<Answer> {
    let environment = destination.environment;
    let limit = ALONE.min(destination.limit);
    let ran = run(&Call { program, arguments, environment, around, limit }, None).ok()?;
    let word = match ran.ended {
        Ended::Exited(0) => read(reading, &ran.stdout),
        _ => None,
    };
    // A question stores nothing: its answer is judged for why it failed only.
    let outcome = judge(destination, ran.ended, None, "", &ran.stderr);
    Some(Answer { word, ended: ran.ended, outcome, stderr: ran.stderr })
}

/// The word that matters in what a program printed. The rest is dropped, and wiped.
pub(super) fn read(reading: Reading, stdout: &str) -> Option<Zeroizing<String>> {
    let word = match reading {
        Reading::Text => stdout.trim().to_owned(),
        Reading::Pointer(pointer) => {
            let mut json: Value = serde_json::from_str(stdout).ok()?;
            let word = match json.pointer(pointer) {
                Some(Value::String(text)) => Some(text.clone()),
                Some(Value::Number(number)) => Some(number.to_string()),
                _ => None,
            };
            wipe(&mut json);
            word?
        }
    };
    Some(Zeroizing::new(word))
}

fn wipe(json: &mut Value) {
    match json {
        Value::String(text) => zeroize::Zeroize::zeroize(text),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(fields) => fields.values_mut().for_each(wipe),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_read_and_nothing_else() {
        let word = |reading, stdout| read(reading, stdout).map(|word| word.to_string());
        assert_eq!(word(Reading::Text, " enabled\n"), Some("enabled".into()));
        let json = r#"{"id":"a1","data":{"version":3,"value":"ss_x"}}"#;
        assert_eq!(word(Reading::Pointer("/id"), json), Some("a1".into()));
        assert_eq!(word(Reading::Pointer("/data/version"), json), Some("3".into()));
        assert_eq!(word(Reading::Pointer("/data"), json), None);
        assert_eq!(word(Reading::Pointer("/id"), "id: a1"), None);
    }
}
