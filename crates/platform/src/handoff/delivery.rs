//! What is sent where, and how it ended.

use sigsentry_keys_core::handoff::{Destination, Fields, Outcome, Write};
use std::path::{Path, PathBuf};

/// What is sent where. The value travels beside it.
#[derive(Debug, Clone, Copy)]
pub struct SendTarget<'a> {
    /// Where to.
    pub destination: &'static Destination,
    /// Absolute, as [`super::detect`] found it; not looked at for the keychain.
    pub program: &'a Path,
    /// Checked ([`Destination::check`]).
    pub fields: &'a Fields,
    /// Whether what is there may be replaced.
    pub write: Write,
}

/// The value is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The version that the destination gave it, where it gives one.
    pub version: Option<String>,
    /// Why we say so.
    pub evidence: Evidence,
    /// What its program said of what failed afterwards, redacted; a few lines at most.
    pub said: Vec<String>,
}

/// Why we say that a value is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The destination was asked afterwards, and named it.
    AskedBack,
    /// Its program answered with what it stored.
    Answered,
    /// Its program ended well; it can tell no more.
    ExitedWell,
    /// Its program ended with an error, and its file is new or has changed all the same: what failed
    /// came afterwards, as a commit does.
    FileChanged,
}

/// Why a value was not sent, or why it is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendFailure {
    /// The program is gone, or did not start. Nothing was sent.
    #[error("the program did not start")]
    NotStarted,
    /// Another user may change the program by now. Nothing was sent.
    #[error("somebody else may change the program")]
    Untrusted(PathBuf),
    /// AWS: the history of commands is on. Nothing was sent.
    #[error("the history of commands would keep the value")]
    CommandHistory,
    /// The value would have been in an argument or in the environment. Nothing was sent.
    #[error("the value would be in the command")]
    InCommand,
    /// The value cannot be written in the form that the program reads. Nothing was sent.
    #[error("the value has no form that the program reads")]
    NoForm,
    /// The program said why, or it is not known; never [`Outcome::Stored`]. Its words are redacted.
    #[error("the value was not stored, or it is not known")]
    Program {
        /// What became of the value.
        outcome: Outcome,
        /// A few lines at most.
        said: Vec<String>,
    },
}

impl SendFailure {
    pub(super) fn silent(outcome: Outcome) -> Self {
        Self::Program { outcome, said: Vec::new() }
    }
}
