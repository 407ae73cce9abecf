//! What crosses between the web view and Rust; the TypeScript is generated from here.
//!
//! No type of this crate can carry a key's value: it does not know the crate that holds one. All
//! foreign text has been made safe for display before it gets here. Times are RFC 3339 in UTC.

#![allow(missing_docs, reason = "fields and variants whose name says it all carry no sentence")]

pub mod accounts;
pub mod activity;
pub mod annotation;
pub mod changes;
pub mod command;
mod copy_format;
pub mod creation;
pub mod custody;
pub mod export;
pub mod failure;
pub mod handoff;
pub mod inventory;
pub mod lock;
mod mirror;
pub mod offline;
pub mod owners;
pub mod review;
pub mod revocation;
pub mod rotation;
pub mod session;
pub mod settings;
pub mod table;
pub mod triage;

use chrono::{DateTime, SecondsFormat, Utc};

/// How every time crosses.
#[must_use]
pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
