//! What a person may set.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Kept in a plain file: nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct Settings {
    /// How long a copied value stays in the clipboard.
    pub clipboard_life: ClipboardLife,
    /// A fresh key starts masked.
    pub start_masked: bool,
    /// Light, dark or as the system.
    pub appearance: Appearance,
    /// Through which proxy.
    pub proxy: ProxyChoice,
    /// The path of a PEM file with further certificate authorities.
    pub ca_file: Option<String>,
    /// How long the person leaves the app alone before it locks itself, where a passphrase is set.
    pub lock_after: LockAfter,
    /// How large everything is.
    pub zoom: Zoom,
    /// Where the main window was; none before it was ever closed.
    pub window: Option<WindowPlace>,
    /// Columns that the person does not want to see.
    pub hidden_columns: Vec<TableColumn>,
    /// Widths that the person chose, in CSS pixels.
    pub column_widths: Vec<ColumnWidth>,
    /// Remember by what the values of new keys are recognised, should one turn up where it should not be.
    pub recognise_values: bool,
    /// The desktop says when keys that were handed over come into use, or do not.
    pub notify_first_use: bool,
    /// The person has read what there is to know before the first key.
    pub welcomed: bool,
}

/// Where a window is on the desktop, in its logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WindowPlace {
    pub x: i32,
    pub y: i32,
    /// Without its frame.
    pub width: u32,
    /// Without its frame.
    pub height: u32,
    /// It fills the monitor; the rest is where it was before.
    pub maximized: bool,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ColumnWidth {
    /// None for the name.
    pub column: Option<TableColumn>,
    /// In CSS pixels.
    pub width: u16,
}

/// A column of the table that can be hidden. The name always stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum TableColumn {
    Prefix,
    Type,
    Project,
    Permissions,
    Owner,
    Places,
    Created,
    Used,
    Status,
}

/// How large everything is, in percent: 50 to 300, in steps of 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(try_from = "u16", into = "u16")]
#[ts(export, type = "number")]
pub struct Zoom(u16);

/// What the keys ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ZoomStep {
    /// Ctrl +.
    In,
    /// Ctrl −.
    Out,
    /// Ctrl 0.
    Reset,
}

impl Zoom {
    /// In percent.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// The next one.
    #[must_use]
    pub fn step(self, step: ZoomStep) -> Self {
        let next = match step {
            ZoomStep::In => self.0 + 10,
            ZoomStep::Out => self.0 - 10,
            ZoomStep::Reset => 100,
        };
        Self::try_from(next).unwrap_or(self)
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self(100)
    }
}

impl TryFrom<u16> for Zoom {
    type Error = &'static str;

    fn try_from(percent: u16) -> Result<Self, Self::Error> {
        let good = (50..=300).contains(&percent) && percent.is_multiple_of(10);
        good.then_some(Self(percent)).ok_or("no zoom")
    }
}

impl From<Zoom> for u16 {
    fn from(zoom: Zoom) -> Self {
        zoom.0
    }
}

/// Through which proxy. What is meant for this computer never goes through one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[ts(export)]
pub enum ProxyChoice {
    /// As the system or the environment says.
    #[default]
    System,
    /// Through none.
    None,
    /// Through this one: `http` or `https`, without credentials.
    Manual { address: String },
}

/// What is wrong with a proxy's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ProxyProblem {
    /// It is no address.
    Unreadable,
    /// Neither http nor https.
    Scheme,
    /// It has a user name or a password in it, and settings are kept in a plain file.
    Credentials,
    /// It has a path, a query or a fragment.
    Extras,
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

/// How long the person leaves the app alone before it locks itself, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum LockAfter {
    #[serde(rename = "5")]
    Five,
    #[default]
    #[serde(rename = "15")]
    Fifteen,
    #[serde(rename = "60")]
    Sixty,
}

impl LockAfter {
    /// In minutes.
    #[must_use]
    pub fn minutes(self) -> i64 {
        match self {
            Self::Five => 5,
            Self::Fifteen => 15,
            Self::Sixty => 60,
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

/// What went wrong since the app was started, for a person to copy: codes and times, no names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TroubleReport {
    /// A line each.
    pub text: String,
}

/// Why settings were not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum SettingsError {
    /// The file cannot be written. They hold until the app quits.
    NotWritten,
    /// The proxy's address cannot be used. Nothing was changed.
    Proxy { problem: ProxyProblem },
    /// What is kept here is locked: only who can unlock it may change the way to the server. Nothing was
    /// changed.
    Locked,
    /// The certificate file cannot be read, or has no certificate in it. Nothing was changed.
    CaFile,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zoom_stays_where_a_window_can_be_read() {
        let steps = |from: u16, step| Zoom::try_from(from).unwrap().step(step).percent();
        assert_eq!((steps(100, ZoomStep::In), steps(100, ZoomStep::Out)), (110, 90));
        assert_eq!((steps(300, ZoomStep::In), steps(50, ZoomStep::Out)), (300, 50));
        assert_eq!(steps(170, ZoomStep::Reset), 100);
        for odd in [0, 10, 55, 310, u16::MAX] {
            assert!(Zoom::try_from(odd).is_err(), "{odd}");
        }
    }
}
