//! One key as a row.

use crate::{mirror::mirror, time};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    display::safe,
    inventory::Inventory,
    key::{KeyRecord, KeyType, LastUsed, NewKeyType, Revocation},
    rhythm, status,
};
use ts_rs::TS;

mirror! {
    /// One word for a key.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum KeyStatus = status::KeyStatus {
        /// Ends within 14 days.
        ExpiresSoon,
        /// Last used more than 90 days ago.
        Stale,
        /// Never used and older than 14 days.
        NeverUsed,
        /// `tb_` or `ss_live_`.
        Legacy,
        /// Nothing to do.
        Active,
        /// Ended by itself.
        Expired,
        /// Revoked by a person.
        Revoked,
    }
}

/// One key. Never its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KeyRow {
    /// The server's id.
    pub id: String,
    /// Its name, safe to show.
    pub name: String,
    /// Its first 16 characters.
    pub prefix: String,
    /// Its type.
    pub key_type: KeyTypeView,
    /// Its project; none for organization keys.
    pub project: Option<ProjectName>,
    /// The server's names of what it may do.
    pub permissions: Vec<String>,
    /// When it was made, where known.
    pub created_at: Option<String>,
    /// When it was last seen.
    pub last_used: LastUsedView,
    /// When it ends, if ever.
    pub expires_at: Option<String>,
    /// When it was revoked, where known.
    pub revoked_at: Option<String>,
    /// One word for it.
    pub status: KeyStatus,
    /// Who answers for it, as noted here; may be empty.
    pub owner: String,
    /// The owner has left, as a person noted.
    pub owner_left: bool,
    /// Where its value is kept, as noted here.
    pub stored_in: Vec<String>,
    /// How often this app saw it used; absent where too little was seen.
    pub rhythm: Option<RhythmView>,
}

/// How often a key is used, at least: uses that this app did not see may lie between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RhythmView {
    pub pace: Pace,
    /// Whole days since its last use.
    pub quiet_for: u32,
    /// Whether that is longer than its uses so far let expect.
    pub unusual: bool,
}

mirror! {
    /// About how often.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum Pace = rhythm::Pace {
        /// On most days, or on most workdays.
        Daily,
        /// About once a week.
        Weekly,
        /// About once a month, or more seldom.
        Seldom,
    }
}

/// The type of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum KeyTypeView {
    Sdk,
    Project,
    Organization,
    Legacy,
    Unknown { name: String },
}

/// When a key was last seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum LastUsedView {
    /// Never.
    Never,
    /// At this time.
    At { at: String },
    /// The server's clock is ahead of ours: as good as now.
    JustNow { at: String },
    /// The answer could not be read.
    Unknown,
}

/// A project by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProjectName {
    /// UUID.
    pub id: String,
    /// Its name; its id where the name is not known.
    pub name: String,
}

impl KeyRow {
    /// A record as a row, at `now`. The inventory knows its project's name and what is noted about it.
    #[must_use]
    pub fn of(key: &KeyRecord, inventory: Option<&Inventory>, now: DateTime<Utc>) -> Self {
        let project = key.project_id.as_deref().map(|id| {
            let known = inventory.and_then(|inventory| inventory.project(id));
            ProjectName { id: safe(id), name: safe(known.map_or(id, |project| &project.name)) }
        });
        let note = inventory.and_then(|inventory| inventory.notes().get(&key.id));
        Self {
            id: key.id.to_string(),
            name: safe(&key.name),
            prefix: safe(&key.prefix),
            key_type: KeyTypeView::from(&key.key_type),
            project,
            permissions: key.permissions.iter().map(|one| safe(one.as_str())).collect(),
            created_at: key.created_at.map(time),
            last_used: match key.last_used {
                LastUsed::Never => LastUsedView::Never,
                LastUsed::Unknown => LastUsedView::Unknown,
                LastUsed::At(at) if at > now => LastUsedView::JustNow { at: time(at) },
                LastUsed::At(at) => LastUsedView::At { at: time(at) },
            },
            expires_at: key.expires_at.map(time),
            revoked_at: match key.revocation {
                Revocation::Revoked(Some(at)) => Some(time(at)),
                Revocation::Revoked(None) | Revocation::None => None,
            },
            status: status::KeyStatus::of(key, now).into(),
            owner: note.map(|note| safe(&note.owner)).unwrap_or_default(),
            owner_left: inventory.is_some_and(|inventory| inventory.notes().owner_left(&key.id)),
            stored_in: note
                .map(|note| note.stored_in.iter().map(|place| safe(place)).collect())
                .unwrap_or_default(),
            rhythm: rhythm::Rhythm::of(key, now).map(|rhythm| RhythmView {
                pace: rhythm.pace.into(),
                quiet_for: rhythm.quiet_for,
                unusual: rhythm.unusual,
            }),
        }
    }
}

impl From<&KeyType> for KeyTypeView {
    fn from(key_type: &KeyType) -> Self {
        match key_type {
            KeyType::Current(NewKeyType::Sdk) => Self::Sdk,
            KeyType::Current(NewKeyType::Project) => Self::Project,
            KeyType::Current(NewKeyType::Organization) => Self::Organization,
            KeyType::Legacy => Self::Legacy,
            KeyType::Unknown(name) => Self::Unknown { name: safe(name) },
        }
    }
}
