//! Key management: list, create, revoke.

use crate::{
    answer::{self, Refusal},
    caller::{self, Person},
    config::ListShape,
    idempotency::Seen,
    world::{KeyRecord, TENANT_ID, World},
};
use axum::{
    body::Bytes,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Value, json};
use std::{collections::HashMap, sync::Arc};

const PERMISSIONS: [&str; 4] = ["analysis:create", "analysis:read", "config:read", "config:write"];
const LOCKED: [&str; 2] = ["analysis:create", "analysis:read"];
/// Length of the random part of a key.
const RANDOM_LENGTH: usize = 40;

/// `GET /v1/config/api-keys` (implied).
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    caller::person(&world, &headers)?.may("config:read")?;
    let number = |name: &str, default: usize, most: usize| match query.get(name) {
        None => Ok(default),
        Some(text) => text
            .parse()
            .ok()
            .filter(|number| (1..=most).contains(number))
            .ok_or_else(|| Refusal::field(name, &format!("must be 1 to {most}"))),
    };
    let (page, limit) = (number("page", 1, 1_000_000)?, number("limit", 20, 100)?);
    let data = world.data.lock().unwrap();
    if world.config.list_shape == ListShape::Array {
        return Ok(answer::data(data.keys.iter().map(KeyRecord::json).collect()));
    }
    let total = data.keys.len();
    let items: Vec<_> =
        data.keys.iter().skip((page - 1) * limit).take(limit).map(KeyRecord::json).collect();
    let total_pages = total.div_ceil(limit);
    Ok(answer::data(json!({
        "items": items,
        "pagination": { "page": page, "limit": limit, "total": total, "totalPages": total_pages },
    })))
}

/// `POST /v1/config/api-keys` (path and idempotency documented, body and answer assumed).
pub(crate) async fn create(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let person = caller::person(&world, &headers)?;
    person.may("apikey:write")?;
    let request: Value = serde_json::from_slice(&body)
        .ok()
        .filter(Value::is_object)
        .ok_or_else(|| Refusal::field("body", "must be a JSON object"))?;
    let idempotency_key = headers.get("Idempotency-Key").and_then(|value| value.to_str().ok());
    if idempotency_key.is_some_and(|key| key.is_empty() || key.len() > 255) {
        return Err(Refusal::field("Idempotency-Key", "must have 1 to 255 characters"));
    }
    let now = world.clock.now();
    if let Some(key) = idempotency_key {
        match world.replays.lock().unwrap().look(&person.account.id, key, &request, now) {
            Seen::Same(answer) => return Ok(answer::created(answer)),
            Seen::Other => {
                let message = "The idempotency key was used with another body";
                return Err(Refusal::new(409, "IDEMPOTENCY_KEY_CONFLICT", message));
            }
            Seen::Never => {}
        }
    }
    let mut record = wish(&world, &request)?;
    let value = format!("{}{}", record.prefix, random_part(&world));
    record.prefix = value[..16].to_owned();
    let mut answer = record.json();
    answer["key"] = json!(value);
    let mut data = world.data.lock().unwrap();
    data.hashes.insert(world.mac(value.as_bytes()), record.id.clone());
    data.keys.insert(0, record);
    drop(data);
    if let Some(key) = idempotency_key {
        let mut replays = world.replays.lock().unwrap();
        replays.keep(&person.account.id, key, request, answer.clone(), now);
    }
    Ok(answer::created(answer))
}

/// The record that is asked for; its `prefix` is still the type's.
fn wish(world: &World, request: &Value) -> Result<KeyRecord, Refusal> {
    let name = request["name"].as_str().unwrap_or_default().trim();
    if !(1..=255).contains(&name.chars().count()) {
        return Err(Refusal::field("name", "must have 1 to 255 characters"));
    }
    let type_name = request["type"].as_str().unwrap_or_default();
    let prefix = match type_name {
        "public" => "ss_pub_",
        "secret" => "ss_secret_",
        "org" => "ss_org_",
        _ => return Err(Refusal::field("type", "must be public, secret or org")),
    };
    let mut permissions: Vec<String> = request["permissions"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|name| name.as_str().unwrap_or_default().to_owned())
        .collect();
    permissions.sort();
    permissions.dedup();
    if permissions.is_empty() || !permissions.iter().all(|one| PERMISSIONS.contains(&one.as_str()))
    {
        return Err(Refusal::field("permissions", "must be some of the four known permissions"));
    }
    if type_name == "public" && permissions != LOCKED {
        let message = "SDK keys have exactly analysis:create and analysis:read";
        return Err(Refusal::new(400, "INVALID_PUBLIC_KEY_PERMISSIONS", message));
    }
    let project_id = request["projectId"].as_str();
    match (type_name, project_id) {
        ("org", Some(_)) => {
            return Err(Refusal::field("projectId", "organization keys have no project"));
        }
        ("org", None) => {}
        (_, None) => return Err(Refusal::field("projectId", "is required")),
        (_, Some(id)) => {
            let data = world.data.lock().unwrap();
            if !data.projects.iter().any(|project| project["id"] == id) {
                return Err(Refusal::not_found("No such project"));
            }
        }
    }
    Ok(KeyRecord {
        id: uuid::Uuid::new_v4().to_string(),
        tenant_id: TENANT_ID.to_owned(),
        name: name.to_owned(),
        prefix: prefix.to_owned(),
        r#type: type_name.to_owned(),
        project_id: project_id.map(str::to_owned),
        permissions,
        created_at: world.clock.now(),
        last_used_at: None,
        expires_at: None,
        revoked_at: None,
        replaced_by: None,
    })
}

fn random_part(world: &World) -> String {
    if let Some(asked) = world.next_random_part.lock().unwrap().take() {
        return asked;
    }
    random_text(RANDOM_LENGTH)
}

/// Letters and digits. The modulus favours a few by 1 %: no matter for a sandbox.
pub(crate) fn random_text(length: usize) -> String {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).unwrap();
    bytes.into_iter().map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()])).collect()
}

/// `DELETE /v1/config/api-keys/{id}` (implied): immediate and permanent (documented).
pub(crate) async fn revoke(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let person: Person = caller::person(&world, &headers)?;
    person.may("apikey:write")?;
    let now = world.clock.now();
    let mut data = world.data.lock().unwrap();
    let key = data
        .keys
        .iter_mut()
        .find(|key| key.id == id)
        .ok_or_else(|| Refusal::not_found("No such key"))?;
    if key.revoked_at.is_some() {
        return Err(Refusal::new(410, "NOT_FOUND", "The key is revoked already"));
    }
    key.revoked_at = Some(now);
    Ok(answer::data(key.json()))
}
