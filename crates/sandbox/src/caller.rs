//! Who sends a request: a person with a session, or an API key.

use crate::{
    answer::Refusal,
    token,
    world::{Account, KeyRecord, World},
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The person or the key that sends a request.
pub(crate) enum Caller {
    Person(Person),
    /// An API key that is in force; its Last Used has just moved.
    Key(KeyRecord),
}

/// A signed-in person.
pub(crate) struct Person {
    pub(crate) account: Account,
    /// Which of their sessions it is.
    pub(crate) session: String,
    pub(crate) expires_at: DateTime<Utc>,
}

impl FromRequestParts<Arc<World>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, world: &Arc<World>) -> Result<Self, Refusal> {
        let token = bearer(&parts.headers)
            .ok_or_else(|| Refusal::unauthorized("A bearer token is missing"))?;
        if looks_like_key(token) {
            key(world, token).map(Self::Key)
        } else {
            person(world, token).map(Self::Person)
        }
    }
}

/// A key can never manage keys (documented).
impl FromRequestParts<Arc<World>> for Person {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, world: &Arc<World>) -> Result<Self, Refusal> {
        match Caller::from_request_parts(parts, world).await? {
            Caller::Person(person) => Ok(person),
            Caller::Key(_) => {
                let message = "This is for people who are signed in to the dashboard";
                Err(Refusal::new(403, "DASHBOARD_ONLY", message))
            }
        }
    }
}

impl Person {
    /// Which role has which permission is assumed.
    pub(crate) fn may(&self, permission: &str) -> Result<(), Refusal> {
        let allowed = match self.account.role.as_str() {
            "owner" | "admin" => true,
            "member" | "analyst" => {
                matches!(permission, "analysis:read" | "analysis:create" | "config:read")
            }
            _ => matches!(permission, "analysis:read" | "config:read"),
        };
        let refusal = || Refusal::forbidden(&format!("Your role does not include {permission}"));
        if allowed { Ok(()) } else { Err(refusal()) }
    }
}

/// Under whose name requests are counted.
pub(crate) fn identity(world: &World, headers: &HeaderMap) -> String {
    let known = bearer(headers).and_then(|token| {
        if looks_like_key(token) {
            world.data.lock().unwrap().hashes.get(&world.mac(token.as_bytes())).cloned()
        } else {
            token::verify(world, token).map(|session| session.person)
        }
    });
    known.unwrap_or_else(|| "anonymous".to_owned())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}

fn looks_like_key(token: &str) -> bool {
    is_legacy(token)
        || ["ss_pub_", "ss_secret_", "ss_org_"].iter().any(|prefix| token.starts_with(prefix))
}

fn is_legacy(token: &str) -> bool {
    token.starts_with("tb_") || token.starts_with("ss_live_")
}

fn person(world: &World, token: &str) -> Result<Person, Refusal> {
    let over = || Refusal::unauthorized("The session is over");
    let session = token::verify(world, token).ok_or_else(over)?;
    let data = world.data.lock().unwrap();
    let account = data.accounts.iter().find(|account| account.id == session.person);
    let account = account.cloned().ok_or_else(over)?;
    Ok(Person { account, session: session.id, expires_at: session.expires_at })
}

fn key(world: &World, token: &str) -> Result<KeyRecord, Refusal> {
    if is_legacy(token) {
        let message = "This key format is no longer supported";
        return Err(Refusal::new(401, "KEY_FORMAT_DEPRECATED", message));
    }
    let now = world.clock.now();
    let hash = world.mac(token.as_bytes());
    let mut data = world.data.lock().unwrap();
    let unknown = || Refusal::unauthorized("The API key is not known");
    let id = data.hashes.get(&hash).cloned().ok_or_else(unknown)?;
    let key = data.keys.iter_mut().find(|key| key.id == id).ok_or_else(unknown)?;
    if key.revoked_at.is_some() {
        return Err(Refusal::new(401, "API_KEY_REVOKED", "API key is revoked"));
    }
    if key.expires_at.is_some_and(|expires_at| expires_at <= now) {
        return Err(Refusal::new(401, "API_KEY_EXPIRED", "API key is expired"));
    }
    // Seen on a request, whatever becomes of it (documented).
    key.last_used_at = Some(now);
    Ok(key.clone())
}
