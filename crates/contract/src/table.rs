//! How the person left the table, and views of their own. Kept with the account, encrypted: a search
//! and a view's name say what a tenant has.

use crate::inventory::{Column, Condition, Scope};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Views of their own that a person can have for one account.
pub const MOST_VIEWS: usize = 50;
/// Longest name of a view, in characters.
pub const LONGEST_VIEW_NAME: usize = 60;
/// Longest form in which it is kept, in bytes.
pub const LARGEST_TABLE_STATE: usize = 256 * 1024;

/// How the person left the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TableState {
    /// Which page.
    pub scope: Scope,
    /// What was searched for.
    pub search: String,
    /// The filters.
    pub conditions: Vec<Condition>,
    /// What it is sorted by.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
    /// The overview above the table is open.
    pub overview: bool,
    /// Views of their own, in the order in which they were made.
    pub views: Vec<SavedView>,
}

/// A look at the table that the person gave a name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SavedView {
    /// 1 to 60 characters; no other view of the account has it.
    pub name: String,
    /// What was searched for.
    pub search: String,
    /// The filters.
    pub conditions: Vec<Condition>,
    /// What it is sorted by.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
}

/// Why it was not kept. What was kept before is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum TableStateError {
    /// There are more views than are kept, or a text is too long.
    TooMuch,
    /// Nothing is kept on this computer.
    NothingIsKept,
    /// The disk is full, or failed.
    NotWritten,
}

impl TableState {
    /// Whether it may be kept.
    ///
    /// # Errors
    /// [`TableStateError::TooMuch`].
    pub fn checked(self) -> Result<Self, TableStateError> {
        let good = |view: &SavedView| {
            !view.name.trim().is_empty() && view.name.chars().count() <= LONGEST_VIEW_NAME
        };
        let is_kept = self.views.len() <= MOST_VIEWS && self.views.iter().all(good);
        is_kept.then_some(self).ok_or(TableStateError::TooMuch)
    }
}
