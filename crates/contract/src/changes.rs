//! What changed in the inventory since the person looked last.

use crate::time;
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{display::safe, inventory};
use ts_rs::TS;

/// How much is new: the line above the table. What the person did here is not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct News {
    /// Since when: the person said then that they had seen what was new.
    pub since: String,
    /// Changes in all; at most 5000 are counted.
    pub total: u32,
    pub appeared: u32,
    pub gone: u32,
    pub revoked: u32,
    /// Renamed, with other permissions, with another end, or in force again.
    pub changed: u32,
    pub first_used: u32,
    pub used_again: u32,
    /// Revoked keys that something still tried.
    pub tried_while_revoked: u32,
}

/// Which changes are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangesQuery {
    /// Only what the person has not seen yet.
    pub unseen: bool,
    /// First line.
    pub offset: u32,
    /// How many lines.
    pub limit: u32,
}

/// The changes that were asked for, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangesPage {
    /// How many lines there are without offset and limit; at most 5000.
    pub total: u32,
    pub rows: Vec<ChangeRow>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangeRow {
    /// Its number, which grows.
    pub number: u32,
    /// When the app noticed.
    pub at: String,
    /// The server's id of the key.
    pub key_id: String,
    /// What the key was called then.
    pub name: String,
    /// Its first 16 characters.
    pub prefix: String,
    /// Who answers for it, as noted here; may be empty.
    pub owner: String,
    /// Whether the inventory still has the key.
    pub is_there: bool,
    /// Whether the person has seen it.
    pub seen: bool,
    pub what: ChangeKind,
}

/// What changed about a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum ChangeKind {
    /// `here`: made with this app, on this computer.
    Appeared {
        here: bool,
    },
    Gone,
    /// What it was called before.
    Renamed {
        from: String,
    },
    /// What it could do before.
    Permissions {
        from: Vec<String>,
    },
    /// When it would have ended before; absent for never.
    Expiry {
        from: Option<String>,
    },
    /// `here`: with this app, on this computer.
    Revoked {
        here: bool,
    },
    Restored,
    FirstUsed,
    /// It was revoked, and something still tried it.
    TriedWhileRevoked,
    /// When it had been used before.
    UsedAgain {
        before: String,
    },
}

/// Why changes cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum ChangesError {
    /// Nothing is kept on this computer, so nothing can be compared.
    NothingIsKept,
    /// The disk is full, or failed.
    NotWritten,
}

impl From<inventory::ChangeKind> for ChangeKind {
    fn from(kind: inventory::ChangeKind) -> Self {
        use inventory::ChangeKind as Core;
        match kind {
            Core::Appeared { here } => Self::Appeared { here },
            Core::Gone => Self::Gone,
            Core::Renamed { from } => Self::Renamed { from: safe(&from) },
            Core::Permissions { from } => {
                Self::Permissions { from: from.iter().map(|one| safe(one.as_str())).collect() }
            }
            Core::Expiry { from } => Self::Expiry { from: from.map(time) },
            Core::Revoked { here } => Self::Revoked { here },
            Core::Restored => Self::Restored,
            Core::FirstUsed => Self::FirstUsed,
            Core::TriedWhileRevoked => Self::TriedWhileRevoked,
            Core::UsedAgain { before } => Self::UsedAgain { before: time(before) },
        }
    }
}

impl News {
    /// Counts one more change.
    pub fn count(&mut self, kind: &inventory::ChangeKind) {
        use inventory::ChangeKind as Core;
        self.total += 1;
        *match kind {
            Core::Appeared { .. } => &mut self.appeared,
            Core::Gone => &mut self.gone,
            Core::Revoked { .. } => &mut self.revoked,
            Core::Renamed { .. }
            | Core::Permissions { .. }
            | Core::Expiry { .. }
            | Core::Restored => &mut self.changed,
            Core::FirstUsed => &mut self.first_used,
            Core::TriedWhileRevoked => &mut self.tried_while_revoked,
            Core::UsedAgain { .. } => &mut self.used_again,
        } += 1;
    }
}
