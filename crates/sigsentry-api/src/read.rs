//! Reading records tolerantly: what is unknown is kept, what is broken is named, nothing is guessed.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sigsentry_keys_core::{
    account::Project,
    key::{KeyRecord, KeyType, LastUsed, NewKeyType, PREFIX_LENGTH, Permission, Revocation},
};

/// A record, or the id of one that cannot be read (`?` where not even that can).
pub(crate) fn key(item: &Value) -> Result<KeyRecord, String> {
    let text = |field: &str| item.get(field).and_then(Value::as_str);
    let id = text("id").filter(|id| !id.is_empty()).ok_or_else(|| "?".to_owned())?;
    let (Some(name), Some(prefix)) = (text("name"), text("prefix")) else {
        return Err(id.to_owned());
    };
    // Never more than the server shows for good, whatever it sends.
    let prefix: String = prefix.chars().take(PREFIX_LENGTH).collect();
    let revoked_at = time(item.get("revokedAt"));
    let revoked = item.get("revoked") == Some(&Value::Bool(true))
        || text("status").is_some_and(|status| status.eq_ignore_ascii_case("revoked"))
        || revoked_at != Time::Absent;
    Ok(KeyRecord {
        id: id.to_owned(),
        name: name.to_owned(),
        key_type: key_type(text("type"), &prefix),
        prefix,
        project_id: text("projectId").map(str::to_owned),
        permissions: item
            .get("permissions")
            .and_then(Value::as_array)
            .map(|names| {
                names.iter().filter_map(Value::as_str).map(Permission::from_name).collect()
            })
            .unwrap_or_default(),
        created_at: time(item.get("createdAt")).known(),
        last_used: match time(item.get("lastUsedAt")) {
            Time::Absent => LastUsed::Never,
            Time::At(at) => LastUsed::At(at),
            Time::Malformed => LastUsed::Unknown,
        },
        expires_at: time(item.get("expiresAt")).known(),
        revocation: if revoked {
            Revocation::Revoked(revoked_at.known())
        } else {
            Revocation::None
        },
    })
}

fn key_type(name: Option<&str>, prefix: &str) -> KeyType {
    let by_prefix = KeyType::from_prefix(prefix);
    match (name, &by_prefix) {
        (_, KeyType::Legacy) => KeyType::Legacy,
        (Some("public"), _) => KeyType::Current(NewKeyType::Sdk),
        (Some("secret"), _) => KeyType::Current(NewKeyType::Project),
        (Some("org"), _) => KeyType::Current(NewKeyType::Organization),
        (Some(other), KeyType::Unknown(_)) => KeyType::Unknown(other.to_owned()),
        _ => by_prefix,
    }
}

/// A project; one without id or name is left out.
pub(crate) fn project(item: &Value) -> Option<Project> {
    let text = |field: &str| item.get(field).and_then(Value::as_str).map(str::to_owned);
    Some(Project { id: text("id")?, name: text("name")?, slug: text("slug").unwrap_or_default() })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    Absent,
    At(DateTime<Utc>),
    Malformed,
}

impl Time {
    fn known(self) -> Option<DateTime<Utc>> {
        if let Self::At(at) = self { Some(at) } else { None }
    }
}

fn time(value: Option<&Value>) -> Time {
    match value {
        None | Some(Value::Null) => Time::Absent,
        Some(Value::String(text)) => rfc3339(text).map_or(Time::Malformed, Time::At),
        Some(_) => Time::Malformed,
    }
}

pub(crate) fn rfc3339(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record(change: Value) -> KeyRecord {
        let mut item = json!({
            "id": "k1", "name": "n", "prefix": "ss_secret_AbC123", "type": "secret",
            "permissions": ["analysis:read"], "createdAt": "2026-01-02T03:04:05Z",
        });
        for (field, value) in change.as_object().unwrap() {
            item[field] = value.clone();
        }
        key(&item).unwrap()
    }

    #[test]
    fn the_three_ways_to_say_revoked_are_one() {
        assert_eq!(record(json!({})).revocation, Revocation::None);
        for revoked in [
            json!({ "revoked": true }),
            json!({ "status": "revoked" }),
            json!({ "revokedAt": "2026-02-01T00:00:00Z" }),
            json!({ "revokedAt": "yesterday" }),
        ] {
            assert_ne!(record(revoked).revocation, Revocation::None);
        }
        assert_eq!(
            record(json!({ "revokedAt": null, "revoked": false })).revocation,
            Revocation::None
        );
    }

    #[test]
    fn a_missing_last_use_is_never_and_a_broken_one_unknown() {
        assert_eq!(record(json!({})).last_used, LastUsed::Never);
        assert_eq!(record(json!({ "lastUsedAt": null })).last_used, LastUsed::Never);
        for broken in [json!("last week"), json!(17), json!("")] {
            assert_eq!(record(json!({ "lastUsedAt": broken })).last_used, LastUsed::Unknown);
        }
    }

    #[test]
    fn the_type_comes_from_the_prefix_where_the_record_does_not_say() {
        let current = |key_type| KeyType::Current(key_type);
        let of = |change| record(change).key_type;
        assert_eq!(
            of(json!({ "type": null, "prefix": "ss_org_x" })),
            current(NewKeyType::Organization)
        );
        assert_eq!(
            of(json!({ "type": "edge", "prefix": "zz_x" })),
            KeyType::Unknown("edge".into())
        );
        assert_eq!(of(json!({ "type": "secret", "prefix": "tb_x" })), KeyType::Legacy);
    }

    #[test]
    fn a_prefix_is_cut_and_unknown_permissions_are_kept() {
        let long =
            record(json!({ "prefix": "ss_secret_AbC123andMuchMore", "permissions": ["x:y"] }));
        assert_eq!(long.prefix, "ss_secret_AbC123");
        assert_eq!(long.permissions[0].as_str(), "x:y");
    }

    #[test]
    fn an_unreadable_record_is_named_by_its_id() {
        assert_eq!(key(&json!({ "id": "k9", "name": 7 })), Err("k9".into()));
        assert_eq!(key(&json!("nonsense")), Err("?".into()));
    }
}
