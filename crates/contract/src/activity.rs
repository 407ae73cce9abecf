//! What was done with a key from this computer.

use crate::time;
use serde::Serialize;
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

/// What can be done with a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum DeedView {
    /// It was made, and its value held.
    Created,
    /// Its value was copied.
    Copied,
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
}

impl From<&activity::Activity> for ActivityLine {
    fn from(line: &activity::Activity) -> Self {
        let deed = match &line.deed {
            activity::Deed::Created => DeedView::Created,
            activity::Deed::HandedOver { place: None } => DeedView::Copied,
            activity::Deed::HandedOver { place: Some(place) } => {
                DeedView::Sent { place: safe(place) }
            }
            activity::Deed::Dismissed => DeedView::Dismissed,
            activity::Deed::FoundOrphaned => DeedView::FoundLeftBehind,
            activity::Deed::Revoked => DeedView::Revoked,
            activity::Deed::Annotated => DeedView::Annotated,
        };
        Self { at: time(line.at), deed }
    }
}
