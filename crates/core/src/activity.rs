//! What was done with keys from this computer.

use crate::custody::CopyFormat;
use chrono::{DateTime, Utc};

/// One line of the activity log. Never a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// When, by this computer's clock.
    pub at: DateTime<Utc>,
    /// The server's id of the key.
    pub key_id: String,
    /// What was done.
    pub deed: Deed,
}

/// What can be done with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// It was made, and its value held.
    Created,
    /// Its value was copied, or sent to this place.
    HandedOver {
        /// The clipboard where absent.
        place: Option<String>,
        /// How it was dressed for the clipboard; absent for a place, and in lines of earlier versions.
        format: Option<CopyFormat>,
    },
    /// It was compared with what a place has, and is the same.
    Verified,
    /// It was kept in a review that was signed off.
    Reviewed,
    /// Its value was wiped.
    Dismissed,
    /// It was found after the app had ended with its value still held, or its answer on the way.
    FoundOrphaned,
    /// It was revoked.
    Revoked,
    /// Something was noted about it.
    Annotated,
    /// A replacement was made for it.
    Replaced,
    /// It was revoked although its rotation spoke against it.
    RevokedAnyway {
        /// What the person typed.
        reason: String,
    },
}

impl Deed {
    /// Where a value was sent.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        if let Self::HandedOver { place, .. } = self { place.as_deref() } else { None }
    }
}
