use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{activity, custody::CopyFormat};

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Activity {
    at: DateTime<Utc>,
    key_id: String,
    deed: Deed,
}

#[derive(Serialize, Deserialize)]
enum Deed {
    Created,
    HandedOver {
        place: Option<String>,
        #[serde(default)]
        format: Option<String>,
    },
    Dismissed,
    FoundLeftBehind,
    Revoked,
    Annotated,
    Replaced,
    RevokedAnyway {
        reason: String,
    },
    Verified,
    Reviewed,
}

impl From<&activity::Activity> for Activity {
    fn from(line: &activity::Activity) -> Self {
        let deed = match &line.deed {
            activity::Deed::Created => Deed::Created,
            activity::Deed::HandedOver { place, format } => Deed::HandedOver {
                place: place.clone(),
                format: format.and_then(CopyFormat::stored_name).map(str::to_owned),
            },
            activity::Deed::Verified => Deed::Verified,
            activity::Deed::Reviewed => Deed::Reviewed,
            activity::Deed::Dismissed => Deed::Dismissed,
            activity::Deed::FoundOrphaned => Deed::FoundLeftBehind,
            activity::Deed::Revoked => Deed::Revoked,
            activity::Deed::Annotated => Deed::Annotated,
            activity::Deed::Replaced => Deed::Replaced,
            activity::Deed::RevokedAnyway { reason } => {
                Deed::RevokedAnyway { reason: reason.clone() }
            }
        };
        Self { at: line.at, key_id: line.key_id.clone(), deed }
    }
}

impl From<Activity> for activity::Activity {
    fn from(row: Activity) -> Self {
        let deed = match row.deed {
            Deed::Created => activity::Deed::Created,
            Deed::HandedOver { place, format } => activity::Deed::HandedOver {
                place,
                format: format.as_deref().and_then(CopyFormat::of_stored_name),
            },
            Deed::Verified => activity::Deed::Verified,
            Deed::Reviewed => activity::Deed::Reviewed,
            Deed::Dismissed => activity::Deed::Dismissed,
            Deed::FoundLeftBehind => activity::Deed::FoundOrphaned,
            Deed::Revoked => activity::Deed::Revoked,
            Deed::Annotated => activity::Deed::Annotated,
            Deed::Replaced => activity::Deed::Replaced,
            Deed::RevokedAnyway { reason } => activity::Deed::RevokedAnyway { reason },
        };
        Self { at: row.at, key_id: row.key_id, deed }
    }
}
