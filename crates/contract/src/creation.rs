//! The three creation flows: one request each, none with a type.

use crate::{custody::AbandonedKey, failure::Failure, inventory::KeyRow, mirror::mirror};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::creation;
use ts_rs::TS;

/// *Project → SDK Keys → New*.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CreateSdkKeyRequest {
    /// UUID of the project.
    pub project_id: String,
    /// What people will call it.
    pub name: String,
}

/// *Project → API Keys → New*.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CreateProjectKeyRequest {
    /// UUID of the project.
    pub project_id: String,
    /// What people will call it.
    pub name: String,
    /// The vendor's names of what it may do.
    pub permissions: Vec<String>,
}

/// *Organization → API Keys → New*.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CreateOrganizationKeyRequest {
    /// What people will call it.
    pub name: String,
    /// The vendor's names of what it may do.
    pub permissions: Vec<String>,
}

/// A key was made. The value stays in Rust, known by its ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CreateKeyResponse {
    /// Stands for the value until dismissal.
    pub ticket: String,
    /// The key.
    pub key: KeyRow,
    /// Characters of the value.
    pub length: u32,
}

/// Why no key was made, or why its value cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum CreateKeyError {
    /// The form is not complete.
    Form { name: Option<NameProblem>, permissions: Option<PermissionProblem> },
    /// Another creation is still running.
    Busy,
    /// There is nothing to try again.
    NothingToRetry,
    /// The key was made, and the page that asked for it is gone: its value was wiped.
    Abandoned { key: Box<AbandonedKey> },
    /// The request failed; what became of the key.
    Request { failure: Failure, fate: KeyFate },
}

/// What became of the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum KeyFate {
    /// None was made.
    NotCreated,
    /// Perhaps one was made; trying again is safe and brings the same one.
    Unknown,
    /// One was made, and its value is lost.
    ValueLost { key_id: Option<String> },
}

mirror! {
    /// What is wrong with a name.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum NameProblem = creation::NameProblem {
        Empty,
        TooLong,
        Invisible,
        LooksLikeKey,
    }
}

mirror! {
    /// What is wrong with the permissions.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum PermissionProblem = creation::PermissionProblem {
        NoneChosen,
        Unknown,
    }
}

/// A friendly word about a name while it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum NameAdvice {
    Generic,
    Duplicate { active: bool },
    Long { left: u32 },
}

impl From<creation::FormProblems> for CreateKeyError {
    fn from(problems: creation::FormProblems) -> Self {
        Self::Form {
            name: problems.name.map(Into::into),
            permissions: problems.permissions.map(Into::into),
        }
    }
}

impl From<creation::NameAdvice> for NameAdvice {
    fn from(advice: creation::NameAdvice) -> Self {
        match advice {
            creation::NameAdvice::Generic => Self::Generic,
            creation::NameAdvice::Duplicate { active } => Self::Duplicate { active },
            creation::NameAdvice::Long { left } => {
                Self::Long { left: u32::try_from(left).unwrap_or(u32::MAX) }
            }
        }
    }
}

impl From<creation::KeyFate> for KeyFate {
    fn from(fate: creation::KeyFate) -> Self {
        match fate {
            creation::KeyFate::NotCreated => Self::NotCreated,
            creation::KeyFate::Unknown => Self::Unknown,
            creation::KeyFate::ValueLost { id } => Self::ValueLost { key_id: id },
        }
    }
}
