//! Requests that no one should send.

use crate::client::Server;
use reqwest::Method;
use serde_json::{Value, json};

const KEYS: &str = "/v1/config/api-keys";

#[tokio::test]
async fn a_body_is_a_json_object_and_says_so() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    for body in
        ["", "nonsense", "{", "[]", "null", "7", "\"text\"", &deep, "{\"name\":\"\\ud800\"}"]
    {
        for path in [KEYS, "/v1/auth/login", "/v1/analyses"] {
            let call = server.call(Method::POST, path).bearer(&token).body(body.to_owned());
            let refused = call.header("Content-Type", "application/json").send().await;
            assert_eq!(refused.refusal(), (400, "VALIDATION_ERROR"), "{path} {body:.20}");
            assert_eq!(refused.field(), "body");
        }
    }
    let not_utf8 = server.call(Method::POST, KEYS).bearer(&token).body(&b"{\"name\":\"\xff\"}"[..]);
    let refused = not_utf8.header("Content-Type", "application/json").send().await;
    assert_eq!(refused.field(), "body");
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        let call = server.call(Method::POST, KEYS).bearer(&token).body("{}");
        let refused = call.header("Content-Type", kind).send().await;
        assert_eq!(refused.field(), "Content-Type", "{kind}");
    }
    let parameters = server.call(Method::POST, KEYS).bearer(&token).body("{}");
    let refused = parameters.header("Content-Type", "application/json; charset=utf-8").send().await;
    assert_eq!(refused.field(), "type");
}

#[tokio::test]
async fn a_large_body_is_refused() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let padded = |size| json!({ "email": "x", "password": "p".repeat(size) });
    for (size, status) in [(60_000, 401), (70_000, 413), (4_000_000, 413)] {
        let answer = server.post("/v1/auth/login", &padded(size)).send().await;
        assert_eq!(answer.status, status);
    }
    let refused = server.post(KEYS, &padded(70_000)).bearer(&token).send().await;
    assert_eq!(refused.refusal(), (413, "PAYLOAD_TOO_LARGE"));
}

#[tokio::test]
async fn who_is_asked_before_what() {
    let server = Server::empty().await;
    let anonymous = server.call(Method::POST, KEYS).body("nonsense").send().await;
    assert_eq!(anonymous.refusal(), (401, "UNAUTHORIZED"));
}

#[tokio::test]
async fn unknown_paths_and_methods_answer_in_the_envelope() {
    let server = Server::empty().await;
    for path in ["/", "/v1", "/v1/", "/v1/config", "/v2/auth/me", "/v1/config/api-keys/"] {
        let answer = server.get(path).send().await;
        assert_eq!(answer.refusal(), (404, "NOT_FOUND"), "{path}");
        assert_eq!(answer.body["success"], false);
    }
    for (path, allowed) in
        [("/v1/auth/me", "GET,HEAD"), (KEYS, "GET,HEAD,POST"), ("/v1/config/api-keys/7", "DELETE")]
    {
        let answer = server.call(Method::PUT, path).send().await;
        assert_eq!(answer.refusal(), (405, "METHOD_NOT_ALLOWED"), "{path}");
        assert_eq!(answer.headers["allow"], allowed);
    }
}

#[tokio::test]
async fn the_document_is_served_as_it_is_checked_in() {
    let server = Server::empty().await;
    let served = server.get("/openapi.json").raw().await.unwrap();
    assert_eq!(served.headers()["content-type"], "application/json");
    assert_eq!(served.text().await.unwrap(), include_str!("../../openapi.json"));
}

#[tokio::test]
async fn every_example_of_the_document_works_on_the_demo() {
    let server = Server::start(sigsentry_sandbox::Config::default()).await;
    let token = server.sign_in("owner").await;
    let document: Value = serde_json::from_str(sigsentry_sandbox::openapi_document()).unwrap();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let content = &item["post"]["requestBody"]["content"]["application/json"];
        let several = content["examples"].as_object().into_iter().flat_map(|them| them.values());
        for example in several.map(|it| &it["value"]).chain(content.get("example")) {
            let answer = server.post(path, example).bearer(&token).send().await;
            assert!(matches!(answer.status, 200 | 201), "{path} {example}: {}", answer.body);
            tried += 1;
        }
    }
    assert_eq!(tried, 5);
}

#[tokio::test]
async fn the_control_routes_are_there_on_request_only() {
    let config = sigsentry_sandbox::Config::default();
    assert!(!config.control);
    let closed = sigsentry_sandbox::start(config).await.unwrap();
    let server = Server::empty().await;
    for path in ["faults", "clock", "token", "next-key", "keys"] {
        let there = format!("{}/__control/{path}", server.sandbox.url());
        assert_ne!(server.http.post(there).send().await.unwrap().status(), 404, "{path}");
        let not = format!("{}/__control/{path}", closed.url());
        assert_eq!(server.http.post(not).send().await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn the_control_routes_refuse_what_makes_no_sense() {
    let server = Server::empty().await;
    for (path, body) in [
        ("faults", json!({ "operation": "creat", "status": 500 })),
        ("faults", json!({ "dropAfterComit": true })),
        ("faults", json!({ "clear": false })),
        ("clock", json!({ "advance": 5 })),
        ("next-key", json!({ "randomPart": "short" })),
        ("next-key", json!({ "randomPart": "a b".repeat(10) })),
        ("token", json!({ "email": "nobody" })),
        ("keys/7", json!({ "expiresAt": "2026-01-01T00:00:00Z" })),
    ] {
        let url = format!("{}/__control/{path}", server.sandbox.url());
        let answer = server.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{path} {body}: {}", answer.status());
    }
}

#[tokio::test]
async fn a_test_may_choose_the_next_key() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let part = "Z".repeat(40);
    server.control("next-key", json!({ "randomPart": part })).await;
    let body = crate::client::org_key("chosen", &["config:read"]);
    assert_eq!(server.mint(&token, &body).await["key"], format!("ss_org_{part}"));
    assert_ne!(server.mint(&token, &body).await["key"], format!("ss_org_{part}"));
}
