//! The table of all keys.

use crate::{failure::Failure, time};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    account::Project,
    display::safe,
    inventory::{self, Snapshot},
    key::{KeyRecord, KeyType, LastUsed, NewKeyType, Revocation},
    status,
};
use ts_rs::TS;

/// Which page is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Scope {
    /// *All keys*.
    All,
    /// *Project → SDK Keys*.
    ProjectSdk { project_id: String },
    /// *Project → API Keys*.
    ProjectApi { project_id: String },
    /// *Organization → API Keys*.
    Organization,
}

/// One word for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum KeyStatus {
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
    /// Ended by somebody.
    Revoked,
}

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Column {
    Name,
    Prefix,
    Type,
    Project,
    Created,
    LastUsed,
    Status,
}

/// What of the table is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KeyQuery {
    /// Which page.
    pub scope: Scope,
    /// Words that must all occur.
    pub search: String,
    /// Only these; empty means all.
    pub statuses: Vec<KeyStatus>,
    /// What to sort by.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
    /// First row.
    pub offset: u32,
    /// How many rows.
    pub limit: u32,
}

/// The visible part of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KeyPage {
    /// Rows that the query has in all.
    pub total: u32,
    /// The rows asked for.
    pub rows: Vec<KeyRow>,
    /// What asks for action on this page, whatever the filter.
    pub attention: Attention,
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

/// How many keys ask for action, by reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Attention {
    pub expires_soon: u32,
    pub stale: u32,
    pub never_used: u32,
    pub legacy: u32,
}

/// What the navigation and the strip above the table show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct InventorySummary {
    /// When the server was last read.
    pub as_of: String,
    /// Keys of the tenant.
    pub total: u32,
    /// Keys on *Organization → API Keys*.
    pub organization_keys: u32,
    /// The projects, in the server's order.
    pub projects: Vec<ProjectSummary>,
    /// What the reading could not bring.
    pub gaps: GapsView,
}

/// A project in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProjectSummary {
    /// UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Keys on its *SDK Keys* page.
    pub sdk_keys: u32,
    /// Keys on its *API Keys* page.
    pub api_keys: u32,
}

/// What a reading could not bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GapsView {
    /// Ids of records that could not be read.
    pub unreadable: Vec<String>,
    /// Pages that could not be had.
    pub missing_pages: u32,
    /// Pages that there are.
    pub total_pages: u32,
}

/// The answer to a look at the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KeyDetail {
    /// The row.
    pub row: KeyRow,
    /// A ready call, with a variable where the value goes; none for a key that opens nothing.
    pub curl: Option<String>,
    /// Where its value was sent, as far as this app knows.
    pub stored_in: Vec<String>,
}

/// Why the table cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum InventoryError {
    /// Nothing has been read yet.
    NotRead,
    /// The key is not in the inventory.
    NoSuchKey,
    /// The reading failed; what was there before is still there.
    Request { failure: Failure },
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl KeyRow {
    /// A record as a row, at `now`.
    #[must_use]
    pub fn of(key: &KeyRecord, projects: &[Project], now: DateTime<Utc>) -> Self {
        let project = key.project_id.as_deref().map(|id| ProjectName {
            id: safe(id),
            name: safe(
                projects
                    .iter()
                    .find(|project| project.id == id)
                    .map_or(id, |project| project.name.as_str()),
            ),
        });
        Self {
            id: key.id.clone(),
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
        }
    }
}

