//! A network and a server that misbehave, on request.

mod on_the_way;

use crate::{answer::Refusal, routes::OPERATIONS, world::World};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
pub(crate) use on_the_way::HangUp;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use std::{sync::Arc, time::Duration};

/// A fault. What is set applies, `times` times (0: always), to one `operation` or to all. Faults
/// stand in a queue: a request meets the first that applies to its operation, and no other.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Fault {
    /// The operation's name, as in the OpenAPI document.
    #[serde(deserialize_with = "known_operation")]
    operation: Option<String>,
    times: u32,
    /// Waits before anything else.
    latency_ms: u64,
    /// Answers with this status instead of doing anything.
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    retry_after: Option<u64>,
    /// Closes the connection instead of doing anything.
    drop_before_commit: bool,
    /// Does it, and closes the connection without an answer.
    drop_after_commit: bool,
    /// Does it, and closes the connection in the middle of the answer's body.
    truncated_body: bool,
    /// Does it, and sends the body at this pace.
    bytes_per_second: Option<u64>,
    /// Does it, and makes the answer at least this large.
    oversized_body: Option<usize>,
    /// Says nothing about the length of the answer beforehand.
    unknown_length: bool,
    /// Answers with a web page, as a captive portal does.
    html: bool,
    /// Answers with a redirect to this address.
    redirect: Option<String>,
    /// Does it, and leaves this field out of `data`.
    omit_field: Option<String>,
    /// Does it, and puts these fields into `data`.
    put_fields: serde_json::Map<String, serde_json::Value>,
}

/// A test that misspells an operation must not pass for want of its fault.
fn known_operation<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let Some(name) = Option::<String>::deserialize(from)? else { return Ok(None) };
    if OPERATIONS.iter().any(|operation| operation.name == name) {
        Ok(Some(name))
    } else {
        Err(D::Error::custom(format!("no operation is called {name}")))
    }
}

#[derive(Default)]
pub(crate) struct Faults(pub(crate) Vec<Fault>);

impl Faults {
    fn next_for(&mut self, operation: Option<&str>) -> Option<Fault> {
        let applies =
            |fault: &Fault| fault.operation.is_none() || fault.operation.as_deref() == operation;
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

pub(crate) async fn misbehave(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let fault = world.faults.lock().unwrap().next_for(operation(&request));
    let Some(fault) = fault else { return next.run(request).await };
    // What a server began it ends, also for a caller that has hung up meanwhile.
    let late = Arc::clone(&world.late);
    let work = tokio::spawn(async move {
        let _late = late;
        tokio::time::sleep(Duration::from_millis(fault.latency_ms)).await;
        match fault.instead() {
            Some(response) => response,
            None => fault.afterwards(next.run(request).await).await,
        }
    });
    work.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

impl Fault {
    /// The answer in place of doing anything.
    fn instead(&self) -> Option<Response> {
        if self.drop_before_commit {
            return Some(on_the_way::hang_up());
        }
        if self.html {
            let page = "<!doctype html><title>Sign in to the network</title><p>Welcome!";
            let status = self.status.and_then(|status| StatusCode::from_u16(status).ok());
            return Some((status.unwrap_or(StatusCode::OK), Html(page)).into_response());
        }
        if let Some(to) = &self.redirect {
            return Some(Redirect::temporary(to).into_response());
        }
        let status = self.status?;
        if status == 429 {
            return Some(Refusal::rate_limited(self.retry_after.unwrap_or(1)).into_response());
        }
        let code = self.code.as_deref().unwrap_or("INTERNAL_ERROR");
        let message = self.message.as_deref().unwrap_or("A fault that was asked for");
        Some(Refusal::new(status, code, message).into_response())
    }
}

fn operation(request: &Request) -> Option<&'static str> {
    let path = request.extensions().get::<MatchedPath>()?.as_str();
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    OPERATIONS.iter().find(|one| one.path == path && one.method == method).map(|one| one.name)
}
