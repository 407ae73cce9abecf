//! Creating and revoking.

use crate::client::{Server, org_key, sdk_key, secret_key};
use reqwest::Method;
use serde_json::{Value, json};
use sigsentry_sandbox::{Config, Seed};

const KEYS: &str = "/v1/config/api-keys";

#[tokio::test]
async fn each_type_has_its_prefix_and_shows_its_value_once() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let project = server.project(&token).await;
    for (body, prefix) in [
        (sdk_key("web", &project), "ss_pub_"),
        (secret_key("ingest", &project), "ss_secret_"),
        (org_key("audit", &["config:write", "config:read", "config:read"]), "ss_org_"),
    ] {
        let made = server.mint(&token, &body).await;
        let value = made["key"].as_str().unwrap();
        assert!(value.starts_with(prefix) && value.len() == prefix.len() + 40, "{made}");
        assert_eq!(made["prefix"].as_str().unwrap(), &value[..16]);
        assert_eq!((&made["name"], &made["type"]), (&body["name"], &body["type"]));
        assert_eq!(made["projectId"], body["projectId"]);
        assert_eq!(made["lastUsedAt"], Value::Null);
        let listed = server.get(KEYS).bearer(&token).send().await;
        let first = &listed.body["data"]["items"][0];
        assert_eq!(first["id"], made["id"], "newest first");
        assert!(!listed.body.to_string().contains(&value[16..]));
    }
    let newest = &server.sandbox.keys()[0];
    assert_eq!(newest.permissions, ["config:read", "config:write"]);
}

#[tokio::test]
async fn what_is_not_valid_is_named_and_makes_no_key() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let good = secret_key("ingest", &server.project(&token).await);
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    for (body, field) in [
        (with("name", json!("")), "name"),
        (with("name", json!(" \t\u{a0}")), "name"),
        (with("name", json!("🔑".repeat(256))), "name"),
        (with("name", json!(7)), "name"),
        (with("type", json!("edge")), "type"),
        (with("type", json!(null)), "type"),
        (with("permissions", json!([])), "permissions"),
        (with("permissions", json!("analysis:read")), "permissions"),
        (with("permissions", json!(["analysis:read", 7])), "permissions"),
        (with("permissions", json!(["apikey:write"])), "permissions"),
        (with("projectId", json!(null)), "projectId"),
        (with("projectId", json!("checkout-api")), "projectId"),
        (with("type", json!("org")), "projectId"),
    ] {
        let refused = server.post(KEYS, &body).bearer(&token).send().await;
        assert_eq!(refused.refusal(), (400, "VALIDATION_ERROR"), "{body}");
        assert_eq!(refused.field(), field, "{body}");
    }
    let elsewhere = json!("00000000-0000-4000-8000-000000000000");
    let refused = server.post(KEYS, &with("projectId", elsewhere)).bearer(&token).send().await;
    assert_eq!(refused.refusal(), (404, "NOT_FOUND"));
    assert!(server.sandbox.keys().is_empty());
    for name in ["x".to_owned(), "🔑".repeat(255), " padded ".to_owned()] {
        server.mint(&token, &with("name", json!(name))).await;
    }
    assert_eq!(server.sandbox.keys()[0].name, "padded");
}

#[tokio::test]
async fn the_permissions_of_an_sdk_key_are_locked() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let mut body = sdk_key("web", &server.project(&token).await);
    for other in [
        json!(["analysis:read"]),
        json!(["analysis:create", "analysis:read", "config:read"]),
        json!(["config:read", "config:write"]),
    ] {
        body["permissions"] = other;
        let refused = server.post(KEYS, &body).bearer(&token).send().await;
        assert_eq!(refused.refusal(), (400, "INVALID_PUBLIC_KEY_PERMISSIONS"));
    }
    body["permissions"] = json!(["analysis:read", "analysis:create"]);
    server.mint(&token, &body).await;
}

#[tokio::test]
async fn roles_decide_who_may_list_create_and_revoke() {
    let server = Server::empty().await;
    let owner = server.sign_in("owner").await;
    let project = server.project(&owner).await;
    let made = server.mint(&owner, &secret_key("ingest", &project)).await;
    let path = format!("{KEYS}/{}", made["id"].as_str().unwrap());
    for role in ["member", "viewer"] {
        let token = server.sign_in(role).await;
        assert_eq!(server.get(KEYS).bearer(&token).send().await.status, 200);
        let create = server.post(KEYS, &secret_key("mine", &project)).bearer(&token).send().await;
        assert_eq!(create.refusal(), (403, "FORBIDDEN"), "{role}");
        let revoke = server.call(Method::DELETE, &path).bearer(&token).send().await;
        assert_eq!(revoke.refusal(), (403, "FORBIDDEN"), "{role}");
    }
    let admin = server.sign_in("admin").await;
    server.mint(&admin, &secret_key("theirs", &project)).await;
    assert_eq!(server.call(Method::DELETE, &path).bearer(&admin).send().await.status, 200);
}

#[tokio::test]
async fn a_revoked_key_stays_listed_and_cannot_be_revoked_again() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let made = server.mint(&token, &org_key("audit", &["config:read"])).await;
    let path = format!("{KEYS}/{}", made["id"].as_str().unwrap());
    let revoked = server.call(Method::DELETE, &path).bearer(&token).send().await;
    assert_eq!(revoked.status, 200);
    assert!(revoked.body["data"]["revokedAt"].is_string());
    let again = server.call(Method::DELETE, &path).bearer(&token).send().await;
    assert_eq!(again.refusal(), (410, "NOT_FOUND"));
    let listed = server.get(KEYS).bearer(&token).send().await;
    assert!(listed.body["data"]["items"][0]["revokedAt"].is_string());
}

#[tokio::test]
async fn an_id_that_is_none_is_not_found() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    for id in ["00000000-0000-4000-8000-000000000000", "%FF%FE", "..%2F..%2Fauth", "%00", "a b"] {
        let path = format!("{KEYS}/{id}");
        let refused = server.call(Method::DELETE, &path).bearer(&token).send().await;
        assert_eq!(refused.refusal(), (404, "NOT_FOUND"), "{id}");
    }
}

#[tokio::test]
async fn the_plan_has_a_limit() {
    let config = Config { seed: Seed::Empty, quota: Some(1), ..Config::default() };
    let server = Server::start(config).await;
    let token = server.sign_in("owner").await;
    let made = server.mint(&token, &org_key("first", &["config:read"])).await;
    let second = org_key("second", &["config:read"]);
    let refused = server.post(KEYS, &second).bearer(&token).send().await;
    assert_eq!(refused.refusal(), (403, "QUOTA_EXCEEDED"));
    let path = format!("{KEYS}/{}", made["id"].as_str().unwrap());
    assert_eq!(server.call(Method::DELETE, &path).bearer(&token).send().await.status, 200);
    server.mint(&token, &second).await;
}
