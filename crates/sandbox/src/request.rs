//! What a request brings, each part checked before an operation sees it.

use crate::{answer::Refusal, world::World};
use axum::{
    body::to_bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, header, request::Parts},
};
use serde_json::Value;
use std::sync::Arc;

/// Largest body, in bytes (assumed).
const LARGEST_BODY: usize = 64 * 1024;
/// Longest idempotency key, in characters (documented).
const LONGEST_IDEMPOTENCY_KEY: usize = 255;

/// A body that is a JSON object.
pub(crate) struct JsonBody(pub(crate) Value);

/// A body that may be missing.
pub(crate) struct OptionalJsonBody;

/// `Idempotency-Key`, where there is one.
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

impl FromRequest<Arc<World>> for JsonBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &Arc<World>) -> Result<Self, Refusal> {
        let is_json = is_json(request.headers());
        let bytes = whole(request).await?;
        if !is_json {
            return Err(Refusal::field("Content-Type", "must be application/json"));
        }
        object(&bytes).map(Self)
    }
}

impl FromRequest<Arc<World>> for OptionalJsonBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, world: &Arc<World>) -> Result<Self, Refusal> {
        if request.headers().contains_key(header::CONTENT_TYPE) {
            JsonBody::from_request(request, world).await?;
        } else if !whole(request).await?.is_empty() {
            return Err(Refusal::field("Content-Type", "must be application/json"));
        }
        Ok(Self)
    }
}

async fn whole(request: Request) -> Result<axum::body::Bytes, Refusal> {
    to_bytes(request.into_body(), LARGEST_BODY).await.map_err(|error| {
        let too_large = std::error::Error::source(&error)
            .is_some_and(|cause| cause.is::<http_body_util::LengthLimitError>());
        if too_large {
            let message = format!("The body is larger than {LARGEST_BODY} bytes");
            Refusal::new(413, "PAYLOAD_TOO_LARGE", &message)
        } else {
            Refusal::field("body", "could not be read")
        }
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| {
        let essence = kind.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case("application/json")
    })
}

fn object(bytes: &[u8]) -> Result<Value, Refusal> {
    serde_json::from_slice(bytes)
        .ok()
        .filter(Value::is_object)
        .ok_or_else(|| Refusal::field("body", "must be a JSON object"))
}

impl FromRequestParts<Arc<World>> for IdempotencyKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<World>) -> Result<Self, Refusal> {
        let Some(value) = parts.headers.get("Idempotency-Key") else { return Ok(Self(None)) };
        // Headers have no agreed encoding: what is no UTF-8 is Latin-1.
        let bytes = value.as_bytes();
        let key = std::str::from_utf8(bytes)
            .map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned);
        if (1..=LONGEST_IDEMPOTENCY_KEY).contains(&key.chars().count()) {
            Ok(Self(Some(key)))
        } else {
            Err(Refusal::field("Idempotency-Key", "must have 1 to 255 characters"))
        }
    }
}
