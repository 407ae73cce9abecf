//! A fresh key on the screen: everything but its value.
//!
//! The picture of the value crosses as raw bytes, not as a type of this crate: 4 bytes width, 4 bytes
//! height (little endian, device pixels), 4 bytes scale (`f32`, little endian), then RGBA rows.

pub use crate::copy_format::CopyFormat;

use crate::inventory::KeyRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The colours that a value is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Theme {
    Light,
    Dark,
}

/// Why a value was not copied. It is still held, unless it is no longer held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum CopyError {
    /// The value is gone.
    NoLongerHeld,
    /// The value cannot be written in this format; raw works.
    NoFormat,
    /// There is no clipboard.
    NoClipboard,
    /// The system refused.
    Refused,
    /// It was written, but reading it back did not bring the same.
    NotConfirmed,
}

/// A value lies in the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LeaseState {
    /// Milliseconds until it is cleared.
    pub remaining_ms: u32,
    /// Milliseconds it had at first.
    pub total_ms: u32,
}

/// What happened to a lease; sent as the event `clipboard-lease`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum LeaseEnd {
    /// The clipboard was cleared.
    Cleared,
    /// Something else had been copied meanwhile, and was left alone.
    LeftAlone,
    /// It could not be cleared.
    Failed,
    /// It was cleared, and another program put the value back; its name, where the system tells.
    PutBack { by: Option<String> },
}

/// One character, for a screen reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SpelledCharacter {
    /// The character.
    pub character: String,
    /// Counted from 0.
    pub index: u32,
}

/// The value is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum CustodyError {
    /// It was dismissed, or the page was reloaded.
    NoLongerHeld,
}

/// What is said when a value is dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Receipt {
    /// When it was wiped.
    pub wiped_at: String,
    /// Whether it could not be swapped out while it was held.
    pub locked_in_ram: bool,
    /// Whether it was copied or sent at least once.
    pub handed_over: bool,
    /// Where it was sent.
    pub stored_in: Vec<String>,
    /// A clipboard lease that still runs.
    pub lease: Option<LeaseState>,
    /// What cannot be promised on this system.
    pub limits: Vec<Limit>,
}

/// Something that cannot be promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Limit {
    /// A program that reads the clipboard may have read it meanwhile.
    ClipboardReaders,
    /// While the lease runs, the app holds one copy, which it serves to who pastes.
    ServedByApp,
    /// This system cannot keep the window out of screenshots.
    Screenshots,
    /// The value may have been swapped out while it was held.
    Swap,
}

/// A key whose value was wiped because its page went away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AbandonedKey {
    /// The key.
    pub key: KeyRow,
    /// Whether it had been copied before.
    pub handed_over: bool,
}

/// The person wants to close the window while a value is held or a key is being made; sent as the
/// event `close-requested`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum CloseRequested {
    /// A key is being made: nothing closes.
    Creating,
    /// A value is on its way: nothing closes.
    Sending,
    /// A value is held: the page asks what to do with it.
    ValueHeld,
}
