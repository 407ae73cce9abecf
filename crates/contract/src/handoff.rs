//! Sending a value into a secret manager. What is sent never crosses: the page names a ticket.

mod convert;

pub use convert::fields;

use crate::{inventory::KeyRow, mirror::mirror};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{custody, handoff};
use ts_rs::TS;

mirror! {
    /// A place that a value can be sent to.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum DestinationId = handoff::DestinationId {
        GithubActions,
        AwsSecretsManager,
        GcpSecretManager,
        Vault,
        OnePassword,
        Kubernetes,
        Pass,
        AzureKeyVault,
        Doppler,
        Keychain,
    }
}

mirror! {
    /// What a destination wants to know.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum FieldId = handoff::Field {
        /// GitHub: `owner/name`.
        Repository,
        /// GitHub: an environment of the repository.
        Environment,
        /// The name that the secret gets.
        Name,
        /// AWS: a profile of its configuration.
        Profile,
        Region,
        /// GCP, Doppler: the project there.
        Project,
        /// Vault: the mount of a key-value engine.
        Mount,
        /// Vault, pass: where below the mount or the store.
        Path,
        /// Vault: the field of the secret.
        Field,
        /// Vault: the server.
        Address,
        /// 1Password, Azure: the vault's name.
        Vault,
        /// 1Password: the item's title.
        Title,
        /// Kubernetes.
        Context,
        Namespace,
        /// Kubernetes: the entry in the secret's data.
        Key,
        /// Doppler: the configuration.
        Config,
        /// The keychain's entry.
        Label,
    }
}

/// One field of a destination, filled in beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldView {
    pub id: FieldId,
    /// Remembered from the last time, or made from the key's name and project; may be empty.
    pub value: String,
    /// May stay empty.
    pub optional: bool,
}

/// Whether a destination can be used on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Availability {
    /// Its program was found where `path` says; `version` is its own word.
    Ready { path: String, version: String },
    /// It needs no program.
    BuiltIn,
    /// No program of it was found.
    NotInstalled,
    /// A program was found that another user than this one and root may change: it is not run.
    Unsafe { path: String },
    /// A program of that name was found, and is another one.
    Another { path: String },
    /// It does not exist for this system.
    NotOnThisSystem,
}

/// A destination as the page lists it: usable ones first, the last used on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DestinationView {
    pub id: DestinationId,
    pub availability: Availability,
    pub fields: Vec<FieldView>,
    /// This account sent a key there before.
    pub used_before: bool,
    /// It is known only from documentation: no one has run it with this app.
    pub unproven: bool,
}

/// A field and what was typed into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FilledField {
    pub id: FieldId,
    pub value: String,
}

/// Where a value shall go.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SendRequest {
    pub ticket: String,
    pub destination: DestinationId,
    pub fields: Vec<FilledField>,
    /// The person agreed that what is there already is replaced.
    pub replace: bool,
}

mirror! {
    /// What goes to the program's standard input.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum StandardInput = handoff::StandardInput {
        /// The value alone.
        Value,
        /// An item of 1Password with the value in it, as JSON.
        OnePasswordItem,
        /// A Kubernetes secret with the value in it, as JSON.
        KubernetesSecret,
        /// Nothing: no program runs.
        None,
    }
}

/// What will be run, before it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SendPlan {
    /// The program's absolute path and its arguments, word by word; empty for the keychain.
    pub command: Vec<String>,
    pub standard_input: StandardInput,
    /// `NAME=value`, as set for that program alone.
    pub environment: Vec<String>,
    /// What of the person's own environment decides where it goes, beside the fields: an app that was
    /// started from a menu has not what a terminal has.
    pub decided_by: Vec<String>,
    /// Where the value will be, in one line: what *Stored in* will say.
    pub target: String,
}

/// Who the destination's program is signed in as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Identity {
    /// In the program's own words, made safe.
    SignedInAs {
        who: String,
    },
    NotSignedIn,
    /// The program does not say, or did not answer in time.
    NotKnown,
}

/// The value is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Sent {
    /// Where: what *Stored in* says now.
    pub target: String,
    /// The version that the destination gave it, where it gives one.
    pub version: Option<String>,
    pub proof: Proof,
    /// What its program said of what failed after it had stored the value.
    pub said: Vec<String>,
    /// The key, with where it is stored now.
    pub key: KeyRow,
}

/// Why we say that it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Proof {
    /// The destination was asked afterwards, and named it.
    AskedBack,
    /// Its program answered with what it stored.
    Answered,
    /// Its program ended well; it can tell no more.
    ExitedWell,
    /// Its program ended with an error, and its file is new or has changed all the same.
    FileChanged,
}

mirror! {
    /// What is wrong with a field.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum FieldProblem = handoff::FieldProblem {
        Empty,
        /// It does not have the form that the destination accepts.
        Form,
        TooLong,
        /// It has characters that cannot be seen.
        ControlCharacters,
        /// It starts with a dash and would be taken for an option.
        LeadingDash,
        /// It contains the key's value or a part of it.
        ContainsValue,
    }
}

/// Why a value was not sent, or why it is not known. It is still held, unless it is no longer held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum SendError {
    /// The value is gone.
    NoLongerHeld,
    /// Another value is on its way.
    Busy,
    Field {
        field: FieldId,
        problem: FieldProblem,
    },
    NotInstalled,
    /// The program is one that another user may change, or another one of that name.
    Untrusted {
        path: String,
    },
    /// AWS: its command history is on, and would write the value to disk.
    CommandHistory,
    /// Something of that name is there already; nothing was changed.
    Exists {
        target: String,
    },
    NotSignedIn {
        said: Vec<String>,
    },
    Denied {
        said: Vec<String>,
    },
    NoSuchTarget {
        said: Vec<String>,
    },
    Offline {
        said: Vec<String>,
    },
    /// It failed for a reason of its own, and stored nothing.
    Failed {
        said: Vec<String>,
    },
    /// No one can say whether it was stored: it took too long, was killed, or contradicted itself.
    Unknown {
        said: Vec<String>,
    },
}

mirror! {
    /// The end of a value, compared with what the person's password manager has.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum PasteBack = custody::Comparison {
        Same,
        Differs,
        /// The clipboard has no text, or what was typed is not four characters.
        NothingToCompare,
    }
}
