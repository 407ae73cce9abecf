//! Every path and shape of the API, graded.
//!
//! | operation | grade |
//! |---|---|
//! | `GET /config/projects` | documented |
//! | `POST /config/api-keys` | path and `Idempotency-Key` documented; body and answer assumed |
//! | `GET /config/api-keys` | implied; both documented list shapes are read |
//! | `DELETE /config/api-keys/{id}` | implied |
//! | `POST /auth/login`, `/auth/logout`, `GET /auth/me` | assumed |
//! | `POST /auth/refresh` | that a session is refreshed is documented; path and answer assumed |

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use sigsentry_keys_core::{
    creation::MintRequest,
    key::{NewKeyType, Permission},
};

/// Most keys that the server gives at once (documented).
pub(crate) const PAGE_SIZE: u32 = 100;
pub(crate) const LOGIN: &str = "/auth/login";
pub(crate) const REFRESH: &str = "/auth/refresh";
pub(crate) const LOGOUT: &str = "/auth/logout";
pub(crate) const ME: &str = "/auth/me";
pub(crate) const PROJECTS: &str = "/config/projects";
pub(crate) const KEYS: &str = "/config/api-keys";
pub(crate) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The field of a creation's answer that has the value, this once (assumed).
pub(crate) const VALUE: &str = "key";

/// What is read of a record (documented, and `type`, `projectId`, `status`, `revoked` and `revokedAt`
/// assumed). Other fields are left alone.
pub(crate) const RECORD: [&str; 12] = [
    "id",
    "name",
    "prefix",
    "type",
    "projectId",
    "permissions",
    "createdAt",
    "lastUsedAt",
    "expiresAt",
    "revokedAt",
    "revoked",
    "status",
];

/// The path of a key; none for an id that could not stand there.
pub(crate) fn key(id: &str) -> Option<String> {
    if !is_usable(id) {
        return None;
    }
    // An id is foreign text: whatever could change the path is percent-escaped.
    let mut path = format!("{KEYS}/");
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(path)
}

/// Whether an id can be named in a path. Dots alone would lead elsewhere, escaped or not.
pub(crate) fn is_usable(id: &str) -> bool {
    !matches!(id, "" | "." | "..")
}

/// One page of the list of keys.
pub(crate) fn page(number: u64, limit: u32) -> String {
    format!("{KEYS}?page={number}&limit={limit}")
}

#[derive(Serialize)]
pub(crate) struct Login<'a> {
    pub(crate) email: &'a str,
    pub(crate) password: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoggedIn {
    pub(crate) token: zeroize::Zeroizing<String>,
    #[serde(default, deserialize_with = "text")]
    pub(crate) expires_at: String,
    pub(crate) user: Person,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) email: String,
    #[serde(default, deserialize_with = "text")]
    pub(crate) name: String,
    #[serde(default, deserialize_with = "text")]
    pub(crate) role: String,
    #[serde(default, deserialize_with = "text")]
    pub(crate) tenant_id: String,
    #[serde(default, deserialize_with = "text")]
    pub(crate) tenant_name: String,
    #[serde(default, deserialize_with = "text")]
    pub(crate) expires_at: String,
}

/// A text that no one needs to be let in: anything else in its place is none.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_str().unwrap_or_default().to_owned())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Create<'a> {
    name: &'a str,
    r#type: &'static str,
    permissions: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project_id: Option<&'a str>,
}

impl<'a> From<&'a MintRequest> for Create<'a> {
    fn from(request: &'a MintRequest) -> Self {
        Self {
            name: request.name.as_str(),
            r#type: type_name(request.key_type),
            permissions: request.permissions.iter().map(Permission::as_str).collect(),
            project_id: request.project_id.as_deref(),
        }
    }
}

/// The word for a type on the wire (assumed).
pub(crate) fn type_name(key_type: NewKeyType) -> &'static str {
    match key_type {
        NewKeyType::Sdk => "public",
        NewKeyType::Project => "secret",
        NewKeyType::Organization => "org",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_place_in_the_path() {
        assert_eq!(key("a-1").as_deref(), Some("/config/api-keys/a-1"));
        assert_eq!(key("../x?y").as_deref(), Some("/config/api-keys/%2E%2E%2Fx%3Fy"));
        for id in ["", ".", ".."] {
            assert_eq!(key(id), None, "{id:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_id_makes_one_segment(id in proptest::prelude::any::<String>()) {
            if let Some(path) = key(&id) {
                let address = crate::ApiAddress::parse("https://api.example/v1").unwrap();
                let url = address.join(&path);
                let segments: Vec<_> = url.path_segments().unwrap().collect();
                proptest::prop_assert_eq!(&segments[..3], ["v1", "config", "api-keys"]);
                proptest::prop_assert_eq!(segments.len(), 4);
                proptest::prop_assert_eq!((url.query(), url.fragment()), (None, None));
            }
        }
    }
}
