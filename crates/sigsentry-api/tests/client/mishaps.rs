//! Making keys when the answer is broken: what came is never lost, and what became of the key is
//! always said.

use crate::{
    scripted::{Scripted, json},
    tenant::{HASTY, Tenant, attempt, client_of, plain, some_request, some_token},
};
use serde_json::{Value, json as value};
use sigsentry_keys_core::{
    creation::{IssueError, Issued, KeyFate},
    failure::RequestFailure,
    key::{KeyType, NewKeyType},
};
use sigsentry_sandbox::{Config, Seed};

async fn minted_with(fault: Value) -> (Tenant, Result<Issued, IssueError>) {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    tenant.misbehave(fault);
    let issued = tenant.mint(&token, some_request()).await;
    (tenant, issued)
}

#[tokio::test]
async fn an_answer_without_the_value_names_the_key_that_was_made() {
    for fault in [
        value!({ "omitField": "key" }),
        value!({ "putFields": { "key": null } }),
        value!({ "putFields": { "key": 17 } }),
        value!({ "putFields": { "key": "" } }),
        value!({ "putFields": { "key": "ss_org_ with spaces" } }),
        value!({ "putFields": { "key": "k".repeat(5000) } }),
        value!({ "putFields": { "key": { "value": "ss_org_AbC123" } } }),
    ] {
        let (tenant, issued) = minted_with(fault.clone()).await;
        let error = issued.unwrap_err();
        let id = Some(tenant.sandbox.keys()[0].id.clone());
        assert_eq!(error.fate, KeyFate::ValueLost { id }, "{fault}");
        assert!(matches!(error.failure, RequestFailure::Unexpected { .. }));
    }
    let fault = value!({ "omitField": "key", "putFields": { "id": null } });
    let error = minted_with(fault).await.1.unwrap_err();
    assert_eq!(error.fate, KeyFate::ValueLost { id: None });
}

#[tokio::test]
async fn a_value_that_came_is_handed_on_whatever_is_wrong_with_the_record() {
    for fault in [
        value!({ "omitField": "id" }),
        value!({ "omitField": "name" }),
        value!({ "omitField": "prefix" }),
        value!({ "putFields": { "id": "..", "name": 17, "permissions": "x", "createdAt": [] } }),
    ] {
        let (tenant, issued) = minted_with(fault.clone()).await;
        let mut issued = issued.unwrap();
        let value = plain(&mut issued.value);
        assert_eq!(tenant.analyses(&value, None).await.1, "MISSING_PROJECT_ID", "{fault}");
        let record = &issued.record;
        let request = some_request();
        // What the record could not tell is what was asked for; nothing is taken from the value.
        assert_eq!((&*record.name, &*record.prefix), ("tenant audit", "ss_org_"));
        assert_eq!(*record.permissions, *request.permissions);
        let id_came = matches!(fault["omitField"].as_str(), Some("name" | "prefix"));
        let id = if id_came { tenant.sandbox.keys()[0].id.clone() } else { String::new() };
        assert_eq!(*record.id, *id, "{fault}");
    }
}

#[tokio::test]
async fn the_record_is_the_servers_and_the_value_stays_as_it_came() {
    let stranger = "zz_QrStUvWxYz0123456789QrStUvWxYz0123456789";
    let fault = value!({ "putFields": { "key": stranger, "type": "secret",
        "prefix": "ss_secret_AbC123andMoreThanIsPublic" } });
    let mut issued = minted_with(fault).await.1.unwrap();
    assert_eq!(plain(&mut issued.value), stranger);
    assert_eq!(&*issued.record.prefix, "ss_secret_AbC123");
    assert_eq!(issued.record.key_type, KeyType::Current(NewKeyType::Project));
}

#[tokio::test]
async fn an_answer_that_is_too_large_leaves_the_end_open() {
    for unknown_length in [false, true] {
        let fault = value!({ "operation": "create", "oversizedBody": 70_000,
            "unknownLength": unknown_length });
        let (tenant, issued) = minted_with(fault).await;
        let error = issued.unwrap_err();
        assert!(matches!(error.failure, RequestFailure::TooLarge { .. }), "{error:?}");
        assert_eq!((error.fate, tenant.sandbox.keys().len()), (KeyFate::Unknown, 1));
    }
    let fault = value!({ "operation": "create", "oversizedBody": 60_000, "unknownLength": true });
    minted_with(fault).await.1.unwrap();
}

#[tokio::test]
async fn a_page_of_somebody_else_leaves_the_end_open() {
    let error = minted_with(value!({ "html": true })).await.1.unwrap_err();
    assert!(matches!(error.failure, RequestFailure::CaptivePortal { .. }));
    assert_eq!(error.fate, KeyFate::Unknown);
    let fault = value!({ "redirect": "https://elsewhere.example/v1" });
    let error = minted_with(fault).await.1.unwrap_err();
    assert!(matches!(error.failure, RequestFailure::Redirected { .. }));
    assert_eq!(error.fate, KeyFate::Unknown);
}

#[tokio::test]
async fn an_answer_that_does_not_end_in_time_leaves_the_end_open() {
    let config = Config { seed: Seed::Empty, ..Config::default() };
    let tenant = Tenant::start_with(config, HASTY).await;
    let token = tenant.sign_in("owner").await;
    for fault in [
        value!({ "operation": "create", "times": 1, "bytesPerSecond": 16 }),
        value!({ "operation": "create", "times": 1, "latencyMs": 60_000 }),
    ] {
        tenant.misbehave(fault);
        let error = tenant.mint(&token, some_request()).await.unwrap_err();
        assert!(matches!(error.failure, RequestFailure::TimedOut { .. }), "{error:?}");
        assert_eq!(error.fate, KeyFate::Unknown);
    }
}

#[tokio::test]
async fn two_values_in_one_answer_are_none() {
    let body = r#"{"success":true,"data":{"key":"ss_org_AAAAAAAAAAAAAAAA","id":"k1",
        "key":"ss_org_BBBBBBBBBBBBBBBB"}}"#;
    let server = Scripted::always(json(201, body)).await;
    let token = some_token();
    let client = client_of(&server);
    let error = client.issuer(&token).issue(&attempt(some_request())).await.unwrap_err();
    assert_eq!(error.fate, KeyFate::ValueLost { id: Some("k1".into()) });
}

#[tokio::test]
async fn a_creation_travels_as_it_should() {
    let body = r#"{"success":true,"data":{"id":"k1","name":"n","prefix":"ss_org_AbC123456",
        "key":"ss_org_AbC1234567890"}}"#;
    let server = Scripted::always(json(201, body)).await;
    let token = some_token();
    let attempt = attempt(some_request());
    client_of(&server).issuer(&token).issue(&attempt).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    for line in [
        "POST /v1/config/api-keys HTTP/1.1",
        "connection: close",
        "accept-encoding: identity",
        &format!("idempotency-key: {}", attempt.idempotency_key),
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    let expected =
        value!({ "name": "tenant audit", "type": "org", "permissions": ["config:read"] });
    assert_eq!(serde_json::from_str::<Value>(body).unwrap(), expected);
}
