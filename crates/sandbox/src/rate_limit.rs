//! A window of one minute for each caller, told in headers on every answer (documented); mutations
//! have less.

use crate::{answer::Refusal, caller, world::World};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{collections::HashMap, sync::Arc};

const WINDOW_SECONDS: i64 = 60;

/// The windows that are open, by caller.
#[derive(Default)]
pub(crate) struct RateLimit(HashMap<String, Window>);

struct Window {
    began: i64,
    reads: u32,
    mutations: u32,
}

impl RateLimit {
    fn window(&mut self, caller: String, now: i64) -> &mut Window {
        self.0.retain(|_, window| now - window.began < WINDOW_SECONDS);
        self.0.entry(caller).or_insert(Window { began: now, reads: 0, mutations: 0 })
    }
}

pub(crate) async fn limit(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let date = world.clock.now();
    let now = date.timestamp();
    let caller = caller::identity(&world, request.headers());
    let (most, used, reset) = {
        let mut limit = world.rate_limit.lock().unwrap();
        let window = limit.window(caller, now);
        let (most, used) = match *request.method() {
            Method::GET | Method::HEAD => (world.config.reads_per_minute, &mut window.reads),
            _ => (world.config.mutations_per_minute, &mut window.mutations),
        };
        *used = used.saturating_add(1);
        (most, *used, window.began + WINDOW_SECONDS)
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
    // Its own clock, which the end of the window is told by.
    if let Ok(date) = HeaderValue::from_str(&date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()) {
        headers.insert(header::DATE, date);
    }
    response
}
