//! The table of all keys.

mod overview;
mod query;
mod row;

use crate::{activity::ActivityLine, annotation::AnnotationView, failure::Failure, time};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    account::Project,
    display::safe,
    first_use,
    inventory::{self, Inventory},
    key::KeyRecord,
    removal,
};
use ts_rs::TS;

pub use overview::{InventoryOverview, OverviewBar, OverviewOf, SelectedKey};
pub use query::{Attention, Column, Condition, KeyKind, KeyPage, KeyQuery, RemovalReason, Scope};
pub use row::{KeyRow, KeyStatus, KeyTypeView, LastUsedView, Pace, ProjectName, RhythmView};

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
    /// How many projects there are.
    pub projects: u32,
    /// What the reading could not bring.
    pub gaps: GapsView,
    /// SigSentry does not say of any key when it was last used.
    pub use_untold: bool,
    /// When any key was last seen, where that is long ago for all of them: the service may have
    /// stopped counting.
    pub use_stands_still_since: Option<String>,
    /// How many seconds this computer's clock is behind the server's (ahead of it, if negative), where
    /// that is enough to mislead.
    pub clock_behind_by: Option<i32>,
}

/// Which projects are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProjectQuery {
    /// Words that must all occur in the name.
    pub search: String,
    /// First project.
    pub offset: u32,
    /// How many.
    pub limit: u32,
}

/// The projects that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProjectPage {
    /// How many the search finds in all.
    pub total: u32,
    /// In the server's order.
    pub rows: Vec<ProjectSummary>,
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
    /// Ids of records that could not be read, some of them.
    pub unreadable: Vec<String>,
    /// How many records could not be read.
    pub unreadable_count: u32,
    /// Pages that could not be had.
    pub missing_pages: u32,
    /// Pages that there are.
    pub total_pages: u32,
    /// Keys that this reading lacks, and an earlier one had.
    pub kept_keys: u32,
    /// How old the oldest of them is.
    pub kept_since: Option<String>,
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
    /// When the server last said this of the key.
    pub as_of: String,
    /// What speaks for removing it.
    pub removal: Vec<RemovalReason>,
    /// What is said of its first use; absent where it was not handed over from here.
    pub first_use: Option<FirstUse>,
    /// What is noted about it; absent where nothing can be kept.
    pub annotation: Option<AnnotationView>,
    /// What was done with it from this computer, newest first.
    pub activity: Vec<ActivityLine>,
    /// Where its value was sent since the app started, where that could not be noted.
    pub stored_in: Vec<String>,
}

/// What is said of the first use of a key that was handed over from here. Any use counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum FirstUse {
    /// It was handed over within a day, and is not used yet.
    Waits { since: String },
    /// It is not used, though it was handed over longer ago.
    Missing { since: String },
    /// It was used so many seconds after it was handed over, at most.
    Used { after_s: u32 },
}

/// Keys that were handed over from here more than a day ago, and are not used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UndeployedKeys {
    pub key_ids: Vec<String>,
}

impl FirstUse {
    /// What there is to say at `now`.
    #[must_use]
    pub fn of(handed_over: &first_use::HandedOver, now: DateTime<Utc>) -> Self {
        let since = time(handed_over.at);
        match handed_over.first_use(now) {
            first_use::FirstUse::Waits => Self::Waits { since },
            first_use::FirstUse::Missing => Self::Missing { since },
            first_use::FirstUse::Used(after) => {
                Self::Used { after_s: u32::try_from(after.num_seconds()).unwrap_or(u32::MAX) }
            }
        }
    }
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
    /// The person ended the reading; what was there before is still there.
    Cancelled,
}

/// How far a reading is; sent as the event `reading-progress`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReadingProgress {
    /// Pages that came.
    pub pages: u32,
    /// Pages that there are, as far as the server says.
    pub of: u32,
    /// Keys that came.
    pub keys: u32,
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl KeyDetail {
    /// What the inventory has to say about a key, at `now`; `api_url` is where it is used. What this
    /// computer knows besides is for the caller to add.
    #[must_use]
    pub fn of(
        key: &KeyRecord,
        inventory: &Inventory,
        annotation: Option<AnnotationView>,
        api_url: &str,
        now: DateTime<Utc>,
    ) -> Self {
        let row = KeyRow::of(key, Some(inventory), now);
        let opens_something = !matches!(row.status, KeyStatus::Revoked | KeyStatus::Expired);
        let project_header = match row.key_type {
            KeyTypeView::Organization => " \\\n  -H \"X-Project-Id: <project-uuid>\"",
            _ => "",
        };
        let curl = opens_something.then(|| {
            format!(
                "curl -H \"Authorization: Bearer $SIGSENTRY_API_KEY\"{project_header} \\\n  \"{api_url}/analyses\""
            )
        });
        let as_of = time(inventory.reading().read_at(&key.id));
        let removal =
            removal::RemovalReason::of(key, row.owner_left, now).map(Into::into).collect();
        let (activity, stored_in) = (Vec::new(), Vec::new());
        Self { row, curl, as_of, removal, first_use: None, annotation, activity, stored_in }
    }
}

impl ProjectSummary {
    fn of(project: &Project, inventory: &Inventory) -> Self {
        let keys = inventory.project_keys(&project.id);
        Self {
            id: project.id.clone(),
            name: safe(&project.name),
            sdk_keys: count(keys.sdk),
            api_keys: count(keys.api),
        }
    }
}

impl ProjectPage {
    /// Answers a query.
    #[must_use]
    pub fn of(inventory: &Inventory, query: &ProjectQuery) -> Self {
        let found: Vec<_> = inventory.projects(&query.search).collect();
        let window = found.iter().skip(query.offset as usize).take(query.limit as usize);
        Self {
            total: count(found.len()),
            rows: window.map(|project| ProjectSummary::of(project, inventory)).collect(),
        }
    }
}

impl From<&Inventory> for InventorySummary {
    fn from(inventory: &Inventory) -> Self {
        let reading = inventory.reading();
        let gaps = &reading.gaps;
        Self {
            as_of: time(reading.taken_at),
            total: count(reading.keys.len()),
            organization_keys: count(inventory.organization_keys()),
            projects: count(reading.projects.len()),
            gaps: GapsView {
                unreadable: gaps.unreadable.iter().map(|id| safe(id)).collect(),
                unreadable_count: count(gaps.unreadable.len()).saturating_add(gaps.unnamed),
                missing_pages: gaps.missing_pages,
                total_pages: gaps.total_pages,
                kept_keys: count(reading.kept.len()),
                kept_since: reading.kept.values().min().copied().map(time),
            },
            use_untold: gaps.use_untold,
            use_stands_still_since: inventory::use_stands_still_since(reading).map(time),
            clock_behind_by: None,
        }
    }
}
