//! Sending a value into a person's own secret manager: which there are, what each wants to know, how
//! its program is called, and what its answers mean. Data and rules; what runs is in `platform`.
//!
//! Not offered, because the value would have to leave standard input or because what is stored could
//! not be trusted:
//! - `bws` (Bitwarden Secrets Manager), `cmdkey` (Windows) and `security add-generic-password -w`
//!   (macOS) take the value as an argument, which every program of the person can read;
//! - `infisical` reads no standard input;
//! - `keepassxc-cli` asks for the master password of the database, which is none of our business;
//! - Debian's `gopass` 1.5 is another program of that name, and stores an empty entry;
//! - `bw` (Bitwarden) needs its session secret in our environment. The copy formats serve it.

pub mod destinations;
mod field;
mod judge;
mod prefill;
mod standard_input;
mod stored_name;
mod system;

pub use field::{Field, FieldProblem, FieldRule, Fields, any_text};
pub use judge::{Ended, Outcome, Sign, judge};
pub use prefill::Prefill;
pub use standard_input::StandardInput;
pub use system::System;

pub(crate) use standard_input::json_text;

use std::time::Duration;

/// How long a program may take that asks no one.
pub const ALONE: Duration = Duration::from_secs(30);
/// How long a program may take that may ask the person, in a window of its own.
pub const ASKING: Duration = Duration::from_secs(120);

/// A place that a value can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DestinationId {
    /// Secrets of a repository or of one of its environments, with `gh`.
    GithubActions,
    /// With `aws`.
    AwsSecretsManager,
    /// With `gcloud`.
    GcpSecretManager,
    /// HashiCorp Vault or OpenBao, with `vault` or `bao`.
    Vault,
    /// With `op`.
    OnePassword,
    /// A secret in a cluster, with `kubectl`.
    Kubernetes,
    /// The standard Unix password manager.
    Pass,
    /// With `az`.
    AzureKeyVault,
    /// With `doppler`.
    Doppler,
    /// The keychain of the operating system, without a program.
    Keychain,
}

/// A destination. Every function in it is pure: fields in, words out.
#[derive(Debug)]
pub struct Destination {
    /// Which it is.
    pub id: DestinationId,
    /// Where it exists.
    pub systems: &'static [System],
    /// The programs that serve it, the preferred one first; none for the keychain.
    pub programs: &'static [Program],
    /// What it wants to know.
    pub fields: &'static [FieldRule],
    /// Set for its program alone.
    pub environment: &'static [(&'static str, &'static str)],
    /// What its program reads.
    pub standard_input: StandardInput,
    /// How long its program may take.
    pub limit: Duration,
    /// No one has run it with this app: it is known from documentation and source.
    pub unproven: bool,
    /// Where the value will be, in one line.
    pub target: fn(&Fields) -> String,
    /// The arguments that store the value.
    pub arguments: fn(&Fields, Write) -> Vec<String>,
    /// What is asked before.
    pub preflights: &'static [PreFlight],
    /// Variables of the person's environment that decide where its program writes, beside the fields.
    /// None of them holds a secret.
    pub decided_by: &'static [DecidedBy],
    /// Who is signed in.
    pub identity: Who,
    /// What its program prints once it has stored the value; `None`: nothing to be relied on.
    pub version: Option<Version>,
    /// What is asked afterwards.
    pub proof: Proof,
    /// Words of its program, and what they mean. The first that occurs decides.
    pub signs: &'static [Sign],
    /// Words that it prints when something was stored, also if it fails afterwards.
    pub stored_signs: &'static [&'static str],
    /// Exit codes after which nothing was stored, as documented.
    pub refusals: &'static [i32],
}

/// Whether something may be there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// Nothing of that name may be there.
    Create,
    /// What is there is replaced: the person agreed.
    Replace,
    /// Vault: what was there was deleted, and its versions go on counting from this one.
    AfterDeleted {
        /// The version that was deleted.
        version: u64,
    },
}

/// A variable of the environment that decides where a program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecidedBy {
    /// Its name.
    pub variable: &'static str,
    /// What holds where it is not set, if that is worth saying; `~` is the person's own folder.
    pub otherwise: Option<&'static str>,
}

impl DecidedBy {
    const fn variable(variable: &'static str) -> Self {
        Self { variable, otherwise: None }
    }

    const fn or(variable: &'static str, otherwise: &'static str) -> Self {
        Self { variable, otherwise: Some(otherwise) }
    }
}

