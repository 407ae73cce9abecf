//! Signing in, staying in, and getting out.

use crate::client::Server;
use reqwest::Method;
use serde_json::json;
use sigsentry_sandbox::{Config, Seed};

#[tokio::test]
async fn the_four_people_sign_in_and_a_wrong_password_does_not() {
    let server = Server::empty().await;
    for role in ["owner", "admin", "member", "viewer"] {
        let token = server.sign_in(role).await;
        let me = server.get("/v1/auth/me").bearer(&token).send().await;
        assert_eq!((me.status, me.text("role").as_str()), (200, role));
        assert_eq!(me.text("tenantName"), "Northwind Labs");
    }
    for (email, password) in [
        ("owner@northwind.example", "demo-Password"),
        ("owner@northwind.example", "demo-password "),
        ("nobody@northwind.example", "demo-password"),
    ] {
        let body = json!({ "email": email, "password": password });
        let refused = server.post("/v1/auth/login", &body).send().await;
        assert_eq!(refused.refusal(), (401, "UNAUTHORIZED"), "{email}");
        assert!(!refused.body.to_string().contains(password));
    }
}

#[tokio::test]
async fn signing_in_needs_both_fields() {
    let server = Server::empty().await;
    for (body, field) in [
        (json!({ "password": "x" }), "email"),
        (json!({ "email": "x" }), "password"),
        (json!({ "email": 7, "password": "x" }), "email"),
        (json!({ "email": "x", "password": "" }), "password"),
    ] {
        let refused = server.post("/v1/auth/login", &body).send().await;
        assert_eq!(refused.refusal(), (400, "VALIDATION_ERROR"));
        assert_eq!(refused.field(), field, "{body}");
    }
}

#[tokio::test]
async fn refreshing_ends_the_old_session_and_two_at_once_get_one_new_one() {
    let server = Server::empty().await;
    let old = server.sign_in("owner").await;
    let refresh = || server.call(Method::POST, "/v1/auth/refresh").bearer(&old).send();
    let (a, b) = tokio::join!(refresh(), refresh());
    let mut statuses = [a.status, b.status];
    statuses.sort();
    assert_eq!(statuses, [200, 401]);
    let new = if a.status == 200 { a.text("token") } else { b.text("token") };
    assert_ne!(new, old);
    assert_eq!(server.get("/v1/auth/me").bearer(&new).send().await.status, 200);
    let over = server.get("/v1/auth/me").bearer(&old).send().await;
    assert_eq!(over.refusal(), (401, "UNAUTHORIZED"));
}

#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    let server = Server::empty().await;
    let (here, there) = (server.sign_in("admin").await, server.sign_in("admin").await);
    let out = server.call(Method::POST, "/v1/auth/logout").bearer(&here).send().await;
    assert_eq!(out.status, 200);
    assert_eq!(server.get("/v1/auth/me").bearer(&here).send().await.status, 401);
    assert_eq!(server.get("/v1/auth/me").bearer(&there).send().await.status, 200);
}

#[tokio::test]
async fn a_session_lives_as_long_as_it_says() {
    let server = Server::empty().await;
    let day = server.sign_in("owner").await;
    server.control("clock", json!({ "advanceSeconds": 24 * 60 * 60 - 5 })).await;
    assert_eq!(server.get("/v1/auth/me").bearer(&day).send().await.status, 200);
    server.control("clock", json!({ "advanceSeconds": 10 })).await;
    assert_eq!(server.get("/v1/auth/me").bearer(&day).send().await.status, 401);

    let config = Config { seed: Seed::Empty, token_life_seconds: 60, ..Config::default() };
    let server = Server::start(config).await;
    let minute = server.sign_in("owner").await;
    assert_eq!(server.get("/v1/auth/me").bearer(&minute).send().await.status, 200);
    server.control("clock", json!({ "advanceSeconds": 61 })).await;
    assert_eq!(server.get("/v1/auth/me").bearer(&minute).send().await.status, 401);
}

#[tokio::test]
async fn a_token_that_is_not_ours_opens_nothing() {
    let server = Server::empty().await;
    let token = server.sign_in("viewer").await;
    let parts: Vec<&str> = token.split('.').collect();
    let elsewhere = Server::empty().await.sign_in("viewer").await;
    let other_claims = elsewhere.split('.').nth(1).unwrap();
    // {"alg":"none"}
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", parts[1]);
    for forged in [
        elsewhere.clone(),
        format!("{}.{other_claims}.{}", parts[0], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        unsigned,
        "nonsense".to_owned(),
        String::new(),
    ] {
        let refused = server.get("/v1/auth/me").bearer(&forged).send().await;
        assert_eq!(refused.refusal(), (401, "UNAUTHORIZED"), "{forged}");
    }
    assert_eq!(server.get("/v1/auth/me").send().await.status, 401);
    let basic = server.get("/v1/auth/me").header("Authorization", &format!("Basic {token}"));
    assert_eq!(basic.send().await.status, 401);
    let lower = server.get("/v1/auth/me").header("Authorization", &format!("bearer {token}"));
    assert_eq!(lower.send().await.status, 200);
}
