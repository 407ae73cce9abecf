//! What people note about a key, on this computer only.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{annotation, display::safe};
use ts_rs::TS;

/// What is noted about a key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AnnotationView {
    /// Who answers for it; may be empty.
    pub owner: String,
    /// Where its value is kept, newest last.
    pub stored_in: Vec<String>,
    /// Free text; may be empty.
    pub note: String,
    /// The day of the last review, `2026-03-14`.
    pub reviewed_on: Option<String>,
}

/// Takes the place of what was noted before.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SaveAnnotationRequest {
    /// The server's id of the key.
    pub key_id: String,
    pub owner: String,
    pub stored_in: Vec<String>,
    pub note: String,
    /// `2026-03-14`.
    pub reviewed_on: Option<String>,
}

/// Why a note was not kept. What was noted before is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum AnnotationError {
    /// A text is too long.
    TooLong,
    /// A text looks like a key's value, which is never kept.
    LooksLikeKey,
    /// The review lies ahead, or is no day.
    NotADay,
    /// The open account has no such key.
    NoSuchKey,
    /// Nothing is kept on this computer.
    NothingIsKept,
    /// The disk is full, or failed.
    NotWritten,
}

impl From<&annotation::Annotation> for AnnotationView {
    fn from(annotation: &annotation::Annotation) -> Self {
        Self {
            owner: safe(&annotation.owner),
            stored_in: annotation.stored_in.iter().map(|place| safe(place)).collect(),
            // Its author reads it, whole.
            note: annotation.note.clone(),
            reviewed_on: annotation.reviewed_on.map(|day| day.to_string()),
        }
    }
}

impl SaveAnnotationRequest {
    /// The note, checked.
    ///
    /// # Errors
    /// [`AnnotationError`], but for what the disk does.
    pub fn read(
        self,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<annotation::Annotation, AnnotationError> {
        let day = |text: String| text.parse::<NaiveDate>().map_err(|_| AnnotationError::NotADay);
        let reviewed_on = self.reviewed_on.filter(|text| !text.is_empty()).map(day).transpose()?;
        let Self { owner, stored_in, note, .. } = self;
        Ok(annotation::Annotation { owner, stored_in, note, reviewed_on }.checked(now)?)
    }
}

impl From<annotation::AnnotationProblem> for AnnotationError {
    fn from(problem: annotation::AnnotationProblem) -> Self {
        match problem {
            annotation::AnnotationProblem::TooLong => Self::TooLong,
            annotation::AnnotationProblem::LooksLikeKey => Self::LooksLikeKey,
            annotation::AnnotationProblem::ReviewAhead => Self::NotADay,
        }
    }
}
