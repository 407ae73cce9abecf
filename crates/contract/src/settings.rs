//! What a person may set.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Kept in a plain file: nothing in it is secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct Settings {
    /// How long a copied value stays in the clipboard.
    pub clipboard_life: ClipboardLife,
    /// A fresh key starts masked.
    pub start_masked: bool,
    /// Light, dark or as the system.
    pub appearance: Appearance,
}

/// How long a copied value stays in the clipboard, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum ClipboardLife {
    #[serde(rename = "10")]
    Ten,
    #[default]
    #[serde(rename = "30")]
    Thirty,
    #[serde(rename = "60")]
    Sixty,
    #[serde(rename = "90")]
    Ninety,
}

impl ClipboardLife {
    /// In seconds.
    #[must_use]
    pub fn seconds(self) -> u64 {
        match self {
            Self::Ten => 10,
            Self::Thirty => 30,
            Self::Sixty => 60,
            Self::Ninety => 90,
        }
    }
}

/// How the windows look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Appearance {
    #[default]
    System,
    Light,
    Dark,
}

/// Why settings were not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum SettingsError {
    /// The file cannot be written. They hold until the app quits.
    NotWritten,
}
