//! Every key of the tenant in one table.

mod count;
mod kept;
mod query;

pub use count::{Attention, attention, use_stands_still_since};
pub use query::{Column, Page, Query, Scope, query};

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

impl Snapshot {
    /// The key with this id.
    #[must_use]
    pub fn key(&self, id: &str) -> Option<&KeyRecord> {
        self.keys.iter().find(|key| key.id == id)
    }

    /// The project with this id.
    #[must_use]
    pub fn project(&self, id: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id)
    }
}
