//! Records as no honest server sends them.

use super::key;
use crate::world::{Data, KeyRecord};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

pub(super) fn plant(data: &mut Data, now: DateTime<Utc>) {
    let project = data.projects[0].clone();
    let named = |name: &str| KeyRecord {
        created_at: now - TimeDelta::days(3),
        last_used_at: Some(now - TimeDelta::hours(1)),
        ..key("secret", Some(&project), name, now)
    };
    let changed = |name: &str, change: &dyn Fn(&mut Value)| {
        let record = named(name);
        let mut replaced = record.json();
        change(&mut replaced);
        KeyRecord { replaced_by: Some(replaced), ..record }
    };
    data.keys.extend([
        named("<script>document.title='owned'</script><b>bold</b>"),
        named("invoice\u{202e}gpj.exe"),
        named("bell\u{7}null\u{0}line\nbreak"),
        named(&"long ".repeat(51)),
        named(&"x".repeat(100_000)),
        named("👩‍🚀🔑 emoji crew 🚀"),
        named("=HYPERLINK(\"https://evil.example\")"),
        changed("broken last use", &|key| key["lastUsedAt"] = json!("last week")),
        changed("used in the future", &|key| key["lastUsedAt"] = json!(now + TimeDelta::days(2))),
        changed("used in a number", &|key| key["lastUsedAt"] = json!(1_780_000_000)),
        changed("revoked by flag", &|key| key["revoked"] = json!(true)),
        changed("revoked by status", &|key| key["status"] = json!("revoked")),
        changed("prefix too long", &|key| key["prefix"] = json!("ss_secret_AbC123moreThanShown")),
        changed("permissions as a text", &|key| key["permissions"] = json!("all of them")),
        changed("permissions of all sorts", &|key| {
            key["permissions"] = json!(["analysis:read", 7, null, "<i>x</i>"]);
        }),
        changed("project nobody knows", &|key| key["projectId"] = json!("no-such-project")),
        changed("id with a path", &|key| key["id"] = json!("../../auth/me?x=1#y")),
        changed("id of another", &|key| key["id"] = json!(data.keys[0].id)),
        changed("more than asked for", &|key| key["nested"] = json!({ "a": [{ "b": [[[]]] }] })),
        changed("no name", &|key| key["name"] = json!(17)),
        changed("no prefix", &|key| drop(key.as_object_mut().map(|key| key.remove("prefix")))),
        changed("no object", &|key| *key = json!("nonsense")),
    ]);
}
