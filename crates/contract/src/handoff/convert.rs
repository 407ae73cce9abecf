//! Between what crosses and what the core calls it.

use super::{FieldView, FilledField};
use sigsentry_keys_core::{
    display::safe,
    handoff::{self, Fields},
};

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
