//! What keys are for: `GET` and `POST /v1/analyses` (documented).

use crate::{
    answer::{self, Refusal},
    caller,
    world::World,
};
use axum::{extract::State, http::HeaderMap, response::Response};
use serde_json::json;
use std::sync::Arc;

pub(crate) async fn list(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    authorize(&world, &headers, "analysis:read")?;
    Ok(answer::data(json!([])))
}

pub(crate) async fn create(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    authorize(&world, &headers, "analysis:create")?;
    Ok(answer::created(json!({ "id": uuid::Uuid::new_v4().to_string(), "status": "queued" })))
}

fn authorize(world: &World, headers: &HeaderMap, permission: &str) -> Result<(), Refusal> {
    let token = caller::bearer(headers)?;
    if !caller::looks_like_key(token) {
        return caller::person(world, headers)?.may(permission);
    }
    if token.starts_with("tb_") || token.starts_with("ss_live_") {
        let message = "This key format is no longer supported";
        return Err(Refusal::new(401, "KEY_FORMAT_DEPRECATED", message));
    }
    let now = world.clock.now();
    let hash = world.mac(token.as_bytes());
    let project = headers.get("X-Project-Id").and_then(|value| value.to_str().ok());
    let mut data = world.data.lock().unwrap();
    let id = data.hashes.get(&hash).cloned().ok_or_else(|| Refusal::unauthorized("Unknown key"))?;
    let known_project =
        project.is_none_or(|id| data.projects.iter().any(|known| known["id"] == id));
    let key = data
        .keys
        .iter_mut()
        .find(|key| key.id == id)
        .ok_or_else(|| Refusal::unauthorized("Unknown key"))?;
    if key.revoked_at.is_some() {
        return Err(Refusal::new(401, "API_KEY_REVOKED", "API key is revoked"));
    }
    if key.expires_at.is_some_and(|expires_at| expires_at <= now) {
        return Err(Refusal::new(401, "API_KEY_EXPIRED", "API key is expired"));
    }
    // Seen on a request, whatever becomes of it (documented).
    key.last_used_at = Some(now);
    match (&key.project_id, project) {
        (None, None) => {
            let message = "Organization keys need X-Project-Id";
            return Err(Refusal::new(400, "MISSING_PROJECT_ID", message));
        }
        (None, Some(_)) if !known_project => return Err(Refusal::not_found("No such project")),
        (Some(bound), Some(asked)) if bound != asked => {
            return Err(Refusal::new(403, "WRONG_PROJECT", "The key belongs to another project"));
        }
        _ => {}
    }
    if key.permissions.iter().any(|one| one == permission) {
        Ok(())
    } else {
        Err(Refusal::forbidden(&format!("The key does not include {permission}")))
    }
}
