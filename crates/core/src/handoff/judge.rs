use super::{Destination, Reading};

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this code.
    Exited(i32),
    /// By a signal.
    Killed,
    /// It took longer than it may, and was ended.
    TimedOut,
}

/// What became of a value, as far as the program's end tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its program says so. Exit code 0 alone is no proof: see [`super::Proof`].
    Stored {
        /// The version that the destination gave it, where it gives one.
        version: Option<String>,
    },
    /// Something of that name is there already.
    Exists,
    /// No one is signed in, or not any more.
    NotSignedIn,
    /// The account that is signed in there may not.
    Denied,
    /// The repository, project, vault, mount … is not there.
    NoSuchTarget,
    /// The destination could not be reached, so nothing was sent.
    Offline,
    /// It failed for a reason of its own, and stored nothing.
    Failed,
    /// No one can say whether it was stored.
    Unknown,
}

/// Words of a program, and what they mean.
#[derive(Debug, Clone, Copy)]
pub struct Sign(pub &'static str, pub Meaning);

/// What words mean; an [`Outcome`] that carries nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// [`Outcome::Exists`].
    Exists,
    /// [`Outcome::NotSignedIn`].
    NotSignedIn,
    /// [`Outcome::Denied`].
    Denied,
    /// [`Outcome::NoSuchTarget`].
    NoSuchTarget,
    /// [`Outcome::Offline`].
    Offline,
    /// [`Outcome::Failed`].
    Failed,
    /// [`Outcome::Unknown`].
    Unknown,
}

/// Words that mean the same from every program. A connection that was lost on the way leaves open
/// what arrived; one that was never made does not.
const COMMON: [Sign; 18] = [
    // Nothing was read, so nothing was sent.
    Sign("/dev/stdin: permission denied", Meaning::Failed),
    Sign("timed out", Meaning::Unknown),
    Sign("deadline exceeded", Meaning::Unknown),
    Sign("connection reset", Meaning::Unknown),
    Sign("broken pipe", Meaning::Unknown),
    Sign("unexpected eof", Meaning::Unknown),
    Sign("connection refused", Meaning::Offline),
    Sign("no such host", Meaning::Offline),
    Sign("could not resolve host", Meaning::Offline),
    Sign("name resolution", Meaning::Offline),
    Sign("name or service not known", Meaning::Offline),
    Sign("network is unreachable", Meaning::Offline),
    Sign("no route to host", Meaning::Offline),
    Sign("unknown flag", Meaning::Failed),
    Sign("unknown command", Meaning::Failed),
    Sign("unrecognized arguments", Meaning::Failed),
    Sign("invalid choice", Meaning::Failed),
    Sign("flag provided but not defined", Meaning::Failed),
];

/// What became of a value. `word` is what [`Destination::version`] reads; of `stdout` only the signs
/// of having stored are looked for, and nothing of it is kept.
///
/// A failure that no rule knows is [`Outcome::Unknown`], not [`Outcome::Failed`]: the latter promises
/// that nothing was stored.
#[must_use]
pub fn judge(
    destination: &Destination,
    ended: Ended,
    word: Option<&str>,
    stdout: &str,
    stderr: &str,
) -> Outcome {
    let Ended::Exited(code) = ended else { return Outcome::Unknown };
    if code == 0 {
        return match (destination.version, word) {
            (None, _) => Outcome::Stored { version: None },
            (Some(version), Some(word)) => Outcome::Stored { version: (version.in_word)(word) },
            // It said nothing of what it promised to say.
            (Some(_), None) => Outcome::Unknown,
        };
    }
    let answered = word.is_some()
        && destination.version.is_some_and(|one| matches!(one.reading, Reading::Pointer(_)));
    let mut said_stored = destination.stored_signs.iter();
    if answered || said_stored.any(|sign| contains(stdout, sign) || contains(stderr, sign)) {
        return Outcome::Unknown;
    }
    let meaning = meaning(destination.signs, stderr).or_else(|| meaning(&COMMON, stderr));
    match meaning {
        Some(meaning) => meaning.into(),
        None if destination.refusals.contains(&code) => Outcome::Failed,
        None => Outcome::Unknown,
    }
}

fn meaning(signs: &[Sign], said: &str) -> Option<Meaning> {
    signs.iter().find(|sign| contains(said, sign.0)).map(|sign| sign.1)
}

/// Whether `words` occur in `said`, whatever their case.
fn contains(said: &str, words: &str) -> bool {
    let length = words.len();
    said.as_bytes().windows(length).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}

impl From<Meaning> for Outcome {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Exists => Self::Exists,
            Meaning::NotSignedIn => Self::NotSignedIn,
            Meaning::Denied => Self::Denied,
            Meaning::NoSuchTarget => Self::NoSuchTarget,
            Meaning::Offline => Self::Offline,
            Meaning::Failed => Self::Failed,
            Meaning::Unknown => Self::Unknown,
        }
    }
}
