//! Reading records tolerantly: what is unknown is kept, what is broken is named, nothing is guessed.

use crate::{endpoints, record::Record};
use chrono::{DateTime, Datelike as _, Utc};
use serde_json::Value;
use sigsentry_keys_core::{
    account::Project,
    creation::MintRequest,
    key::{KeyRecord, KeyType, LastUsed, NewKeyType, PREFIX_LENGTH, Permission, Revocation},
    last_used::UsedDays,
};

/// Times before it are no one's: services write *never* as 1970 or as the year 1, give or take a time
/// zone. SigSentry is younger.
const FIRST_YEAR: i32 = 2000;
/// How much of a permission that is no text is shown, in characters.
const LONGEST_ODDITY: usize = 60;

/// A record that cannot be read, and its id, where at least that can.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unreadable(pub(crate) Option<String>);

/// Whether a record says anything of its last use, be it that there was none.
pub(crate) fn tells_use(item: &Record) -> bool {
    item.get("lastUsedAt").is_some()
}

/// A record.
pub(crate) fn key(item: &Record) -> Result<KeyRecord, Unreadable> {
    let text = |field: &str| item.get(field).and_then(Value::as_str);
    let id = text("id").filter(|id| endpoints::is_usable(id)).ok_or(Unreadable(None))?;
    let (Some(name), Some(prefix)) = (text("name"), text("prefix")) else {
        return Err(Unreadable(Some(id.to_owned())));
    };
    // Never more than the server shows for good, whatever it sends.
    let behind = prefix.char_indices().nth(PREFIX_LENGTH);
    let prefix = &prefix[..behind.map_or(prefix.len(), |(at, _)| at)];
    let revoked_at = end(item.get("revokedAt"));
    let revoked = item.get("revoked") == Some(&Value::Bool(true))
        || text("status").is_some_and(|status| status.eq_ignore_ascii_case("revoked"))
        || revoked_at != Time::Absent;
    Ok(KeyRecord {
        id: id.into(),
        name: name.into(),
        key_type: key_type(text("type"), prefix),
        prefix: prefix.into(),
        project_id: text("projectId").map(Into::into),
        permissions: permissions(item.get("permissions")).into(),
        created_at: time(item.get("createdAt")).known(),
        last_used: match time(item.get("lastUsedAt")) {
            Time::Absent => LastUsed::Never,
            Time::At(at) => LastUsed::At(at),
            Time::Malformed => LastUsed::Unknown,
        },
        expires_at: end(item.get("expiresAt")).known(),
        used_days: UsedDays::default(),
        revocation: if revoked {
            Revocation::Revoked(revoked_at.known())
        } else {
            Revocation::None
        },
    })
}

/// A key that was made, and whose record cannot be read: what was asked for, and nothing that only
/// the record or the value could tell.
pub(crate) fn as_asked_for(id: Option<String>, request: &MintRequest) -> KeyRecord {
    KeyRecord {
        // Without an id it cannot be revoked from here; the list will have it.
        id: id.unwrap_or_default().into(),
        name: request.name.as_str().into(),
        prefix: request.key_type.prefix().into(),
        key_type: KeyType::Current(request.key_type),
        project_id: request.project_id.as_deref().map(Into::into),
        permissions: request.permissions.clone().into(),
        created_at: None,
        last_used: LastUsed::Never,
        expires_at: None,
        revocation: Revocation::None,
        used_days: UsedDays::default(),
    }
}

/// A key with fewer permissions than it has would look harmless: what cannot be read is shown as the
/// server wrote it.
fn permissions(field: Option<&Value>) -> Vec<Permission> {
    let odd = |value: &Value| {
        Permission::Unknown(value.to_string().chars().take(LONGEST_ODDITY).collect())
    };
    match field {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(names)) => names
            .iter()
            .map(|name| name.as_str().map_or_else(|| odd(name), Permission::from_name))
            .collect(),
        Some(other) => vec![odd(other)],
    }
}

fn key_type(name: Option<&str>, prefix: &str) -> KeyType {
    let by_prefix = KeyType::from_prefix(prefix);
    match (name, &by_prefix) {
        (_, KeyType::Legacy) => KeyType::Legacy,
        (Some("public"), _) => KeyType::Current(NewKeyType::Sdk),
        (Some("secret"), _) => KeyType::Current(NewKeyType::Project),
        (Some("org"), _) => KeyType::Current(NewKeyType::Organization),
        (Some(other), KeyType::Unknown(_)) => KeyType::Unknown(other.into()),
        _ => by_prefix,
    }
}

