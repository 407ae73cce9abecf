//! Sessions (assumed: the vendor publishes no path).

use crate::{
    answer::{self, Refusal},
    caller::{self},
    token,
    world::{Account, TENANT_ID, TENANT_NAME, World},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) async fn login(
    State(world): State<Arc<World>>,
    body: axum::body::Bytes,
) -> Result<Response, Refusal> {
    let body: Value = serde_json::from_slice(&body)
        .map_err(|_| Refusal::field("body", "must be a JSON object"))?;
    let (Some(email), Some(password)) = (body["email"].as_str(), body["password"].as_str()) else {
        return Err(Refusal::field("email", "e-mail and password are required"));
    };
    let account = world
        .data
        .lock()
        .unwrap()
        .accounts
        .iter()
        .find(|account| account.email.eq_ignore_ascii_case(email) && account.password == password)
        .cloned()
        .ok_or_else(|| Refusal::unauthorized("Invalid e-mail or password"))?;
    Ok(answer::data(session(&world, &account)))
}

pub(crate) async fn refresh(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let person = caller::person(&world, &headers)?;
    world.data.lock().unwrap().ended_sessions.insert(person.token);
    Ok(answer::data(session(&world, &person.account)))
}

pub(crate) async fn logout(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let person = caller::person(&world, &headers)?;
    world.data.lock().unwrap().ended_sessions.insert(person.token);
    Ok(answer::data(json!({})))
}

pub(crate) async fn me(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let person = caller::person(&world, &headers)?;
    let mut user = user(&person.account);
    user["expiresAt"] = json!(person.expires_at);
    Ok(answer::data(user))
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
