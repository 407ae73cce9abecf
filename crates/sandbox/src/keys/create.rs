use crate::{
    answer::{self, Refusal},
    caller::Person,
    request::{IdempotencyKey, JsonBody},
    world::{Issued, KeyRecord, TENANT_ID, World, project_id, random_text},
};
use axum::{extract::State, response::Response};
use serde_json::{Value, json};
use std::sync::Arc;

const PERMISSIONS: [&str; 4] = ["analysis:create", "analysis:read", "config:read", "config:write"];
/// What an SDK key has, always (documented).
const LOCKED: [&str; 2] = ["analysis:create", "analysis:read"];
/// Length of the random part of a key.
const RANDOM_LENGTH: usize = 40;
/// Longest name, in characters (assumed).
const LONGEST_NAME: usize = 255;

/// `POST /v1/config/api-keys` (path and idempotency documented, body and answer assumed).
pub(crate) async fn create(
    State(world): State<Arc<World>>,
    person: Person,
    IdempotencyKey(key): IdempotencyKey,
    JsonBody(request): JsonBody,
) -> Result<Response, Refusal> {
    person.may("apikey:write")?;
    let made = match key.clone() {
        None => make(&world, &request),
        Some(key) => {
            let mut replays = world.replays.lock().unwrap();
            let now = world.clock.now();
            replays.once(&person.account.id, key, request, now, |request| make(&world, request))
        }
    }?;
    let key_id = made["id"].as_str().unwrap_or_default().to_owned();
    world.issued.lock().unwrap().push(Issued { idempotency_key: key, key_id });
    Ok(answer::created(made))
}

/// Makes a key; the answer is its record and, this once, its value.
fn make(world: &World, request: &Value) -> Result<Value, Refusal> {
    let (type_prefix, mut record) = ask(world, request)?;
    let value = format!("{type_prefix}{}", random_part(world));
    value[..16].clone_into(&mut record.prefix);
    let mut answer = record.json();
    answer["key"] = json!(value);
    let mut data = world.data.lock().unwrap();
    if world.config.quota.is_some_and(|most| data.live_keys(record.created_at) >= most) {
        let message = "Your plan's limit of API keys is reached";
        return Err(Refusal::new(403, "QUOTA_EXCEEDED", message));
    }
    data.hashes.insert(world.mac(value.as_bytes()), record.id.clone());
    data.keys.insert(0, record);
    Ok(answer)
}

/// What its keys begin with, and the record that is asked for, still without prefix.
fn ask(world: &World, request: &Value) -> Result<(&'static str, KeyRecord), Refusal> {
    let (type_name, type_prefix) = match request["type"].as_str() {
        Some("public") => ("public", "ss_pub_"),
        Some("secret") => ("secret", "ss_secret_"),
        Some("org") => ("org", "ss_org_"),
        _ => return Err(Refusal::field("type", "must be public, secret or org")),
    };
    let record = KeyRecord {
        id: uuid::Uuid::new_v4().to_string(),
        tenant_id: TENANT_ID.to_owned(),
        name: name(&request["name"])?,
        prefix: String::new(),
        r#type: type_name.to_owned(),
        project_id: project(world, type_name, &request["projectId"])?,
        permissions: permissions(type_name, &request["permissions"])?,
        created_at: world.clock.now(),
        last_used_at: None,
        expires_at: None,
        revoked_at: None,
        replaced_by: None,
    };
    Ok((type_prefix, record))
}

fn name(given: &Value) -> Result<String, Refusal> {
    let visible = |c: char| !c.is_whitespace() && !c.is_control() && c != '\u{feff}';
    given
        .as_str()
        .filter(|name| name.chars().count() <= LONGEST_NAME && name.chars().any(visible))
        .map(|name| name.trim().to_owned())
        .ok_or_else(|| Refusal::field("name", "must have 1 to 255 characters"))
}

/// The vendor's rules: exactly the two for an SDK key, some of the four for the others.
fn permissions(type_name: &str, given: &Value) -> Result<Vec<String>, Refusal> {
    let known = |name: &Value| {
        let name = name.as_str().filter(|name| PERMISSIONS.contains(name));
        name.map(str::to_owned)
    };
    let named: Option<Vec<String>> =
        given.as_array().and_then(|names| names.iter().map(known).collect());
    let mut permissions = named.filter(|names| !names.is_empty()).ok_or_else(|| {
        Refusal::field("permissions", "must be some of the four known permissions")
    })?;
    permissions.sort();
    if type_name == "public" && permissions != LOCKED {
        let message = "SDK keys have exactly analysis:create and analysis:read";
        return Err(Refusal::new(400, "INVALID_PUBLIC_KEY_PERMISSIONS", message));
    }
    permissions.dedup();
    Ok(permissions)
}

fn project(world: &World, type_name: &str, given: &Value) -> Result<Option<String>, Refusal> {
    match (type_name, given) {
        ("org", Value::Null) => Ok(None),
        ("org", _) => Err(Refusal::field("projectId", "organization keys have no project")),
        (_, Value::Null) => Err(Refusal::field("projectId", "is required")),
        (_, given) => {
            let id = given
                .as_str()
                .and_then(project_id)
                .ok_or_else(|| Refusal::field("projectId", "must be a UUID"))?;
            world.data.lock().unwrap().known_project(&id)?;
            Ok(Some(id))
        }
    }
}

fn random_part(world: &World) -> String {
    let asked = world.next_random_part.lock().unwrap().take();
    asked.unwrap_or_else(|| random_text(RANDOM_LENGTH))
}
