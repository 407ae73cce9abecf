//! Revoking a key.

use crate::{failure::Failure, inventory::KeyRow, mirror::mirror, rotation::Refusal};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::revocation;
use ts_rs::TS;

/// The key as it stands right now, read again before the person is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RevocationPreview {
    /// The key.
    pub key: KeyRow,
    /// It was used within the last 24 hours: something will break.
    pub used_recently: bool,
    /// The person has to type its name or its prefix, and why.
    pub type_name_because: Option<NameBecause>,
    /// What a rotation under way has against it: the person has to type a reason.
    pub refusals: Vec<Refusal>,
}

mirror! {
    /// Why a key is confirmed by typing its name or its prefix.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum NameBecause = revocation::NameBecause {
        /// It opens every project.
        Organization,
        /// It was used within the last seven days.
        InUse,
    }
}

/// Keys that are revoked together. It is kept until the person has seen how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BulkRevocation {
    /// In the order in which they are revoked.
    pub items: Vec<BulkItem>,
}

/// One key of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BulkItem {
    /// The server's id.
    pub key_id: String,
    /// Its name, safe to show.
    pub name: String,
    /// Its first 16 characters.
    pub prefix: String,
    /// What became of it.
    pub outcome: BulkOutcome,
}

/// What became of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum BulkOutcome {
    /// Its turn is still to come, or the answer was lost: it is read again before anything is sent.
    Waits,
    /// It was revoked.
    Revoked,
    /// A person had revoked it before.
    Already,
    /// It is not revoked together with others.
    LeftOut { because: NotTogether },
}

mirror! {
    /// Why a key is not revoked together with others.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum NotTogether = revocation::NotTogether {
        /// It opens every project.
        Organization,
        /// It was used within the last seven days.
        InUse,
        /// The server does not say when it was used last.
        UseUnknown,
        /// It was never used, and made within the last 14 days.
        TooNew,
        /// It ended by itself.
        Expired,
        /// It was revoked before.
        Revoked,
        /// A rotation speaks against it.
        Rotating,
        /// The server has no such key.
        Gone,
    }
}

/// How far a bulk revocation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BulkProgress {
    /// Keys whose turn has come.
    pub done: u32,
    /// All of them.
    pub of: u32,
}

/// Why a bulk revocation did not begin, or stopped. What was revoked until then stays revoked; the others
/// still open what they opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum BulkError {
    /// More keys than are revoked together.
    TooMany,
    /// One is under way.
    UnderWay,
    /// There is none to go on with.
    Nothing,
    /// It could not be written down, so that nothing was begun.
    NotWritten,
    /// The reading was cancelled. Nothing was begun.
    Cancelled,
    /// A request failed.
    Request { failure: Failure },
}

impl BulkRevocation {
    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> BulkProgress {
        let done = self.items.iter().filter(|item| item.outcome != BulkOutcome::Waits).count();
        let small = |count| u32::try_from(count).unwrap_or(u32::MAX);
        BulkProgress { done: small(done), of: small(self.items.len()) }
    }
}

/// The person's word.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RevokeKeyRequest {
    /// The server's id of the key.
    pub key_id: String,
    /// The name as typed, where it was asked for.
    pub typed_name: Option<String>,
    /// Why it is revoked although a rotation speaks against it, as typed.
    pub reason: Option<String>,
}

/// The key is revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RevokeKeyResponse {
    /// A person had revoked it before.
    pub already: bool,
}

/// Why it is not revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum RevokeError {
    /// The key is not in the inventory.
    NoSuchKey,
    /// The typed name is another.
    NameDiffers,
    /// A rotation speaks against it, and there is no reason, or none that can be kept.
    ReasonNeeded,
    /// The key was to be read again, and the person ended the reading. Nothing was revoked.
    Cancelled,
    /// The request failed.
    Request { failure: Failure },
}
