//! How a value is dressed for the clipboard.

use crate::mirror::mirror;
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::custody;
use ts_rs::TS;

mirror! {
    /// How a value is dressed for where it goes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum CopyFormat = custody::CopyFormat {
        Raw,
        Dotenv,
        Export,
        PowerShell,
        Curl,
        Json,
        /// An item for Bitwarden's import of JSON.
        BitwardenJson,
        /// An item as 1Password's templates have it.
        OnePasswordJson,
        /// A table for KeePassXC's import of CSV.
        KeepassxcCsv,
    }
}