/// A project; one without id is left out, one without name goes by its slug or id.
pub(crate) fn project(item: &Value) -> Option<Project> {
    let text = |field: &str| {
        item.get(field).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (id, slug) = (text("id")?, text("slug").unwrap_or_default());
    let name = text("name").or_else(|| text("slug")).unwrap_or_else(|| id.clone());
    Some(Project { id, name, slug })
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

/// When a key ends or ended: an empty text is no end.
fn end(value: Option<&Value>) -> Time {
    match value {
        Some(Value::String(text)) if text.trim().is_empty() => Time::Absent,
        value => time(value),
    }
}

fn time(value: Option<&Value>) -> Time {
    match value {
        None | Some(Value::Null) => Time::Absent,
        Some(Value::String(text)) => match rfc3339(text) {
            Some(at) if at.year() < FIRST_YEAR => Time::Absent,
            Some(at) => Time::At(at),
            None => Time::Malformed,
        },
        Some(_) => Time::Malformed,
    }
}

pub(crate) fn rfc3339(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// Any JSON, often with the names and values that records have.
    pub(crate) fn json() -> impl Strategy<Value = Value> {
        let text = prop_oneof![
            any::<String>(),
            "(ss_secret_|ss_org_|tb_|zz_)[a-zA-Z0-9]{0,40}",
            Just("2026-01-02T03:04:05Z".to_owned()),
            Just("revoked".to_owned()),
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            text.prop_map(Value::from),
        ];
        let name = prop_oneof![
            3 => proptest::sample::select(&endpoints::RECORD[..]).prop_map(str::to_owned),
            1 => Just(endpoints::VALUE.to_owned()),
            1 => any::<String>(),
        ];
        leaf.prop_recursive(4, 64, 12, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                proptest::collection::btree_map(name.clone(), inner, 0..14)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_is_a_record_or_has_a_name(item in json()) {
            match key_of(&item) {
                Ok(key) => {
                    prop_assert!(endpoints::is_usable(&key.id));
                    prop_assert!(key.prefix.chars().count() <= PREFIX_LENGTH);
                    prop_assert_eq!(Some(&*key.name), item["name"].as_str());
                }
                Err(Unreadable(id)) => prop_assert!(id.is_none_or(|id| !id.is_empty())),
            }
            let _ = project(&item);
        }
    }

    fn key_of(item: &Value) -> Result<KeyRecord, Unreadable> {
        key(&Record::of(item.clone()))
    }

    fn record(change: Value) -> KeyRecord {
        let mut item = json!({
            "id": "k1", "name": "n", "prefix": "ss_secret_AbC123", "type": "secret",
            "permissions": ["analysis:read"], "createdAt": "2026-01-02T03:04:05Z",
        });
        for (field, value) in change.as_object().unwrap() {
            item[field] = value.clone();
        }
        key_of(&item).unwrap()
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

    /// Services write *never* as the first second of their calendar.
    #[test]
    fn the_beginning_of_a_calendar_is_never() {
        for sentinel in [
            "1970-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "1969-12-31T19:00:00-05:00",
            "1900-01-01T00:00:00Z",
        ] {
            let record = record(json!({ "lastUsedAt": sentinel, "expiresAt": sentinel,
                "revokedAt": sentinel, "createdAt": sentinel }));
            assert_eq!(record.last_used, LastUsed::Never, "{sentinel}");
            assert_eq!((record.expires_at, record.created_at), (None, None), "{sentinel}");
            assert_eq!(record.revocation, Revocation::None, "{sentinel}");
        }
        let empty = record(json!({ "revokedAt": "", "expiresAt": " " }));
        assert_eq!((empty.revocation, empty.expires_at), (Revocation::None, None));
        let real = record(json!({ "revokedAt": "2026-02-01T00:00:00Z" }));
        assert!(matches!(real.revocation, Revocation::Revoked(Some(_))));
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
        assert_eq!(&*long.prefix, "ss_secret_AbC123");
        assert_eq!(long.permissions[0].as_str(), "x:y");
    }

    #[test]
    fn permissions_are_never_fewer_than_the_server_wrote() {
        let shown = |permissions: Value| {
            let record = record(json!({ "permissions": permissions }));
            record.permissions.iter().map(|one| one.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(shown(json!(null)), Vec::<String>::new());
        assert_eq!(shown(json!(["config:read", 7, null])), ["config:read", "7", "null"]);
        assert_eq!(shown(json!("all of them")), ["\"all of them\""]);
        assert_eq!(shown(json!({ "a": "x".repeat(500) }))[0].len(), LONGEST_ODDITY);
    }

    #[test]
    fn an_unreadable_record_is_named_by_its_id() {
        let named = Unreadable(Some("k9".into()));
        assert_eq!(key_of(&json!({ "id": "k9", "name": 7 })), Err(named));
        for nameless in [json!("nonsense"), json!({ "id": "" }), json!({ "id": ".." })] {
            assert_eq!(key_of(&nameless), Err(Unreadable(None)));
        }
    }

    #[test]
    fn a_project_goes_by_what_it_has() {
        let name = |item: Value| project(&item).map(|project| project.name);
        assert_eq!(name(json!({ "id": "p", "name": "n", "slug": "s" })).as_deref(), Some("n"));
        assert_eq!(name(json!({ "id": "p", "name": "", "slug": "s" })).as_deref(), Some("s"));
        assert_eq!(name(json!({ "id": "p", "name": 7 })).as_deref(), Some("p"));
        assert_eq!(name(json!({ "name": "n" })), None);
    }
}
