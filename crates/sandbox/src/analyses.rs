//! What keys are for: `GET` and `POST /v1/analyses` (documented). The sandbox analyses nothing and
//! keeps nothing: it only decides who may.

use crate::{
    answer::{self, Refusal},
    caller::Caller,
    request::OptionalJsonBody,
    world::{World, project_id},
};
use axum::{
    extract::{FromRequestParts, State},
    http::request::Parts,
    response::Response,
};
use serde_json::json;
use std::sync::Arc;

/// `X-Project-Id`, where there is one.
pub(crate) struct NamedProject(Option<String>);

impl FromRequestParts<Arc<World>> for NamedProject {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<World>) -> Result<Self, Refusal> {
        let Some(value) = parts.headers.get("X-Project-Id") else { return Ok(Self(None)) };
        value
            .to_str()
            .ok()
            .and_then(project_id)
            .map(|id| Self(Some(id)))
            .ok_or_else(|| Refusal::field("X-Project-Id", "must be a UUID"))
    }
}

pub(crate) async fn list(
    State(world): State<Arc<World>>,
    caller: Caller,
    project: NamedProject,
) -> Result<Response, Refusal> {
    authorize(&world, &caller, project, "analysis:read")?;
    Ok(answer::data(json!([])))
}

pub(crate) async fn create(
    State(world): State<Arc<World>>,
    caller: Caller,
    project: NamedProject,
    _: OptionalJsonBody,
) -> Result<Response, Refusal> {
    authorize(&world, &caller, project, "analysis:create")?;
    Ok(answer::created(json!({ "id": uuid::Uuid::new_v4().to_string(), "status": "queued" })))
}

fn authorize(
    world: &World,
    caller: &Caller,
    NamedProject(project): NamedProject,
    permission: &str,
) -> Result<(), Refusal> {
    let bound = match caller {
        Caller::Person(_) => None,
        Caller::Key(key) => match (&key.project_id, &project) {
            (None, None) => {
                let message = "Organization keys need X-Project-Id";
                return Err(Refusal::new(400, "MISSING_PROJECT_ID", message));
            }
            (bound, _) => bound.as_ref(),
        },
    };
    match (bound, &project) {
        (Some(bound), Some(asked)) if bound != asked => {
            let message = "The key belongs to another project";
            return Err(Refusal::new(403, "WRONG_PROJECT", message));
        }
        (None, Some(asked)) => world.data.lock().unwrap().known_project(asked)?,
        _ => {}
    }
    match caller {
        Caller::Person(person) => person.may(permission),
        Caller::Key(key) => key.may(permission),
    }
}
