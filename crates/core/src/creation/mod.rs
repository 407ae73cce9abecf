//! The three creation flows: the page decides the type, so each flow is a function of its own.

mod advice;
mod attempt;
mod name;
mod organization;
mod pending;
mod permissions;
mod project;
mod sdk;

pub use advice::{NameAdvice, advise};
pub use attempt::{Attempt, IssueError, Issued, KeyFate};
pub use name::{KeyName, MAX_NAME_LENGTH, NameProblem, looks_like_key};
pub use organization::organization_key;
pub use pending::{PendingCreation, Progress, Reconciled};
pub use permissions::PermissionProblem;
pub use project::project_key;
pub use sdk::sdk_key;

use crate::key::{NewKeyType, Permission};

/// A validated creation, as it goes to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MintRequest {
    /// What people will call it.
    pub name: KeyName,
    /// Decided by the page.
    pub key_type: NewKeyType,
    /// Non-empty, known, without repetition, in the vendor's order.
    pub permissions: Vec<Permission>,
    /// UUID of the project; none for organization keys.
    pub project_id: Option<String>,
}

/// Why a form cannot be sent. Every problem is named at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the form is not complete")]
pub struct FormProblems {
    /// What is wrong with the name.
    pub name: Option<NameProblem>,
    /// What is wrong with the permissions.
    pub permissions: Option<PermissionProblem>,
}
