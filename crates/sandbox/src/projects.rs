use crate::{
    answer::{self, Refusal},
    caller,
    world::World,
};
use axum::{extract::State, http::HeaderMap, response::Response};
use std::sync::Arc;

/// `GET /v1/config/projects` (documented): a bare array.
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    caller::person(&world, &headers)?.may("config:read")?;
    let projects = world.data.lock().unwrap().projects.clone();
    Ok(answer::data(projects.into()))
}
