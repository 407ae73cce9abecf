//! Records as no honest server sends them.

use super::key;
use crate::world::{Data, KeyRecord};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

pub(super) fn plant(data: &mut Data, now: DateTime<Utc>) {
    let project = data.projects[0].clone();
    let named = |name: &str| {
        key("secret", Some(&project), name, now, TimeDelta::days(3), Some(TimeDelta::hours(1)))
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
        named("👩‍🚀🔑 emoji crew 🚀"),
        named("=HYPERLINK(\"https://evil.example\")"),
        changed("broken last use", &|key| key["lastUsedAt"] = json!("last week")),
        changed("used in the future", &|key| key["lastUsedAt"] = json!(now + TimeDelta::days(2))),
        changed("revoked by flag", &|key| key["revoked"] = json!(true)),
        changed("revoked by status", &|key| key["status"] = json!("revoked")),
        changed("prefix too long", &|key| key["prefix"] = json!("ss_secret_AbC123moreThanShown")),
        changed("no name", &|key| key["name"] = json!(17)),
        changed("no object", &|key| *key = json!("nonsense")),
    ]);
}
