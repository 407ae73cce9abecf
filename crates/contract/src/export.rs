//! Keys written into a file. Never a value.

use crate::inventory::KeyQuery;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ExportFormat {
    /// A table for spreadsheets.
    Csv,
    /// For programs.
    Json,
    /// A report to print.
    Html,
}

/// What goes into a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum ExportOf {
    /// All keys that the query finds; offset and limit are not heeded.
    Keys { query: KeyQuery },
    /// What changed in the last year.
    Changes,
    /// What was done with keys from this computer.
    Activity,
}

/// A file that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExportRequest {
    pub what: ExportOf,
    pub format: ExportFormat,
    /// In words, for the head of the file.
    pub of: String,
}

/// The file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Exported {
    /// Where it is.
    pub path: String,
    /// How many keys, or changes, are in it.
    pub rows: u32,
}

/// Why there is no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum ExportError {
    /// Nothing has been read yet.
    NotRead,
    /// Nothing is kept on this computer, so no change and nothing that was done is known.
    NothingIsKept,
    /// There is no folder for downloads.
    NoFolder,
    /// The disk is full, or failed, or the folder may not be written to.
    NotWritten,
}
