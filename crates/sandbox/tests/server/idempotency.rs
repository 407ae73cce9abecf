//! The same idempotency key brings the same answer, also when requests come at the same time.

use crate::client::{Answer, Server, org_key};
use serde_json::{Value, json};

const KEYS: &str = "/v1/config/api-keys";

async fn create(server: &Server, token: &str, idempotency_key: &str, body: &Value) -> Answer {
    let call = server.post(KEYS, body).bearer(token);
    call.header("Idempotency-Key", idempotency_key).send().await
}

#[tokio::test]
async fn a_repeated_request_brings_the_stored_answer() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let body = org_key("audit", &["config:read"]);
    let first = create(&server, &token, "k-1", &body).await;
    let again = create(&server, &token, "k-1", &body).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.body, again.body);
    assert_eq!(server.sandbox.keys().len(), 1);
    let other = create(&server, &token, "k-2", &body).await;
    assert_ne!(other.text("key"), first.text("key"));
    let issued = server.sandbox.issued().into_iter();
    let issued: Vec<_> = issued.map(|one| (one.idempotency_key.unwrap(), one.key_id)).collect();
    let (mine, others) = (first.text("id"), other.text("id"));
    let again = ("k-1".to_owned(), mine.clone());
    assert_eq!(issued, [("k-1".to_owned(), mine), again, ("k-2".to_owned(), others)]);
}

#[tokio::test]
async fn another_body_is_a_conflict() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    create(&server, &token, "k-1", &org_key("audit", &["config:read"])).await;
    let refused = create(&server, &token, "k-1", &org_key("audit", &["config:write"])).await;
    assert_eq!(refused.refusal(), (409, "IDEMPOTENCY_KEY_CONFLICT"));
    assert_eq!(server.sandbox.keys().len(), 1);
}

#[tokio::test]
async fn idempotency_keys_are_private_to_the_person_and_outlive_the_session() {
    let server = Server::empty().await;
    let (owner, admin) = (server.sign_in("owner").await, server.sign_in("admin").await);
    let body = org_key("audit", &["config:read"]);
    let mine = create(&server, &owner, "k-1", &body).await;
    let theirs = create(&server, &admin, "k-1", &body).await;
    assert_ne!(mine.text("id"), theirs.text("id"));
    let later = server.sign_in("owner").await;
    assert_eq!(create(&server, &later, "k-1", &body).await.text("id"), mine.text("id"));
}

#[tokio::test]
async fn the_window_is_short() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let body = org_key("audit", &["config:read"]);
    let first = create(&server, &token, "k-1", &body).await;
    server.control("clock", json!({ "advanceSeconds": 599 })).await;
    assert_eq!(create(&server, &token, "k-1", &body).await.text("id"), first.text("id"));
    server.control("clock", json!({ "advanceSeconds": 2 })).await;
    assert_ne!(create(&server, &token, "k-1", &body).await.text("id"), first.text("id"));
}

#[tokio::test]
async fn a_refused_request_leaves_its_idempotency_key_free() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let refused = create(&server, &token, "k-1", &org_key("", &["config:read"])).await;
    assert_eq!(refused.status, 400);
    let made = create(&server, &token, "k-1", &org_key("audit", &["config:read"])).await;
    assert_eq!(made.status, 201);
}

#[tokio::test]
async fn an_idempotency_key_has_a_length() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let body = org_key("audit", &["config:read"]);
    assert_eq!(create(&server, &token, &"k".repeat(255), &body).await.status, 201);
    for wrong in ["", &"k".repeat(256)] {
        let refused = create(&server, &token, wrong, &body).await;
        assert_eq!(refused.field(), "Idempotency-Key");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_requests_at_the_same_time_make_one_key() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let body = org_key("audit", &["config:read"]);
    let answers = futures_util::future::join_all(
        (0..30).map(|_| create(&server, &token, "one of a kind", &body)),
    )
    .await;
    for answer in &answers {
        assert_eq!(answer.status, 201);
        assert_eq!(answer.body, answers[0].body);
    }
    assert_eq!(server.sandbox.keys().len(), 1);
}

#[tokio::test]
async fn an_answer_that_was_lost_after_the_fact_can_be_had_again() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    server.misbehave(json!({ "operation": "create", "times": 1, "dropAfterCommit": true }));
    let body = org_key("audit", &["config:read"]);
    let lost = server.post(KEYS, &body).bearer(&token).header("Idempotency-Key", "k-1");
    assert!(lost.raw().await.is_err());
    assert_eq!(server.sandbox.keys().len(), 1);
    let again = create(&server, &token, "k-1", &body).await;
    assert_eq!(again.text("id"), server.sandbox.keys()[0].id);
    assert_eq!(server.sandbox.keys().len(), 1);
}
