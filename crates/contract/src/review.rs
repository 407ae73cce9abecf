//! Reviewing keys: what is to become of each, signed off.

use crate::inventory::KeyRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A review that is not signed off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewView {
    /// Which keys, in words.
    pub about: String,
    /// When SigSentry was read.
    pub as_of: String,
    pub items: Vec<ReviewItem>,
}

/// A key of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewItem {
    /// As it was known when the review was begun.
    pub key: KeyRow,
    pub decision: Option<ReviewDecision>,
    pub note: String,
    /// What was decided in the sign-off before; none if the key was not in it.
    pub before: Option<ReviewDecision>,
    /// What is different since.
    pub since: Vec<SinceReview>,
}

/// What is to become of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ReviewDecision {
    Keep,
    Rotate,
    Revoke,
}

/// What is different since the sign-off before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum SinceReview {
    /// It was not reviewed.
    New,
    Name,
    Permissions,
    Owner,
    Places,
    /// It was used.
    Used,
    Status,
}

/// The person decides about keys of the review.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DecideRequest {
    pub key_ids: Vec<String>,
    pub decision: Option<ReviewDecision>,
    /// In place of what was noted; absent: stays.
    pub note: Option<String>,
}

/// The review is signed off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SignedOff {
    /// The hash over everything that was reviewed.
    pub hash: String,
    /// By what the signature's key is told apart from others.
    pub signer: String,
    /// The files; none if the folder for downloads could not be written to.
    pub files: Vec<String>,
    pub proposals: Proposals,
}

/// What the last sign-off wants done, and is not. Each key is read again before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Proposals {
    pub signed_off_at: String,
    pub rotate: Vec<Proposal>,
    pub revoke: Vec<Proposal>,
}

/// One key of them, as it is known now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Proposal {
    pub key: KeyRow,
    /// What is different since it was reviewed: think again.
    pub since: Vec<SinceReview>,
}

/// Why a review was not begun, changed or signed off. Nothing was sent, and no key changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum ReviewError {
    /// Nothing has been read yet.
    NotRead,
    /// Nothing is kept on this computer.
    NothingIsKept,
    /// The disk is full, or failed.
    NotWritten,
    /// No key, or more than a thousand.
    Count,
    /// There is no review.
    None,
    /// Keys are undecided.
    Undecided,
    /// A note is too long, or has a key in it.
    Note,
}
