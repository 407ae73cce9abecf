//! Every way to misbehave does what it says.

use crate::client::{Server, org_key};
use serde_json::{Value, json};
use sigsentry_sandbox::{Config, Seed};
use std::time::{Duration, Instant};

const ME: &str = "/v1/auth/me";
const KEYS: &str = "/v1/config/api-keys";

/// A server with one fault, and a session.
async fn faulty(fault: Value) -> (Server, String) {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    server.misbehave(fault);
    (server, token)
}

#[tokio::test]
async fn a_fault_from_the_start_and_one_from_the_control_route_do_the_same() {
    let fault = json!({ "operation": "me", "status": 503, "code": "INTERNAL_ERROR" });
    let config = Config {
        seed: Seed::Empty,
        faults: vec![serde_json::from_value(fault.clone()).unwrap()],
        ..Config::default()
    };
    let server = Server::start(config).await;
    let token = server.sign_in("owner").await;
    let status = async || server.get(ME).bearer(&token).raw().await.unwrap().status().as_u16();
    assert_eq!(status().await, 503);
    server.control("faults", json!({ "clear": true })).await;
    assert_eq!(status().await, 200);
    server.control("faults", fault).await;
    assert_eq!(status().await, 503);
}

#[tokio::test]
async fn faults_stand_in_a_queue_and_are_used_up() {
    let (server, token) = faulty(json!({ "operation": "me", "times": 2, "status": 500 })).await;
    server.misbehave(json!({ "times": 1, "status": 429, "retryAfter": 7 }));
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let answer = server.get(ME).bearer(&token).send().await;
        if answer.status == 429 {
            assert_eq!(answer.number("Retry-After"), 7);
        }
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [500, 500, 429, 200]);
}

#[tokio::test]
async fn any_code_and_any_words_can_be_had() {
    let fault = json!({ "status": 403, "code": "SOMETHING_NEW", "message": "Ask <b>again</b>" });
    let (server, token) = faulty(fault).await;
    let answer: Value = server.get(ME).bearer(&token).raw().await.unwrap().json().await.unwrap();
    assert_eq!(answer["error"]["code"], "SOMETHING_NEW");
    assert_eq!(answer["error"]["message"], "Ask <b>again</b>");
}

#[tokio::test]
async fn latency_waits_before_the_answer() {
    let (server, token) = faulty(json!({ "operation": "me", "latencyMs": 150 })).await;
    let began = Instant::now();
    assert_eq!(server.get(ME).bearer(&token).send().await.status, 200);
    assert!(began.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_connection_dropped_before_made_nothing_and_one_dropped_after_did() {
    let (server, token) = faulty(json!({ "times": 1, "dropBeforeCommit": true })).await;
    let body = org_key("audit", &["config:read"]);
    assert!(server.post(KEYS, &body).bearer(&token).raw().await.is_err());
    assert_eq!(server.sandbox.keys().len(), 0);
    server.misbehave(json!({ "times": 1, "dropAfterCommit": true }));
    assert!(server.post(KEYS, &body).bearer(&token).raw().await.is_err());
    assert_eq!(server.sandbox.keys().len(), 1);
    server.mint(&token, &body).await;
}

#[tokio::test]
async fn a_truncated_body_ends_before_its_length() {
    let (server, token) = faulty(json!({ "operation": "me", "truncatedBody": true })).await;
    let mut answer = server.get(ME).bearer(&token).raw().await.unwrap();
    let length = answer.content_length().unwrap();
    let mut got = 0;
    let error = loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => got += chunk.len() as u64,
            Ok(None) => panic!("it ended as if nothing were amiss"),
            Err(error) => break error,
        }
    };
    assert!(got < length, "{got} of {length}: {error}");
}

#[tokio::test]
async fn a_slow_body_keeps_its_pace() {
    let (server, token) = faulty(json!({ "operation": "me", "bytesPerSecond": 1600 })).await;
    let began = Instant::now();
    let body = server.get(ME).bearer(&token).raw().await.unwrap().bytes().await.unwrap();
    let least = Duration::from_millis(10 * (body.len() as u64 / 16));
    assert!(began.elapsed() >= least, "{} bytes in {:?}", body.len(), began.elapsed());
}

#[tokio::test]
async fn an_oversized_body_is_oversized_with_and_without_a_length() {
    let (server, token) = faulty(json!({ "operation": "me", "oversizedBody": 100_000 })).await;
    let answer = server.get(ME).bearer(&token).raw().await.unwrap();
    assert_eq!(answer.content_length(), Some(100_000));
    assert_eq!(answer.bytes().await.unwrap().len(), 100_000);
    server.control("faults", json!({ "clear": true })).await;
    server.misbehave(json!({ "oversizedBody": 100_000, "unknownLength": true }));
    let answer = server.get(ME).bearer(&token).raw().await.unwrap();
    assert_eq!(answer.content_length(), None);
    assert_eq!(answer.bytes().await.unwrap().len(), 100_000);
}

#[tokio::test]
async fn a_captive_portal_answers_with_a_page() {
    let (server, token) = faulty(json!({ "times": 1, "html": true })).await;
    server.misbehave(json!({ "html": true, "status": 502 }));
    for status in [200, 502] {
        let answer = server.get(ME).bearer(&token).raw().await.unwrap();
        assert_eq!(answer.status(), status);
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
        assert!(answer.text().await.unwrap().starts_with("<!doctype html>"));
    }
}

#[tokio::test]
async fn a_redirect_says_where_to() {
    let (server, token) = faulty(json!({ "redirect": "https://elsewhere.example/v1" })).await;
    let answer = server.get(ME).bearer(&token).raw().await.unwrap();
    assert_eq!(answer.status(), 307);
    assert_eq!(answer.headers()["location"], "https://elsewhere.example/v1");
}

#[tokio::test]
async fn fields_can_be_left_out_and_put_in() {
    let fault = json!({ "operation": "me", "omitField": "email", "putFields": { "role": "king" } });
    let (server, token) = faulty(fault).await;
    let answer: Value = server.get(ME).bearer(&token).raw().await.unwrap().json().await.unwrap();
    let data = answer["data"].as_object().unwrap();
    assert!(!data.contains_key("email"));
    assert_eq!(data["role"], "king");
}

#[tokio::test]
async fn what_was_begun_is_ended_also_for_a_caller_that_hung_up() {
    let (server, token) = faulty(json!({ "operation": "create", "latencyMs": 200 })).await;
    let call = server.post(KEYS, &org_key("audit", &["config:read"])).bearer(&token);
    let hung_up = tokio::time::timeout(Duration::from_millis(50), call.raw()).await;
    assert!(hung_up.is_err());
    assert_eq!(server.sandbox.keys().len(), 0);
    let began = Instant::now();
    while server.sandbox.keys().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(10), "the key was made");
        tokio::task::yield_now().await;
    }
    assert_eq!(server.sandbox.issued().len(), 1);
    server.sandbox.behave();
    let call = server.get(ME).bearer(&token);
    assert_eq!(call.send().await.status, 200);
}
