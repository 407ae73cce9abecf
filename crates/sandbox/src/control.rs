//! How tests steer the sandbox. Only with `control` on.

use crate::{
    answer::{self, Refusal},
    faults::Fault,
    token,
    world::{KeyRecord, World},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Adds a fault, or with `{"clear": true}` removes all.
pub(crate) async fn faults(
    State(world): State<Arc<World>>,
    Json(body): Json<Value>,
) -> Result<Response, Refusal> {
    let mut faults = world.faults.lock().unwrap();
    if body == json!({ "clear": true }) {
        faults.0.clear();
    } else {
        let fault = serde_json::from_value::<Fault>(body)
            .map_err(|error| Refusal::field("body", &error.to_string()))?;
        faults.0.push(fault);
    }
    Ok(answer::data(json!(faults.0)))
}

/// Moves the clock by `advanceSeconds`.
pub(crate) async fn clock(
    State(world): State<Arc<World>>,
    Json(body): Json<Value>,
) -> Result<Response, Refusal> {
    let seconds = body["advanceSeconds"]
        .as_i64()
        .filter(|seconds| seconds.unsigned_abs() < 10_000_000_000)
        .ok_or_else(|| Refusal::field("advanceSeconds", "must be a number of seconds"))?;
    world.clock.advance(seconds);
    Ok(answer::data(json!({ "now": world.clock.now() })))
}

/// A session token for the person with this `email`.
pub(crate) async fn token(
    State(world): State<Arc<World>>,
    Json(body): Json<Value>,
) -> Result<Response, Refusal> {
    let email = body["email"].as_str().unwrap_or_default();
    let account = {
        let data = world.data.lock().unwrap();
        data.accounts.iter().find(|account| account.email == email).cloned()
    };
    let account = account.ok_or_else(|| Refusal::not_found("No such person"))?;
    Ok(answer::data(json!({ "token": token::issue(&world, &account).0 })))
}

/// Gives the person with this `email` another `password`: one that is in no other place.
pub(crate) async fn password(
    State(world): State<Arc<World>>,
    Json(body): Json<Value>,
) -> Result<Response, Refusal> {
    let password = body["password"]
        .as_str()
        .filter(|password| !password.is_empty())
        .ok_or_else(|| Refusal::field("password", "must not be empty"))?;
    let mut data = world.data.lock().unwrap();
    let account = data
        .accounts
        .iter_mut()
        .find(|account| body["email"] == account.email)
        .ok_or_else(|| Refusal::not_found("No such person"))?;
    account.password = password.to_owned();
    Ok(answer::data(json!({})))
}

/// The session tokens that were given out, in order: a memory scan has to know what it looks for.
pub(crate) async fn sessions(State(world): State<Arc<World>>) -> Response {
    answer::data(json!(*world.issued_sessions.lock().unwrap()))
}

/// The random part of the next key: a memory scan has to know what it looks for.
pub(crate) async fn next_key(
    State(world): State<Arc<World>>,
    Json(body): Json<Value>,
) -> Result<Response, Refusal> {
    let part = body["randomPart"]
        .as_str()
        .filter(|part| part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or_else(|| Refusal::field("randomPart", "must have 16 visible ASCII characters"))?;
    *world.next_random_part.lock().unwrap() = Some(part.to_owned());
    Ok(answer::data(json!({})))
}

/// The records, as kept: never a value.
pub(crate) async fn keys(State(world): State<Arc<World>>) -> Response {
    answer::data(world.data.lock().unwrap().keys.iter().map(KeyRecord::json).collect())
}

/// What a test may change about a key's life.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Life {
    created_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    /// Sends the record without `lastUsedAt`, as a server that does not count.
    #[serde(default)]
    use_untold: bool,
}

/// Gives a key another life: what is named is changed.
pub(crate) async fn key(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Json(life): Json<Life>,
) -> Result<Response, Refusal> {
    let mut data = world.data.lock().unwrap();
    let key = data
        .keys
        .iter_mut()
        .find(|key| key.id == id)
        .ok_or_else(|| Refusal::not_found("No such key"))?;
    key.created_at = life.created_at.unwrap_or(key.created_at);
    key.last_used_at = life.last_used_at.or(key.last_used_at);
    key.expires_at = life.expires_at.or(key.expires_at);
    if life.use_untold {
        let mut record = key.json();
        record.as_object_mut().unwrap().remove("lastUsedAt");
        key.replaced_by = Some(record);
    }
    Ok(answer::data(key.json()))
}
