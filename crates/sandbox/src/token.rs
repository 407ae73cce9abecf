//! Dashboard sessions: a JWT (HS256) that lives 24 hours (documented).

use crate::world::{Account, World};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use serde_json::{Value, json};

/// What a good token says.
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) person: String,
    pub(crate) expires_at: DateTime<Utc>,
}

pub(crate) fn issue(world: &World, account: &Account) -> (String, DateTime<Utc>) {
    // A JWT knows whole seconds.
    let now = world.clock.now().trunc_subsecs(0);
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
    let token = format!("{signed}.{signature}");
    if world.config.control {
        world.issued_sessions.lock().unwrap().push(token.clone());
    }
    (token, expires_at)
}

/// What the token says, if it is ours, still good, and not ended before its time.
pub(crate) fn verify(world: &World, token: &str) -> Option<Session> {
    let (signed, signature) = token.rsplit_once('.')?;
    // A test server need not fear timing.
    if BASE64.decode(signature).ok()? != world.mac(signed.as_bytes()) {
        return None;
    }
    let (_, claims) = signed.split_once('.')?;
    let claims: Value = serde_json::from_slice(&BASE64.decode(claims).ok()?).ok()?;
    let text = |name: &str| claims[name].as_str().map(str::to_owned);
    let session = Session {
        id: text("jti")?,
        person: text("sub")?,
        expires_at: DateTime::from_timestamp(claims["exp"].as_i64()?, 0)?,
    };
    let ended = world.data.lock().unwrap().ended_sessions.contains(&session.id);
    (!ended && session.expires_at > world.clock.now()).then_some(session)
}
