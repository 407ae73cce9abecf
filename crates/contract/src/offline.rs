//! What is kept on this computer between two starts, and what the page may do while offline.

use crate::inventory::KeyRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether anything is kept; sent as the event `keeping-changed`, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum StorageState {
    /// No one is signed in, or it is being found out.
    Opening,
    /// The keychain waits for the person, or hangs. It may answer any time.
    Waiting,
    /// The account's store is open.
    Kept,
    /// Nothing is kept: all of it is forgotten when the app quits.
    SessionOnly { reason: SessionOnlyReason },
    /// There is a store that does not open. It was left as it is; nothing is kept meanwhile.
    Unreadable { problem: StoreProblem },
    /// The account's store is under a passphrase that no one has typed yet. It was left as it is;
    /// nothing is kept meanwhile.
    Locked,
}

/// Why nothing is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum SessionOnlyReason {
    /// No keychain answers on this computer.
    NoKeychain,
    /// The keychain stayed locked, or the person did not want to wait.
    KeychainLocked,
    /// Another running app has the stores open.
    InUse,
    /// The disk is full.
    DiskFull,
    /// The folder cannot be written to.
    ReadOnly,
    /// The disk failed otherwise.
    DiskFailed,
    /// Another user of this computer may change the data folder, or one above it.
    NotOwn,
    /// The keychain runs and has no keyring to keep anything in.
    NoKeyring,
    /// The data folder is a network folder whose file locks other computers do not see.
    SharedFolder,
}

/// Why a store does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum StoreProblem {
    /// Part of it is missing or changed.
    Damaged,
    /// A newer version of the app wrote it.
    Newer { version: u32 },
    /// The keychain has another data key than it was written under.
    ForeignKey,
    /// The keychain has no data key for it any more.
    KeyMissing,
}

/// What becomes of the store when the person signs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum SignOutScope {
    /// Everything that was kept of the account goes, its data key, too.
    ForgetAll,
    /// The session goes; inventory and notes stay, encrypted, for the next sign-in.
    KeepStore,
}

/// A key that an earlier run of the app made, whose value no person will see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OrphanedKey {
    /// The key.
    pub key: KeyRow,
    /// Whether the value was copied or sent somewhere before the app ended.
    pub handed_over: bool,
    /// Whether it is known to be the one, or was found by its name, type and project.
    pub certain: bool,
}

/// Why a store was not set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum SetAsideError {
    /// There is none that does not open.
    NothingToSetAside,
    /// The disk failed. The file is where it was.
    NotRenamed,
}
