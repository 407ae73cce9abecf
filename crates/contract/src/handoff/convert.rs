//! Between what crosses and what the core calls it.

use super::{
    DestinationId, FieldId, FieldProblem, FieldView, FilledField, PasteBack, StandardInput,
};
use sigsentry_keys_core::{
    custody::Comparison,
    display::safe,
    handoff::{self, Field, Fields},
};

impl From<DestinationId> for handoff::DestinationId {
    fn from(id: DestinationId) -> Self {
        match id {
            DestinationId::GithubActions => Self::GithubActions,
            DestinationId::AwsSecretsManager => Self::AwsSecretsManager,
            DestinationId::GcpSecretManager => Self::GcpSecretManager,
            DestinationId::Vault => Self::Vault,
            DestinationId::OnePassword => Self::OnePassword,
            DestinationId::Kubernetes => Self::Kubernetes,
            DestinationId::Pass => Self::Pass,
            DestinationId::AzureKeyVault => Self::AzureKeyVault,
            DestinationId::Doppler => Self::Doppler,
            DestinationId::Keychain => Self::Keychain,
        }
    }
}

impl From<handoff::DestinationId> for DestinationId {
    fn from(id: handoff::DestinationId) -> Self {
        match id {
            handoff::DestinationId::GithubActions => Self::GithubActions,
            handoff::DestinationId::AwsSecretsManager => Self::AwsSecretsManager,
            handoff::DestinationId::GcpSecretManager => Self::GcpSecretManager,
            handoff::DestinationId::Vault => Self::Vault,
            handoff::DestinationId::OnePassword => Self::OnePassword,
            handoff::DestinationId::Kubernetes => Self::Kubernetes,
            handoff::DestinationId::Pass => Self::Pass,
            handoff::DestinationId::AzureKeyVault => Self::AzureKeyVault,
            handoff::DestinationId::Doppler => Self::Doppler,
            handoff::DestinationId::Keychain => Self::Keychain,
        }
    }
}

impl From<FieldId> for Field {
    fn from(id: FieldId) -> Self {
        match id {
            FieldId::Repository => Self::Repository,
            FieldId::Environment => Self::Environment,
            FieldId::Name => Self::Name,
            FieldId::Profile => Self::Profile,
            FieldId::Region => Self::Region,
            FieldId::Project => Self::Project,
            FieldId::Mount => Self::Mount,
            FieldId::Path => Self::Path,
            FieldId::Field => Self::Field,
            FieldId::Address => Self::Address,
            FieldId::Vault => Self::Vault,
            FieldId::Title => Self::Title,
            FieldId::Context => Self::Context,
            FieldId::Namespace => Self::Namespace,
            FieldId::Key => Self::Key,
            FieldId::Config => Self::Config,
            FieldId::Label => Self::Label,
        }
    }
}

impl From<Field> for FieldId {
    fn from(field: Field) -> Self {
        match field {
            Field::Repository => Self::Repository,
            Field::Environment => Self::Environment,
            Field::Name => Self::Name,
            Field::Profile => Self::Profile,
            Field::Region => Self::Region,
            Field::Project => Self::Project,
            Field::Mount => Self::Mount,
            Field::Path => Self::Path,
            Field::Field => Self::Field,
            Field::Address => Self::Address,
            Field::Vault => Self::Vault,
            Field::Title => Self::Title,
            Field::Context => Self::Context,
            Field::Namespace => Self::Namespace,
            Field::Key => Self::Key,
            Field::Config => Self::Config,
            Field::Label => Self::Label,
        }
    }
}

impl From<handoff::FieldProblem> for FieldProblem {
    fn from(problem: handoff::FieldProblem) -> Self {
        match problem {
            handoff::FieldProblem::Empty => Self::Empty,
            handoff::FieldProblem::Form => Self::Form,
            handoff::FieldProblem::TooLong => Self::TooLong,
            handoff::FieldProblem::ControlCharacters => Self::ControlCharacters,
            handoff::FieldProblem::LeadingDash => Self::LeadingDash,
            handoff::FieldProblem::ContainsValue => Self::ContainsValue,
        }
    }
}

impl From<handoff::StandardInput> for StandardInput {
    fn from(input: handoff::StandardInput) -> Self {
        match input {
            handoff::StandardInput::Value => Self::Value,
            handoff::StandardInput::OnePasswordItem => Self::OnePasswordItem,
            handoff::StandardInput::KubernetesSecret => Self::KubernetesSecret,
            handoff::StandardInput::None => Self::None,
        }
    }
}

impl From<Comparison> for PasteBack {
    fn from(comparison: Comparison) -> Self {
        match comparison {
            Comparison::Same => Self::Same,
            Comparison::Differs => Self::Differs,
            Comparison::NothingToCompare => Self::NothingToCompare,
        }
    }
}

/// What was typed, by field.
#[must_use]
pub fn fields(filled: &[FilledField]) -> Fields {
    filled.iter().map(|one| (one.id.into(), one.value.clone())).collect()
}

impl FieldView {
    /// A field with what it is filled with, made safe to show.
    #[must_use]
    pub fn of(rule: &handoff::FieldRule, value: &str) -> Self {
        Self { id: rule.field.into(), value: safe(value), optional: rule.optional }
    }
}
