//! How tests steer the sandbox. Only with `control` on.

use crate::{
    answer::{self, Refusal},
    faults::Fault,
    token,
    world::{KeyRecord, World},
};
use axum::{Json, extract::State, response::Response};
use serde_json::{Value, json};
use std::sync::Arc;

/// Adds a fault, or with `{"clear": true}` removes all.
pub(crate) async fn faults(State(world): State<Arc<World>>, Json(body): Json<Value>) -> Response {
    let mut faults = world.faults.lock().unwrap();
    if body["clear"] == true {
        faults.0.clear();
    } else if let Ok(fault) = serde_json::from_value::<Fault>(body) {
        faults.0.push(fault);
    }
    answer::data(json!(faults.0))
}

/// Moves the clock by `advanceSeconds`.
pub(crate) async fn clock(State(world): State<Arc<World>>, Json(body): Json<Value>) -> Response {
    world.clock.advance(body["advanceSeconds"].as_i64().unwrap_or_default());
    answer::data(json!({ "now": world.clock.now() }))
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

/// The random part of the next key: a memory scan has to know what it looks for.
pub(crate) async fn next_key(State(world): State<Arc<World>>, Json(body): Json<Value>) -> Response {
    *world.next_random_part.lock().unwrap() = body["randomPart"].as_str().map(str::to_owned);
    answer::data(json!({}))
}

/// The records, as kept: never a value.
pub(crate) async fn keys(State(world): State<Arc<World>>) -> Response {
    answer::data(world.data.lock().unwrap().keys.iter().map(KeyRecord::json).collect())
}
