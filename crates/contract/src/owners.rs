//! Owners that a person brings in a file, or gives to several keys at once.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Lines of a file that are shown before it is taken over.
pub const SHOWN_LINES: usize = 200;

/// What a file would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OwnerImport {
    /// Keys whose notes it would change.
    pub changes: u32,
    /// Lines that say what is noted already.
    pub unchanged: u32,
    /// Lines that are left out.
    pub left_out: u32,
    /// The first lines, those that are left out before the others.
    pub lines: Vec<OwnerLine>,
}

/// One line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OwnerLine {
    /// Its number in the file, from 1.
    pub number: u32,
    /// The key's name; what the line calls it where no key is found.
    pub key: String,
    /// Who answers for it from now on.
    pub owner: String,
    /// What becomes of it.
    pub outcome: OwnerOutcome,
}

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum OwnerOutcome {
    /// It gives a key another owner or note.
    Changes {
        /// The owner before; may be empty.
        before: String,
    },
    /// It says what is noted already.
    Unchanged,
    /// No key has this id or prefix.
    NoSuchKey,
    /// Several keys have this prefix: only an id tells them apart.
    Ambiguous,
    /// A line before is about the same key.
    Repeated,
    /// It names no owner and no note.
    Empty,
    /// A text is too long.
    TooLong,
    /// A text looks like a key's value. It is not shown.
    LooksLikeKey,
}

/// The same owner for several keys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SetOwnerRequest {
    /// The server's ids of the keys.
    pub key_ids: Vec<String>,
    /// Empty for no one.
    pub owner: String,
}

/// Whether a person has left.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OwnerLeftRequest {
    /// As noted about their keys.
    pub owner: String,
    pub left: bool,
}

/// Why nothing was noted. What was noted before is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum OwnersError {
    /// It is no table, or one of its lines has no end.
    NoTable,
    /// The first line names no column for the key, or none for an owner or note.
    NoColumns,
    /// It has more lines than are read at once.
    TooLarge,
    /// The owner is too long, or looks like a key's value.
    Owner,
    /// Nothing has been read yet.
    NotRead,
    /// Nothing is kept on this computer.
    NothingIsKept,
    /// The disk is full, or failed.
    NotWritten,
}
