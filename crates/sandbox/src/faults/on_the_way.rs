//! What becomes of an answer on its way.

use super::Fault;
use axum::{
    body::{Body, Bytes},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use serde_json::Value;
use std::{io, time::Duration};

/// Bytes that travel together where a body is in pieces.
const PIECE: usize = 16;

/// Tells the connection to end without an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HangUp;

pub(super) fn hang_up() -> Response {
    let mut response = StatusCode::OK.into_response();
    response.extensions_mut().insert(HangUp);
    response
}

impl Fault {
    pub(super) async fn afterwards(&self, response: Response) -> Response {
        if self.drop_after_commit {
            return hang_up();
        }
        let (mut parts, body) = response.into_parts();
        let Ok(body) = body.collect().await.map(|body| body.to_bytes().to_vec()) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let mut body = self.changed(body);
        parts.headers.remove(header::CONTENT_LENGTH);
        if let Some(size) = self.oversized_body {
            body.resize(size.max(body.len()), b' ');
        }
        if self.truncated_body {
            parts.headers.insert(header::CONTENT_LENGTH, body.len().into());
            body.truncate(body.len() / 2);
            return Response::from_parts(parts, broken_off(body));
        }
        if let Some(pace) = self.bytes_per_second {
            return Response::from_parts(parts, slow(&body, pace));
        }
        if self.unknown_length {
            let whole = stream::iter([Ok::<_, io::Error>(Bytes::from(body))]);
            return Response::from_parts(parts, Body::from_stream(whole));
        }
        Response::from_parts(parts, Body::from(body))
    }

    fn changed(&self, body: Vec<u8>) -> Vec<u8> {
        if self.omit_field.is_none() && self.put_fields.is_empty() {
            return body;
        }
        let Ok(mut value) = serde_json::from_slice::<Value>(&body) else { return body };
        if let Some(data) = value.get_mut("data").and_then(Value::as_object_mut) {
            if let Some(field) = &self.omit_field {
                data.remove(field);
            }
            data.extend(self.put_fields.clone());
        }
        serde_json::to_vec(&value).unwrap_or(body)
    }
}

fn broken_off(half: Vec<u8>) -> Body {
    let end = stream::once(async {
        // The connection sends what it has while it waits.
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    Body::from_stream(stream::iter([Ok(Bytes::from(half))]).chain(end))
}

fn slow(body: &[u8], bytes_per_second: u64) -> Body {
    let pieces: Vec<_> = body.chunks(PIECE).map(Bytes::copy_from_slice).collect();
    let pause = Duration::from_millis(1000 * PIECE as u64 / bytes_per_second.max(1));
    Body::from_stream(stream::iter(pieces).then(move |piece| async move {
        tokio::time::sleep(pause).await;
        Ok::<_, io::Error>(piece)
    }))
}
