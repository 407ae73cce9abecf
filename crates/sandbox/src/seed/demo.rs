//! The demo tenant: a team that has made keys for two years.

use super::{key, project};
use crate::{
    keys::random_text,
    world::{Data, KeyRecord},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

const PROJECTS: [&str; 9] = [
    "checkout-api",
    "mobile-app",
    "data-pipeline",
    "identity-service",
    "notifications",
    "partner-portal",
    "search-indexer",
    "internal-tools",
    "Legacy monolith (do not deploy on Fridays, ask the platform team first)",
];

const SDK_NAMES: [&str; 5] =
    ["web widget", "iOS app", "Android app", "staging embed", "docs site snippet"];
const API_NAMES: [&str; 10] = [
    "production-ingest",
    "CI smoke tests",
    "staging webhook receiver",
    "nightly replay",
    "alert enrichment",
    "on-call bot",
    "API Key 1",
    "load test",
    "test",
    "canary deploy",
];
const ORG_NAMES: [&str; 6] = [
    "tenant audit",
    "billing export",
    "cross-project dashboard",
    "terraform",
    "New key",
    "incident tooling",
];

pub(super) fn plant(data: &mut Data, now: DateTime<Utc>) {
    data.projects =
        PROJECTS.iter().enumerate().map(|(index, name)| project(index, name, now)).collect();
    let mut number = 0;
    for project in &data.projects {
        for (names, type_name) in [(&SDK_NAMES[..], "public"), (&API_NAMES[..], "secret")] {
            for name in names {
                data.keys.push(lived(type_name, Some(project), name, now, number));
                number += 1;
            }
        }
    }
    for name in ORG_NAMES {
        data.keys.push(lived("org", None, name, now, number));
        number += 1;
    }
    legacy(data, now);
    unknown(data, now);
}

/// A key with a life of its own: most are in use, some are not.
fn lived(
    type_name: &str,
    project: Option<&Value>,
    name: &str,
    now: DateTime<Utc>,
    number: i64,
) -> KeyRecord {
    let (days, minutes) = (TimeDelta::days, TimeDelta::minutes);
    let age = days(20 + number * 37 % 600);
    let of = |age, used| key(type_name, project, name, now, age, used);
    match number % 16 {
        3 => of(days(120 + number), Some(days(91 + number))),
        5 => of(days(30 + number), None),
        7 => KeyRecord { revoked_at: Some(now - days(9)), ..of(age, Some(days(10))) },
        9 if number % 3 == 0 => {
            KeyRecord { expires_at: Some(now - days(12)), ..of(age, Some(days(13))) }
        }
        9 => KeyRecord {
            expires_at: Some(now + days(number % 13 + 1)),
            ..of(age, Some(minutes(50)))
        },
        11 => of(minutes(60 * (number % 48) + 5), None),
        13 => of(age, Some(days(20 + number % 60))),
        _ => of(age, Some(minutes(1 + number * number * 7 % 8_000))),
    }
}

/// Keys from before today's formats.
fn legacy(data: &mut Data, now: DateTime<Utc>) {
    let old = [("tb_", "old ingest agent"), ("ss_live_", "old reporting job"), ("tb_", "cron box")];
    for (prefix, name) in old {
        let used = Some(TimeDelta::days(3));
        let record = key("secret", Some(&data.projects[8]), name, now, TimeDelta::days(900), used);
        let prefix = format!("{prefix}{}", random_text(16 - prefix.len()));
        data.keys.push(KeyRecord { prefix, ..record });
    }
}

/// A key of a type and with a permission that this app does not know.
fn unknown(data: &mut Data, now: DateTime<Utc>) {
    let used = Some(TimeDelta::hours(2));
    let record =
        key("secret", Some(&data.projects[2]), "edge collector", now, TimeDelta::days(8), used);
    data.keys.push(KeyRecord {
        r#type: "edge".to_owned(),
        prefix: format!("ss_edge_{}", random_text(8)),
        permissions: vec!["analysis:create".to_owned(), "logs:stream".to_owned()],
        ..record
    });
}
