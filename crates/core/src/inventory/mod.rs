//! Every key of the tenant in one table.

mod changes;
mod count;
mod index;
mod kept;
mod query;

pub use changes::{Change, ChangeKind, Differences, LONG_SILENCE, ON_THE_WAY, REMEMBERED_FOR};
pub use count::{Attention, use_stands_still_since};
pub use index::{Bar, Inventory, Overview, ProjectCount, Share};
pub use query::{Column, Condition, KeyKind, Page, Query, Scope, Span, UseSpan};

use crate::{account::Project, key::KeyRecord};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// What the server said, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// When the reading ended.
    pub taken_at: DateTime<Utc>,
    /// The tenant's projects, in the server's order.
    pub projects: Vec<Project>,
    /// The tenant's keys, each once.
    pub keys: Vec<KeyRecord>,
    /// What could not be read.
    pub gaps: Gaps,
    /// Keys that this reading lacks, as an earlier one had them: when that was, by key id.
    pub kept: BTreeMap<String, DateTime<Utc>>,
}

/// What a listing could not bring.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Ids of records that could not be read.
    pub unreadable: Vec<String>,
    /// How many records could not be read and have no id, or came after more such than are named.
    pub unnamed: u32,
    /// Pages that could not be had.
    pub missing_pages: u32,
    /// Pages that there are.
    pub total_pages: u32,
    /// No record said when its key was last used, not even that it never was: the server does not
    /// tell, and every key's last use is unknown.
    pub use_untold: bool,
}
