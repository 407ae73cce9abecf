//! Dashboard sessions: a JWT (HS256) that lives 24 hours.

use crate::world::{Account, World};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

pub(crate) fn issue(world: &World, account: &Account) -> (String, DateTime<Utc>) {
    let now = world.clock.now();
    let expires_at = now + TimeDelta::seconds(world.config.token_life_seconds);
    let claims = json!({
        "sub": account.id,
        "iat": now.timestamp(),
        "exp": expires_at.timestamp(),
        "jti": uuid::Uuid::new_v4().to_string(),
    });
    let signed = format!(
        "{}.{}",
        BASE64.encode(r#"{"alg":"HS256","typ":"JWT"}"#),
        BASE64.encode(claims.to_string())
    );
    let signature = BASE64.encode(world.mac(signed.as_bytes()));
    (format!("{signed}.{signature}"), expires_at)
}

/// Id of the person and time of expiry, if the token is ours and still good.
pub(crate) fn verify(world: &World, token: &str) -> Option<(String, DateTime<Utc>)> {
    let (signed, signature) = token.rsplit_once('.')?;
    // A test server need not fear timing.
    if BASE64.decode(signature).ok()? != world.mac(signed.as_bytes()) {
        return None;
    }
    let claims: Value =
        serde_json::from_slice(&BASE64.decode(signed.split_once('.')?.1).ok()?).ok()?;
    let expires_at = DateTime::from_timestamp(claims["exp"].as_i64()?, 0)?;
    let ended = world.data.lock().unwrap().ended_sessions.contains(token);
    (!ended && expires_at > world.clock.now())
        .then(|| Some((claims["sub"].as_str()?.to_owned(), expires_at)))?
}
