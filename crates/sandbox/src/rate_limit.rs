//! A window of one minute, told in headers on every answer (documented); mutations have less.

use crate::{answer::Refusal, world::World};
use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

const WINDOW: i64 = 60;

#[derive(Default)]
pub(crate) struct RateLimit {
    began: i64,
    reads: u32,
    mutations: u32,
}

pub(crate) async fn limit(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let now = world.clock.now().timestamp();
    let (most, used, reset) = {
        let mut limit = world.rate_limit.lock().unwrap();
        if now - limit.began >= WINDOW {
            *limit = RateLimit { began: now, ..RateLimit::default() };
        }
        let reset = limit.began + WINDOW;
        if request.method() == Method::GET {
            limit.reads += 1;
            (world.config.reads_per_minute, limit.reads, reset)
        } else {
            limit.mutations += 1;
            (world.config.mutations_per_minute, limit.mutations, reset)
        }
    };
    let mut response = if used > most {
        let wait = u64::try_from((reset - now).max(1)).unwrap_or(1);
        Refusal::rate_limited(wait).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert("X-RateLimit-Limit", most.into());
    headers.insert("X-RateLimit-Remaining", most.saturating_sub(used).into());
    headers.insert("X-RateLimit-Reset", reset.into());
    response
}