impl KeyDetail {
    /// What the inventory has to say about a key, at `now`; `api_url` is where it is used. Where it is
    /// stored is for the caller to add.
    #[must_use]
    pub fn of(key: &KeyRecord, snapshot: &Snapshot, api_url: &str, now: DateTime<Utc>) -> Self {
        let row = KeyRow::of(key, &snapshot.projects, now);
        let opens_something = !matches!(row.status, KeyStatus::Revoked | KeyStatus::Expired);
        let project_header = match row.key_type {
            KeyTypeView::Organization => " \\\n  -H \"X-Project-Id: <project-uuid>\"",
            _ => "",
        };
        let curl = opens_something.then(|| {
            format!(
                "curl -H \"Authorization: Bearer $SIGSENTRY_API_KEY\"{project_header} \\\n  {api_url}/analyses"
            )
        });
        Self { row, curl, stored_in: Vec::new() }
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

impl From<status::KeyStatus> for KeyStatus {
    fn from(status: status::KeyStatus) -> Self {
        match status {
            status::KeyStatus::ExpiresSoon => Self::ExpiresSoon,
            status::KeyStatus::Stale => Self::Stale,
            status::KeyStatus::NeverUsed => Self::NeverUsed,
            status::KeyStatus::Legacy => Self::Legacy,
            status::KeyStatus::Active => Self::Active,
            status::KeyStatus::Expired => Self::Expired,
            status::KeyStatus::Revoked => Self::Revoked,
        }
    }
}

impl From<KeyStatus> for status::KeyStatus {
    fn from(status: KeyStatus) -> Self {
        match status {
            KeyStatus::ExpiresSoon => Self::ExpiresSoon,
            KeyStatus::Stale => Self::Stale,
            KeyStatus::NeverUsed => Self::NeverUsed,
            KeyStatus::Legacy => Self::Legacy,
            KeyStatus::Active => Self::Active,
            KeyStatus::Expired => Self::Expired,
            KeyStatus::Revoked => Self::Revoked,
        }
    }
}

impl From<Scope> for inventory::Scope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::All => Self::All,
            Scope::ProjectSdk { project_id } => Self::ProjectSdk(project_id),
            Scope::ProjectApi { project_id } => Self::ProjectApi(project_id),
            Scope::Organization => Self::Organization,
        }
    }
}

impl From<KeyQuery> for inventory::Query {
    fn from(query: KeyQuery) -> Self {
        Self {
            scope: query.scope.into(),
            search: query.search,
            statuses: query.statuses.into_iter().map(Into::into).collect(),
            column: match query.column {
                Column::Name => inventory::Column::Name,
                Column::Prefix => inventory::Column::Prefix,
                Column::Type => inventory::Column::Type,
                Column::Project => inventory::Column::Project,
                Column::Created => inventory::Column::Created,
                Column::LastUsed => inventory::Column::LastUsed,
                Column::Status => inventory::Column::Status,
            },
            descending: query.descending,
            offset: query.offset as usize,
            limit: query.limit as usize,
        }
    }
}

impl From<inventory::Attention> for Attention {
    fn from(counts: inventory::Attention) -> Self {
        Self {
            expires_soon: count(counts.expires_soon),
            stale: count(counts.stale),
            never_used: count(counts.never_used),
            legacy: count(counts.legacy),
        }
    }
}

impl KeyPage {
    /// Answers a query on a snapshot.
    #[must_use]
    pub fn of(snapshot: &Snapshot, query: KeyQuery, now: DateTime<Utc>) -> Self {
        let query = inventory::Query::from(query);
        let page = inventory::query(snapshot, &query, now);
        Self {
            total: count(page.total),
            rows: page
                .rows
                .iter()
                .map(|(key, _)| KeyRow::of(key, &snapshot.projects, now))
                .collect(),
            attention: inventory::attention(snapshot, &query.scope, now).into(),
        }
    }
}

impl From<&Snapshot> for InventorySummary {
    fn from(snapshot: &Snapshot) -> Self {
        let keys_on = |scope: &inventory::Scope| {
            count(snapshot.keys.iter().filter(|key| scope.holds(key)).count())
        };
        Self {
            as_of: time(snapshot.taken_at),
            total: count(snapshot.keys.len()),
            organization_keys: keys_on(&inventory::Scope::Organization),
            projects: snapshot
                .projects
                .iter()
                .map(|project| ProjectSummary {
                    id: project.id.clone(),
                    name: safe(&project.name),
                    sdk_keys: keys_on(&inventory::Scope::ProjectSdk(project.id.clone())),
                    api_keys: keys_on(&inventory::Scope::ProjectApi(project.id.clone())),
                })
                .collect(),
            gaps: GapsView {
                unreadable: snapshot.gaps.unreadable.iter().map(|id| safe(id)).collect(),
                missing_pages: snapshot.gaps.missing_pages,
                total_pages: snapshot.gaps.total_pages,
            },
        }
    }
}
