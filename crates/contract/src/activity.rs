//! What was done with a key from this computer.

use crate::{copy_format::CopyFormat, time};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{activity, display::safe};
use ts_rs::TS;

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ActivityLine {
    /// When, by this computer's clock.
    pub at: String,
    /// What.
    pub deed: DeedView,
}

/// Which lines are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ActivityQuery {
    /// Only what was done so; all of it where absent.
    pub kind: Option<DeedKind>,
    /// First line.
    pub offset: u32,
    /// How many lines.
    pub limit: u32,
}

/// What was done with keys from this computer, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ActivityPage {
    /// How many lines there are without offset and limit; the last 10,000 are kept.
    pub total: u32,
    pub rows: Vec<ActivityRow>,
}

/// One thing that was done, and with which key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ActivityRow {
    pub line: ActivityLine,
    /// The server's id of the key.
    pub key_id: String,
    /// Its name; empty where the app does not know it any more.
    pub name: String,
    /// Its first 16 characters; may be empty.
    pub prefix: String,
    /// Whether the inventory still has the key.
    pub is_there: bool,
}

/// Why what was done cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum ActivityError {
    /// Nothing is kept on this computer.
    NothingIsKept,
}

/// What can be done, without with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum DeedKind {
    Created,
    Copied,
    Sent,
    Dismissed,
    FoundLeftBehind,
    Revoked,
    Annotated,
    Replaced,
    Verified,
    Reviewed,
}

impl DeedKind {
    /// Which one a deed is.
    #[must_use]
    pub fn of(deed: &activity::Deed) -> Self {
        match deed {
            activity::Deed::Created => Self::Created,
            activity::Deed::HandedOver { place: None, .. } => Self::Copied,
            activity::Deed::HandedOver { place: Some(_), .. } => Self::Sent,
            activity::Deed::Dismissed => Self::Dismissed,
            activity::Deed::FoundOrphaned => Self::FoundLeftBehind,
            activity::Deed::Revoked | activity::Deed::RevokedAnyway { .. } => Self::Revoked,
            activity::Deed::Annotated => Self::Annotated,
            activity::Deed::Replaced => Self::Replaced,
            activity::Deed::Verified => Self::Verified,
            activity::Deed::Reviewed => Self::Reviewed,
        }
    }

    /// In a word, for files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Copied => "copied",
            Self::Sent => "sent",
            Self::Dismissed => "dismissed",
            Self::FoundLeftBehind => "found left behind",
            Self::Revoked => "revoked",
            Self::Annotated => "notes changed",
            Self::Replaced => "replaced",
            Self::Verified => "verified",
            Self::Reviewed => "reviewed",
        }
    }
}

/// What can be done with a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum DeedView {
    /// It was made, and its value held.
    Created,
    /// Its value was copied, dressed so; absent where an earlier version noted it.
    Copied { format: Option<CopyFormat> },
    /// Its value was sent.
    Sent { place: String },
    /// Its value was wiped.
    Dismissed,
    /// It was found after the app had ended too early.
    FoundLeftBehind,
    /// It was revoked.
    Revoked,
    /// Something was noted about it.
    Annotated,
    /// A replacement was made for it.
    Replaced,
    /// Its value was compared with what a place has, and is the same.
    Verified,
    /// It was kept in a review that was signed off.
    Reviewed,
    /// It was revoked although its rotation spoke against it: why, as typed.
    RevokedAnyway { reason: String },
}

impl From<&activity::Activity> for ActivityLine {
    fn from(line: &activity::Activity) -> Self {
        let deed = match &line.deed {
            activity::Deed::Created => DeedView::Created,
            activity::Deed::HandedOver { place: None, format } => {
                DeedView::Copied { format: format.map(Into::into) }
            }
            activity::Deed::HandedOver { place: Some(place), .. } => {
                DeedView::Sent { place: safe(place) }
            }
            activity::Deed::Dismissed => DeedView::Dismissed,
            activity::Deed::FoundOrphaned => DeedView::FoundLeftBehind,
            activity::Deed::Revoked => DeedView::Revoked,
            activity::Deed::Annotated => DeedView::Annotated,
            activity::Deed::Replaced => DeedView::Replaced,
            activity::Deed::Verified => DeedView::Verified,
            activity::Deed::Reviewed => DeedView::Reviewed,
            activity::Deed::RevokedAnyway { reason } => {
                DeedView::RevokedAnyway { reason: safe(reason) }
            }
        };
        Self { at: time(line.at), deed }
    }
}
