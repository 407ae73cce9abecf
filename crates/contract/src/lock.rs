//! Locking the app, and the passphrase that opens it again.

use crate::{custody::CloseRequested, settings::Appearance};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether the app can be locked, and what does it; sent as the event `lock-changed`, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LockState {
    /// Whether what is kept is under a passphrase.
    pub protection: Protection,
    /// This desktop says when the computer goes to sleep.
    pub on_sleep: bool,
    /// This desktop says when the session is locked.
    pub on_session_lock: bool,
}

/// Whether what is kept is under a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Protection {
    /// Nothing is kept right now: there is nothing to lock.
    NothingKept,
    /// The keychain alone opens it.
    NoPassphrase,
    /// The keychain and a passphrase open it.
    Passphrase,
}

/// Why the app was not locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum LockError {
    /// Nothing is kept right now.
    NothingKept,
    /// Without a passphrase everybody could open it again.
    NoPassphrase,
    /// A key is being made or sent, or a value is held.
    Held { reason: CloseRequested },
}

/// What the passphrase window is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum PassphrasePurpose {
    /// Opens what is locked.
    Unlock,
    /// Puts what is kept under a passphrase.
    Set,
    /// Replaces the passphrase.
    Change,
    /// Leaves what is kept to the keychain alone.
    Remove,
}

/// What the passphrase window starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PassphraseOptions {
    /// What it is for.
    pub purpose: PassphrasePurpose,
    /// Whose data it is, where that is known without opening it.
    pub whose: Option<LockedAccount>,
    /// The person is signed in, and the main window is open behind this one.
    pub beside_main: bool,
    /// Milliseconds until the next try.
    pub wait_ms: u32,
    /// Light, dark or as the system.
    pub appearance: Appearance,
}

/// Whose data is locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LockedAccount {
    /// E-mail address.
    pub email: String,
    /// The tenant's name; may be empty.
    pub tenant_name: String,
    /// Address of the API.
    pub api_url: String,
}

/// Sent as a sealed form, as a password is.
#[derive(Deserialize, TS)]
#[serde(tag = "purpose", rename_all = "camelCase")]
#[ts(export)]
pub enum PassphraseRequest {
    /// Opens what is locked.
    Unlock { passphrase: String },
    /// Puts what is kept under a passphrase.
    Set { fresh: String },
    /// Replaces the passphrase.
    Change { passphrase: String, fresh: String },
    /// Leaves what is kept to the keychain alone.
    Remove { passphrase: String },
}

/// The shortest passphrase that can be set, in characters.
pub const SHORTEST_PASSPHRASE: usize = 8;

/// Why a passphrase did nothing. Whatever was under one still is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum PassphraseError {
    /// It is another one. Milliseconds until the next try.
    Wrong { wait_ms: u32 },
    /// After wrong ones the next try waits: milliseconds.
    TooSoon { wait_ms: u32 },
    /// Nothing was typed.
    Empty,
    /// The new one is shorter than [`SHORTEST_PASSPHRASE`].
    TooShort,
    /// Another try is under way.
    Busy,
    /// There is nothing to open or to protect, or it is not as it was when the window opened.
    NothingThere,
    /// No keychain answers on this computer.
    NoKeychain,
    /// The keychain stays locked.
    KeychainLocked,
    /// The keychain no longer has the key, or has something else in its place.
    KeyMissing,
    /// There is too little memory to try it.
    NoMemory,
}

/// Why what is locked was not forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum ForgetLockedError {
    /// Nothing is locked any more.
    NothingLocked,
    /// The disk failed. It is still there.
    NotRemoved,
}
