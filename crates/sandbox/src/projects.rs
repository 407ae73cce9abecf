use crate::{
    answer::{self, Refusal},
    caller::Caller,
    world::World,
};
use axum::{extract::State, response::Response};
use std::sync::Arc;

/// `GET /v1/config/projects` (documented): a bare array. Which keys may read it is assumed: it is the
/// tenant's list, so a key of one project may not.
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    caller: Caller,
) -> Result<Response, Refusal> {
    match caller {
        Caller::Person(person) => person.may("config:read")?,
        Caller::Key(key) if key.r#type == "public" => {
            let message = "SDK keys read no configuration";
            return Err(Refusal::new(403, "SECRET_KEY_REQUIRED", message));
        }
        Caller::Key(key) if key.project_id.is_some() => {
            let message = "The list of projects belongs to the organization";
            return Err(Refusal::new(403, "ORG_KEY_REQUIRED", message));
        }
        Caller::Key(key) => key.may("config:read")?,
    }
    let projects = world.data.lock().unwrap().projects.clone();
    Ok(answer::data(projects.into()))
}
