use crate::{
    answer::{self, Refusal},
    caller::Person,
    world::World,
};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use std::sync::Arc;

/// `DELETE /v1/config/api-keys/{id}` (implied): immediate and permanent (documented).
pub(crate) async fn revoke(
    State(world): State<Arc<World>>,
    person: Person,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    person.may("apikey:write")?;
    let unknown = || Refusal::not_found("No such key");
    let Path(id) = id.map_err(|_| unknown())?;
    let now = world.clock.now();
    let mut data = world.data.lock().unwrap();
    let key = data.keys.iter_mut().find(|key| key.id == id).ok_or_else(unknown)?;
    if key.revoked_at.is_some() {
        return Err(Refusal::new(410, "NOT_FOUND", "The key is revoked already"));
    }
    key.revoked_at = Some(now);
    Ok(answer::data(key.json()))
}
