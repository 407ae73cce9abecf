//! Revoking a key.

use crate::{failure::Failure, inventory::KeyRow};
use serde::{Deserialize, Serialize};
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
    /// The person has to type its name.
    pub type_name_to_confirm: bool,
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
    /// The key was to be read again, and the person ended the reading. Nothing was revoked.
    Cancelled,
    /// The request failed.
    Request { failure: Failure },
}
