//! Sessions (assumed: the vendor publishes no path).

use crate::{
    answer::{self, Refusal},
    caller::Person,
    request::JsonBody,
    token,
    world::{Account, TENANT_ID, TENANT_NAME, World},
};
use axum::{extract::State, response::Response};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) async fn login(
    State(world): State<Arc<World>>,
    JsonBody(body): JsonBody,
) -> Result<Response, Refusal> {
    let text = |name: &str| {
        body[name]
            .as_str()
            .filter(|text| !text.is_empty())
            .ok_or_else(|| Refusal::field(name, "is required"))
    };
    let (email, password) = (text("email")?, text("password")?);
    let account = world
        .data
        .lock()
        .unwrap()
        .accounts
        .iter()
        .find(|account| account.email.eq_ignore_ascii_case(email) && account.password == password)
        .cloned()
        .ok_or_else(|| Refusal::unauthorized("Wrong e-mail address or password"))?;
    Ok(answer::data(session(&world, &account)))
}

/// A new session for the old one, which ends.
pub(crate) async fn refresh(
    State(world): State<Arc<World>>,
    person: Person,
) -> Result<Response, Refusal> {
    end(&world, &person)?;
    Ok(answer::data(session(&world, &person.account)))
}

pub(crate) async fn logout(
    State(world): State<Arc<World>>,
    person: Person,
) -> Result<Response, Refusal> {
    end(&world, &person)?;
    Ok(answer::data(json!({})))
}

pub(crate) async fn me(person: Person) -> Response {
    let mut user = user(&person.account);
    user["expiresAt"] = json!(person.expires_at);
    answer::data(user)
}

/// Ends a session; the second of two that try it at the same time finds it over.
fn end(world: &World, person: &Person) -> Result<(), Refusal> {
    let first = world.data.lock().unwrap().ended_sessions.insert(person.session.clone());
    if first { Ok(()) } else { Err(Refusal::unauthorized("The session is over")) }
}

fn session(world: &World, account: &Account) -> Value {
    let (token, expires_at) = token::issue(world, account);
    json!({ "token": token, "expiresAt": expires_at, "user": user(account) })
}

fn user(account: &Account) -> Value {
    json!({
        "id": account.id, "email": account.email, "name": account.name, "role": account.role,
        "tenantId": TENANT_ID, "tenantName": TENANT_NAME,
    })
}
