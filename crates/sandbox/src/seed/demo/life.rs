//! How a demo key came to be what it is.

use crate::{
    seed::{digest, key},
    world::{KeyRecord, letters},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// A key of the demo.
pub(super) struct Planned {
    name: &'static str,
    /// What its value begins with, which tells its type.
    begins: &'static str,
    permissions: &'static [&'static str],
    /// Days since it was made.
    age: i64,
    life: Life,
}

/// What became of a key.
#[derive(Clone, Copy)]
pub(super) enum Life {
    /// Seen this many minutes ago.
    Used(i64),
    Never,
    /// Revoked this many days ago, and seen until shortly before.
    Revoked(i64),
    /// Ended by itself this many days ago, and seen until then.
    Expired(i64),
    /// In use, and ends by itself in this many days.
    EndsIn(i64),
}

pub(super) const HOURS: i64 = 60;
pub(super) const DAYS: i64 = 24 * HOURS;

pub(super) const RUN: &[&str] = &["analysis:create", "analysis:read"];
pub(super) const CREATE: &[&str] = &["analysis:create"];
pub(super) const READ: &[&str] = &["analysis:read"];
pub(super) const READ_ALL: &[&str] = &["analysis:read", "config:read"];
pub(super) const CONFIG_READ: &[&str] = &["config:read"];
pub(super) const CONFIG: &[&str] = &["config:read", "config:write"];
pub(super) const ALL: &[&str] =
    &["analysis:create", "analysis:read", "config:read", "config:write"];

/// An SDK key.
pub(super) const fn sdk(name: &'static str, age: i64, life: Life) -> Planned {
    Planned { name, begins: "ss_pub_", permissions: RUN, age, life }
}

/// A project's API key.
pub(super) const fn api(
    name: &'static str,
    permissions: &'static [&'static str],
    age: i64,
    life: Life,
) -> Planned {
    Planned { name, begins: "ss_secret_", permissions, age, life }
}

/// An organization's API key.
pub(super) const fn org(
    name: &'static str,
    permissions: &'static [&'static str],
    age: i64,
    life: Life,
) -> Planned {
    Planned { name, begins: "ss_org_", permissions, age, life }
}

/// A key from before today's formats.
pub(super) const fn legacy(
    name: &'static str,
    begins: &'static str,
    age: i64,
    life: Life,
) -> Planned {
    Planned { name, begins, permissions: RUN, age, life }
}

/// A key of a type and with a permission that no one has published yet.
pub(super) const fn edge(name: &'static str, age: i64, life: Life) -> Planned {
    Planned {
        name,
        begins: "ss_edge_",
        permissions: &["analysis:create", "logs:stream"],
        age,
        life,
    }
}

impl Planned {
    pub(super) fn lived(&self, project: Option<&Value>, now: DateTime<Utc>) -> KeyRecord {
        let type_name = match self.begins {
            "ss_pub_" => "public",
            "ss_org_" => "org",
            "ss_edge_" => "edge",
            _ => "secret",
        };
        let digest = digest(&[project.map_or("", |it| it["id"].as_str().unwrap()), self.name]);
        // No one makes two keys in the same minute of the day.
        let minute = TimeDelta::minutes(i64::from(digest[16]) * 4 + i64::from(digest[17] % 4));
        let created_at = now - TimeDelta::days(self.age) - minute;
        let record = key(type_name, project, self.name, now);
        let mut record = KeyRecord {
            prefix: format!("{}{}", self.begins, letters(&digest[..16 - self.begins.len()])),
            permissions: self.permissions.iter().map(|&one| one.to_owned()).collect(),
            created_at,
            ..record
        };
        let days = |days| now - TimeDelta::days(days) + minute / 2;
        match self.life {
            Life::Used(minutes) => record.last_used_at = Some(now - TimeDelta::minutes(minutes)),
            Life::Never => {}
            Life::Revoked(ago) => {
                record.revoked_at = Some(days(ago));
                record.last_used_at = Some(days(ago) - minute);
            }
            Life::Expired(ago) => {
                record.expires_at = Some(days(ago));
                record.last_used_at = Some(days(ago) - TimeDelta::minutes(7));
            }
            Life::EndsIn(left) => {
                record.expires_at = Some(days(-left));
                record.last_used_at = Some(now - TimeDelta::minutes(4) - minute / 20);
            }
        }
        record
    }
}
