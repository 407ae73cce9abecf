//! Looking for values of keys where they should not be. What was found crosses by its visible prefix only.

use crate::inventory::{KeyRow, KeyTypeView};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::display::safe;
use ts_rs::TS;

/// What is looked through.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum TriageSource {
    /// The text that lies in the clipboard: Rust reads it itself.
    Clipboard,
    /// Files, and folders with everything below them and what their git repositories remember.
    Paths { paths: Vec<String> },
}

/// What was looked through, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TriageReport {
    pub files: u32,
    /// Objects in git repositories: earlier versions of files, and messages.
    pub objects: u32,
    /// Of both, in millions of bytes, rounded up.
    pub megabytes: u32,
    /// Files, folders and objects that could not be read.
    pub unread: u32,
    /// The first of them.
    pub unread_paths: Vec<String>,
    /// Different tokens.
    pub found: Vec<FoundToken>,
    /// Different tokens beyond those.
    pub more: u32,
    /// The person stopped it: there may be others.
    pub stopped: bool,
}

/// Something that looks like a key's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FoundToken {
    /// Its first 16 characters.
    pub prefix: String,
    /// As the prefix says.
    pub key_type: KeyTypeView,
    /// The one key is known for certain: this app made it, and remembers by what it is recognised.
    pub exact: bool,
    /// The key; where that is not certain, every key with these 16 characters.
    pub keys: Vec<KeyRow>,
    pub places: Vec<FoundAt>,
    /// Places beyond those.
    pub more_places: u32,
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum FoundAt {
    /// In the text, in this line, from 1.
    Text { line: u32 },
    /// In a file, in this line, from 1.
    File { path: String, line: u32 },
    /// In an object of a git repository; `message`: the message of a commit or tag.
    Git { repository: String, object: String, message: bool },
}

/// What the person chose in the system's dialog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChosenPath {
    /// None if they turned away, or if it is no text.
    pub path: Option<String>,
}

/// Why nothing was looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum TriageError {
    /// The app looks already.
    UnderWay,
    /// There is no text in the clipboard, or no clipboard.
    NoText,
    /// There is no such file or folder, or it may not be read.
    NotReadable,
}

impl FoundAt {
    /// A path, made safe to show.
    #[must_use]
    pub fn path(path: &std::path::Path) -> String {
        safe(&path.to_string_lossy())
    }
}
