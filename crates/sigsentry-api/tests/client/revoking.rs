//! Revoking, once and again.

use crate::{
    scripted::{Scripted, json},
    tenant::{Tenant, api, client_of, some_request, some_token},
};
use sigsentry_keys_api::Revoked;
use sigsentry_keys_core::{
    failure::{ApiCode, RequestFailure},
    key::Revocation,
};
use sigsentry_sandbox::{Config, Seed};

#[tokio::test]
async fn revoking_ends_a_key_and_the_second_time_finds_it_ended() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    let mut issued = tenant.mint(&token, some_request()).await.unwrap();
    let value = crate::tenant::plain(&mut issued.value);
    assert_ne!(tenant.analyses(&value, None).await.0, 401);
    let revoke = || tenant.client.revoke(&token, &issued.record.id);
    assert_eq!(revoke().await, Ok(Revoked { already: false }));
    assert_eq!(tenant.analyses(&value, None).await, (401, "API_KEY_REVOKED".to_owned()));
    assert_eq!(revoke().await, Ok(Revoked { already: true }));
    let listed = tenant.client.keys(&token).await.unwrap();
    assert!(matches!(listed.keys[0].revocation, Revocation::Revoked(Some(_))));
}

#[tokio::test]
async fn not_everybody_may_revoke() {
    let tenant = Tenant::start(Config::default()).await;
    let id = tenant.sandbox.keys()[0].id.clone();
    let failure = tenant.client.revoke(&tenant.sign_in("member").await, &id).await.unwrap_err();
    assert_eq!(api(failure).code, ApiCode::Forbidden);
    assert_eq!(tenant.sandbox.keys()[0].revoked_at, None);
}

#[tokio::test]
async fn gone_and_not_found_are_both_already_revoked() {
    let gone = r#"{"success":false,"error":{"code":"NOT_FOUND","message":"gone"}}"#;
    for status in [404, 410] {
        let server = Scripted::always(json(status, gone)).await;
        let revoked = client_of(&server).revoke(&some_token(), "k1").await;
        assert_eq!(revoked, Ok(Revoked { already: true }));
    }
    // A 404 of a proxy's page says nothing about the key.
    for body in ["<html>no such page", "{}", r#"{"error":{"code":"NO_ROUTE"}}"#] {
        let server = Scripted::always(json(404, body)).await;
        assert!(client_of(&server).revoke(&some_token(), "k1").await.is_err(), "{body}");
    }
}

#[tokio::test]
async fn success_needs_no_words() {
    let silent = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_vec();
    for answer in [silent, json(200, ""), json(200, r#"{"success":true,"data":null}"#)] {
        let server = Scripted::always(answer).await;
        let revoked = client_of(&server).revoke(&some_token(), "k1").await;
        assert_eq!(revoked, Ok(Revoked { already: false }));
    }
    let server = Scripted::always(json(200, r#"{"success":false}"#)).await;
    assert!(client_of(&server).revoke(&some_token(), "k1").await.is_err());
}

#[tokio::test]
async fn an_id_leads_to_one_key_or_nowhere() {
    let server = Scripted::always(json(200, r#"{"success":true,"data":{}}"#)).await;
    let client = client_of(&server);
    for id in ["", ".", ".."] {
        let failure = client.revoke(&some_token(), id).await.unwrap_err();
        assert!(matches!(failure, RequestFailure::Unexpected { .. }), "{id}");
    }
    assert!(server.requests().is_empty());
    client.revoke(&some_token(), "../../auth/me?x=1#y").await.unwrap();
    let path = "DELETE /v1/config/api-keys/%2E%2E%2F%2E%2E%2Fauth%2Fme%3Fx%3D1%23y HTTP/1.1";
    assert!(server.requests()[0].starts_with(path), "{}", server.requests()[0]);
}

#[tokio::test]
async fn a_key_with_a_hostile_id_cannot_be_reached_and_nothing_else_is_either() {
    let tenant = Tenant::start(Config { seed: Seed::Hostile, ..Config::default() }).await;
    let token = tenant.sign_in("owner").await;
    let listed = tenant.client.keys(&token).await.unwrap();
    let hostile = listed.keys.iter().find(|key| key.id.starts_with("../")).unwrap();
    let before = tenant.sandbox.keys().iter().filter(|key| key.revoked_at.is_some()).count();
    let revoked = tenant.client.revoke(&token, &hostile.id).await;
    assert_eq!(revoked, Ok(Revoked { already: true }), "no such key");
    let after = tenant.sandbox.keys().iter().filter(|key| key.revoked_at.is_some()).count();
    assert_eq!(before, after);
}
