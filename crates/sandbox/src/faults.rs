//! A network and a server that misbehave, on request.

use crate::{answer::Refusal, world::World};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use futures_util::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use serde::{Deserialize, Serialize};
use std::{io, sync::Arc, time::Duration};

/// A fault. What is set applies, `times` times (0: always), to one `operation` or to all.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Fault {
    /// login, refresh, me, logout, projects, list, create, revoke, analyses.
    operation: Option<String>,
    times: u32,
    /// Waits before anything else.
    latency_ms: u64,
    /// Answers with this status instead of doing anything.
    status: Option<u16>,
    code: Option<String>,
    retry_after: Option<u64>,
    /// Does it, and closes the connection without an answer.
    drop_after_commit: bool,
    /// Does it, and closes the connection in the middle of the answer's body.
    truncated_body: bool,
    /// Does it, and sends the body at this pace.
    bytes_per_second: Option<u64>,
    /// Does it, and makes the answer at least this large.
    oversized_body: Option<usize>,
    /// Answers with a web page, as a captive portal does.
    html: bool,
    /// Answers with a redirect to this address.
    redirect: Option<String>,
    /// Does it, and leaves this field out of `data`.
    omit_field: Option<String>,
}

#[derive(Default)]
pub(crate) struct Faults(pub(crate) Vec<Fault>);

impl Faults {
    pub(crate) fn from_values(values: &[serde_json::Value]) -> Self {
        Self(values.iter().filter_map(|value| serde_json::from_value(value.clone()).ok()).collect())
    }

    fn next_for(&mut self, operation: &str) -> Option<Fault> {
        let applies =
            |fault: &Fault| fault.operation.as_deref().is_none_or(|only| only == operation);
        let at = self.0.iter().position(applies)?;
        let fault = self.0[at].clone();
        match self.0[at].times {
            0 => {}
            1 => drop(self.0.remove(at)),
            _ => self.0[at].times -= 1,
        }
        Some(fault)
    }
}

/// Tells the connection to end without an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HangUp;

pub(crate) async fn misbehave(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let operation = operation(request.method(), request.uri().path());
    let fault = world.faults.lock().unwrap().next_for(operation);
    let Some(fault) = fault else { return next.run(request).await };
    tokio::time::sleep(Duration::from_millis(fault.latency_ms)).await;
    if let Some(response) = fault.instead() {
        return response;
    }
    fault.afterwards(next.run(request).await).await
}

impl Fault {
    /// The answer in place of doing anything.
    fn instead(&self) -> Option<Response> {
        if self.html {
            let page = "<!doctype html><title>Sign in to the network</title><p>Welcome!";
            return Some(Html(page).into_response());
        }
        if let Some(to) = &self.redirect {
            return Some(Redirect::temporary(to).into_response());
        }
        let status = self.status?;
        if status == 429 {
            return Some(Refusal::rate_limited(self.retry_after.unwrap_or(1)).into_response());
        }
        let code = self.code.as_deref().unwrap_or("INTERNAL_ERROR");
        Some(Refusal::new(status, code, "A fault that was asked for").into_response())
    }

    /// What becomes of the answer on its way.
    async fn afterwards(&self, response: Response) -> Response {
        if self.drop_after_commit {
            let mut response = StatusCode::OK.into_response();
            response.extensions_mut().insert(HangUp);
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let Ok(body) = body.collect().await.map(|body| body.to_bytes().to_vec()) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let mut body = self.without_field(body);
        parts.headers.remove(header::CONTENT_LENGTH);
        if let Some(size) = self.oversized_body {
            body.resize(size.max(body.len()), b' ');
        }
        if self.truncated_body {
            parts.headers.insert(header::CONTENT_LENGTH, body.len().into());
            body.truncate(body.len() / 2);
            let broken = || Err(io::Error::from(io::ErrorKind::ConnectionReset));
            let pieces = stream::iter([Ok(Bytes::from(body)), broken()]);
            return Response::from_parts(parts, Body::from_stream(pieces));
        }
        if let Some(pace) = self.bytes_per_second {
            let pieces: Vec<_> = body.chunks(16).map(Bytes::copy_from_slice).collect();
            let pause = Duration::from_millis(16_000 / pace.max(1));
            let slow = stream::iter(pieces).then(move |piece| async move {
                tokio::time::sleep(pause).await;
                Ok::<_, io::Error>(piece)
            });
            return Response::from_parts(parts, Body::from_stream(slow));
        }
        Response::from_parts(parts, Body::from(body))
    }

    fn without_field(&self, body: Vec<u8>) -> Vec<u8> {
        let Some(field) = &self.omit_field else { return body };
        let Ok(mut value) = serde_json::from_slice::<serde_json::Value>(&body) else { return body };
        if let Some(data) = value.get_mut("data").and_then(serde_json::Value::as_object_mut) {
            data.remove(field);
        }
        serde_json::to_vec(&value).unwrap_or(body)
    }
}

fn operation(method: &Method, path: &str) -> &'static str {
    match (method.as_str(), path.strip_prefix("/v1").unwrap_or(path)) {
        (_, "/auth/login") => "login",
        (_, "/auth/refresh") => "refresh",
        (_, "/auth/me") => "me",
        (_, "/auth/logout") => "logout",
        (_, "/config/projects") => "projects",
        ("GET", "/config/api-keys") => "list",
        ("POST", "/config/api-keys") => "create",
        ("DELETE", _) => "revoke",
        (_, "/analyses") => "analyses",
        _ => "other",
    }
}
