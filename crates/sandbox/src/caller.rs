//! Who sends a request: a person with a session, or an API key.

use crate::{
    answer::Refusal,
    token,
    world::{Account, World},
};
use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};

pub(crate) struct Person {
    pub(crate) account: Account,
    pub(crate) token: String,
    pub(crate) expires_at: DateTime<Utc>,
}

pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(|| Refusal::unauthorized("Missing bearer token"))
}

pub(crate) fn looks_like_key(token: &str) -> bool {
    ["ss_pub_", "ss_secret_", "ss_org_", "ss_live_", "tb_"]
        .iter()
        .any(|prefix| token.starts_with(prefix))
}

/// The signed-in person. A key can never manage keys (documented).
pub(crate) fn person(world: &World, headers: &HeaderMap) -> Result<Person, Refusal> {
    let token = bearer(headers)?;
    if looks_like_key(token) {
        return Err(Refusal::new(403, "DASHBOARD_ONLY", "API keys cannot manage API keys"));
    }
    let (id, expires_at) =
        token::verify(world, token).ok_or_else(|| Refusal::unauthorized("Session expired"))?;
    let data = world.data.lock().unwrap();
    let account = data
        .accounts
        .iter()
        .find(|account| account.id == id)
        .cloned()
        .ok_or_else(|| Refusal::unauthorized("Session expired"))?;
    Ok(Person { account, token: token.to_owned(), expires_at })
}

impl Person {
    pub(crate) fn may(&self, permission: &str) -> Result<(), Refusal> {
        let allowed = match self.account.role.as_str() {
            "owner" | "admin" => true,
            "member" => matches!(permission, "analysis:read" | "analysis:create" | "config:read"),
            _ => matches!(permission, "analysis:read" | "config:read"),
        };
        let refusal = || Refusal::forbidden(&format!("Your role does not include {permission}"));
        if allowed { Ok(()) } else { Err(refusal()) }
    }
}