/// A program, known by what it says of itself and not by its name.
#[derive(Debug)]
pub struct Program {
    /// Its file's name, without an extension.
    pub name: &'static str,
    /// How it is asked for its version.
    pub version: &'static [&'static str],
    /// Whether what it answered is its own.
    pub recognised: fn(&str) -> bool,
}

/// How the word that matters is read from what a program printed. Nothing else of it is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Reading {
    /// All of it, trimmed.
    Text,
    /// A JSON pointer (RFC 6901) to text or a number.
    Pointer(&'static str),
}

/// A question to a destination's program. It gets no standard input.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Its arguments.
    pub arguments: fn(&Fields) -> Vec<String>,
    /// Where in its answer the word is.
    pub reading: Reading,
}

/// What is asked before a value is sent.
#[derive(Debug, Clone, Copy)]
pub enum PreFlight {
    /// AWS: the answer `enabled` forbids sending, since commands and their input are written to disk.
    CommandHistory(Question),
    /// Vault: any other answer than `2` forbids it. The first version of its key-value engine cannot
    /// be told to create only.
    Versioned(Question),
    /// Vault: the metadata of the path, as JSON. Where its current version was deleted, the value is
    /// written after it: [`Write::AfterDeleted`].
    Deleted(Question),
    /// For tools that overwrite without a word; left out when the person agreed to replace.
    Exists {
        /// What is asked.
        question: Question,
        /// Whether the answer names it.
        names: fn(&Fields, &str) -> bool,
    },
    /// pass: this file below the password store.
    ExistsFile(fn(&Fields) -> String),
}

/// Who a destination's program is signed in as.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    /// The program says.
    Asked(Question),
    /// pass: the first line of the file of this name that is nearest above the entry, below the
    /// password store.
    NearestFile(&'static str, fn(&Fields) -> String),
    /// It cannot be known.
    Nobody,
}

/// Where in the answer to a successful call the version is.
#[derive(Debug, Clone, Copy)]
pub struct Version {
    /// The word; if it is missing, success is a contradiction.
    pub reading: Reading,
    /// The version in that word, where there is one.
    pub in_word: fn(&str) -> Option<String>,
}

/// How a destination is asked whether the value is there. Metadata only: never for the value.
#[derive(Debug, Clone, Copy)]
pub enum Proof {
    /// A question with the version that the program named, if it did.
    Asked {
        /// Its arguments.
        arguments: fn(&Fields, Option<&str>) -> Vec<String>,
        /// Where in its answer the word is.
        reading: Reading,
        /// What the word says.
        confirms: fn(&Fields, Option<&str>, &str) -> Confirmation,
    },
    /// pass: this file below the password store is new or has changed.
    File(fn(&Fields) -> String),
    /// The keychain: the value is read back and compared.
    ReadBack,
    /// It cannot be asked.
    Nothing,
}

/// What a destination says afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// It is there, in this version where that is told only now.
    There(Option<String>),
    /// It is not.
    Missing,
}

/// The destinations, in the order in which they are listed.
pub const ALL: [&Destination; 10] = [
    &destinations::github_actions::DESTINATION,
    &destinations::aws_secrets_manager::DESTINATION,
    &destinations::gcp_secret_manager::DESTINATION,
    &destinations::vault::DESTINATION,
    &destinations::one_password::DESTINATION,
    &destinations::kubernetes::DESTINATION,
    &destinations::pass::DESTINATION,
    &destinations::azure_key_vault::DESTINATION,
    &destinations::doppler::DESTINATION,
    &destinations::keychain::DESTINATION,
];

impl Destination {
    /// The destination of that name.
    #[must_use]
    pub fn of(id: DestinationId) -> &'static Self {
        // Every id is in the list: a test counts them.
        ALL.into_iter().find(|destination| destination.id == id).unwrap_or(ALL[0])
    }

    /// Checks every field, in the order of the rules; unknown ones are left out.
    ///
    /// # Errors
    /// The first field that cannot be used, and why. Whether one contains the value is asked of
    /// [`crate::custody::Custody::contains_part`].
    pub fn check(&self, typed: &Fields) -> Result<Fields, (Field, FieldProblem)> {
        let mut fields = Fields::default();
        for rule in self.fields {
            let value = typed.get(rule.field).trim();
            rule.check(value).map_err(|problem| (rule.field, problem))?;
            fields.set(rule.field, value);
        }
        Ok(fields)
    }
}

/// Owned arguments.
pub(crate) fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests;
