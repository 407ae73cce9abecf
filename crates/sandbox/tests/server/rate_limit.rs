//! How many requests a caller has.

use crate::client::{Server, org_key};
use reqwest::Method;
use serde_json::json;
use sigsentry_sandbox::{Config, Seed};

async fn limited(reads: u32, mutations: u32) -> Server {
    let seed = Seed::Empty;
    let config = Config {
        seed,
        reads_per_minute: reads,
        mutations_per_minute: mutations,
        ..Config::default()
    };
    Server::start(config).await
}

#[tokio::test]
async fn every_answer_tells_what_is_left() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    server.misbehave(json!({ "operation": "projects", "times": 1, "status": 500 }));
    for (call, status) in [
        (server.get("/v1/auth/me").bearer(&token), 200),
        (server.get("/v1/auth/me"), 401),
        (server.get("/v1/config/projects").bearer(&token), 500),
        (server.get("/v1/nothing"), 404),
        (server.call(Method::PUT, "/v1/auth/me"), 405),
        (server.post("/v1/auth/login", &json!([])), 400),
        (server.get("/v1/config/api-keys?page=0").bearer(&token), 400),
    ] {
        let answer = call.send().await;
        assert_eq!(answer.status, status);
        let (limit, left) =
            (answer.number("X-RateLimit-Limit"), answer.number("X-RateLimit-Remaining"));
        assert!(limit > 0 && (0..limit).contains(&left), "{status}: {left} of {limit}");
        let now = chrono::Utc::now().timestamp();
        assert!((now..=now + 61).contains(&answer.number("X-RateLimit-Reset")));
    }
}

#[tokio::test]
async fn over_the_limit_there_is_a_wait_and_then_a_new_window() {
    let server = limited(3, 2).await;
    let token = server.sign_in("owner").await;
    let mut left = Vec::new();
    for _ in 0..3 {
        let answer = server.get("/v1/auth/me").bearer(&token).send().await;
        assert_eq!(answer.status, 200);
        left.push(answer.number("X-RateLimit-Remaining"));
    }
    assert_eq!(left, [2, 1, 0]);
    let refused = server.get("/v1/auth/me").bearer(&token).send().await;
    assert_eq!(refused.refusal(), (429, "RATE_LIMITED"));
    let wait = refused.number("Retry-After");
    assert!((1..=60).contains(&wait));
    let date = refused.headers["date"].to_str().unwrap();
    let date = chrono::DateTime::parse_from_rfc2822(date).unwrap().timestamp();
    assert_eq!(refused.number("X-RateLimit-Reset") - date, wait);
    server.control("clock", json!({ "advanceSeconds": wait })).await;
    assert_eq!(server.get("/v1/auth/me").bearer(&token).send().await.status, 200);
}

#[tokio::test]
async fn mutations_are_counted_apart_from_reads() {
    let server = limited(100, 1).await;
    let token = server.sign_in("owner").await;
    server.mint(&token, &org_key("first", &["config:read"])).await;
    let second = org_key("second", &["config:read"]);
    let refused = server.post("/v1/config/api-keys", &second).bearer(&token).send().await;
    assert_eq!(refused.status, 429);
    assert_eq!(server.get("/v1/auth/me").bearer(&token).send().await.status, 200);
    assert_eq!(server.sandbox.keys().len(), 1);
}

#[tokio::test]
async fn one_caller_does_not_use_up_the_requests_of_another() {
    let server = limited(2, 10).await;
    let (owner, viewer) = (server.sign_in("owner").await, server.sign_in("viewer").await);
    let me = |token: String| server.get("/v1/auth/me").bearer(&token).send();
    for _ in 0..2 {
        assert_eq!(me(owner.clone()).await.status, 200);
    }
    assert_eq!(me(owner.clone()).await.status, 429);
    assert_eq!(me(viewer).await.status, 200);
    // A new session of the same person is the same caller.
    let again = server.sign_in("owner").await;
    assert_eq!(me(again).await.status, 429);
}
