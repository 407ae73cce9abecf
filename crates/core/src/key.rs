//! The key record as SigSentry keeps it: everything but the value.

pub use crate::last_used::LastUsed;

use crate::last_used::UsedDays;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

/// How many characters of a key stay visible for good (documented).
pub const PREFIX_LENGTH: usize = 16;

/// What values of keys begin with, of today's types and of legacy ones (documented).
pub const KEY_PREFIXES: [&str; 5] = ["ss_pub_", "ss_secret_", "ss_org_", "ss_live_", "tb_"];

/// The three types that can be created, one per page of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NewKeyType {
    /// `ss_pub_`: locked permissions, one project, for browsers and mobile apps.
    Sdk,
    /// `ss_secret_`: one project, for server code.
    Project,
    /// `ss_org_`: the whole tenant, for cross-project automation.
    Organization,
}

impl NewKeyType {
    /// What every key of this type starts with (documented).
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Sdk => "ss_pub_",
            Self::Project => "ss_secret_",
            Self::Organization => "ss_org_",
        }
    }
}

/// The type of a key that exists.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// One of the three of today.
    Current(NewKeyType),
    /// `tb_` or `ss_live_`: answers `401 KEY_FORMAT_DEPRECATED` after the sunset (documented).
    Legacy,
    /// A type this app does not know, as the server wrote it.
    Unknown(Box<str>),
}

impl KeyType {
    /// Reads the type from a key's prefix, for records that do not name it.
    #[must_use]
    pub fn from_prefix(prefix: &str) -> Self {
        for current in [NewKeyType::Sdk, NewKeyType::Project, NewKeyType::Organization] {
            if prefix.starts_with(current.prefix()) {
                return Self::Current(current);
            }
        }
        if prefix.starts_with("tb_") || prefix.starts_with("ss_live_") {
            return Self::Legacy;
        }
        Self::Unknown(Box::default())
    }
}

/// What a key may do.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// `analysis:create`: run analyses, ask follow-ups, give feedback.
    AnalysisCreate,
    /// `analysis:read`: read analyses.
    AnalysisRead,
    /// `config:read`: read project, channel, log-source, repository and watchdog configuration.
    ConfigRead,
    /// `config:write`: change that configuration.
    ConfigWrite,
    /// A permission this app does not know, kept and shown as it came.
    Unknown(String),
}

impl Permission {
    /// The four that can be granted, in the vendor's order.
    pub const ALL: [Self; 4] =
        [Self::AnalysisCreate, Self::AnalysisRead, Self::ConfigRead, Self::ConfigWrite];
    /// What an SDK key has, always (documented), and what the vendor advises for CI.
    pub const ANALYSIS_ONLY: [Self; 2] = [Self::AnalysisCreate, Self::AnalysisRead];

    /// The vendor's name of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::AnalysisCreate => "analysis:create",
            Self::AnalysisRead => "analysis:read",
            Self::ConfigRead => "config:read",
            Self::ConfigWrite => "config:write",
            Self::Unknown(name) => name,
        }
    }

    /// Reads the vendor's name; never fails.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|known| known.as_str() == name)
            .unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}

/// A key as the inventory has it. Nothing in it is secret, everything in it may be hostile text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The server's id of the key.
    pub id: Box<str>,
    /// What people called it.
    pub name: Box<str>,
    /// Its first [`PREFIX_LENGTH`] characters.
    pub prefix: Box<str>,
    /// Its type.
    pub key_type: KeyType,
    /// The project it is bound to; none for organization keys. Keys of one project share the text.
    pub project_id: Option<Arc<str>>,
    /// What it may do. Keys that may do the same share the list.
    pub permissions: Arc<[Permission]>,
    /// When it was made, if the server's answer could be read.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last seen.
    pub last_used: LastUsed,
    /// When it ends by itself, if ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether it was revoked.
    pub revocation: Revocation,
    /// When this app saw it in use. The server does not tell.
    pub used_days: UsedDays,
}

impl KeyRecord {
    /// Whether it was seen less than `span` before `now`; a time in the future is clock skew.
    #[must_use]
    pub fn was_used_within(&self, span: TimeDelta, now: DateTime<Utc>) -> bool {
        matches!(self.last_used, LastUsed::At(at) if now - at < span)
    }
}

/// Whether a key was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// It still opens doors.
    None,
    /// It was revoked at this time, where the server says when.
    Revoked(Option<DateTime<Utc>>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_is_read_from_the_prefix() {
        for (prefix, expected) in [
            ("ss_pub_AbC", KeyType::Current(NewKeyType::Sdk)),
            ("ss_secret_AbC", KeyType::Current(NewKeyType::Project)),
            ("ss_org_AbC", KeyType::Current(NewKeyType::Organization)),
            ("tb_AbC", KeyType::Legacy),
            ("ss_live_AbC", KeyType::Legacy),
            ("zz_AbC", KeyType::Unknown(Box::default())),
        ] {
            assert_eq!(KeyType::from_prefix(prefix), expected);
        }
    }

    #[test]
    fn unknown_permissions_keep_their_name() {
        assert_eq!(Permission::from_name("config:read"), Permission::ConfigRead);
        assert_eq!(Permission::from_name("logs:purge").as_str(), "logs:purge");
    }
}
