//! Keys at work: what they open, what they do not, and how Last Used moves.

use crate::client::{Answer, Server, org_key, sdk_key, secret_key};
use reqwest::Method;
use serde_json::json;

const KEYS: &str = "/v1/config/api-keys";
const ANALYSES: &str = "/v1/analyses";

async fn read(server: &Server, key: &str, project: Option<&str>) -> Answer {
    let call = server.get(ANALYSES).bearer(key);
    match project {
        Some(project) => call.header("X-Project-Id", project).send().await,
        None => call.send().await,
    }
}

async fn run(server: &Server, key: &str) -> Answer {
    let body = json!({ "prompt": "why did checkout fail?" });
    server.post(ANALYSES, &body).bearer(key).send().await
}

#[tokio::test]
async fn a_key_may_what_it_was_given() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let project = server.project(&token).await;
    let sdk = server.mint(&token, &sdk_key("web", &project)).await;
    let sdk = sdk["key"].as_str().unwrap();
    assert_eq!(read(&server, sdk, None).await.status, 200);
    assert_eq!(run(&server, sdk).await.status, 201);
    let mut body = secret_key("reader", &project);
    body["permissions"] = json!(["analysis:read"]);
    let reader = server.mint(&token, &body).await;
    let reader = reader["key"].as_str().unwrap();
    assert_eq!(read(&server, reader, None).await.status, 200);
    assert_eq!(run(&server, reader).await.refusal(), (403, "FORBIDDEN"));
}

#[tokio::test]
async fn a_key_of_a_project_stays_in_it() {
    let server = Server::start(sigsentry_sandbox::Config::default()).await;
    let token = server.sign_in("owner").await;
    let project = server.project(&token).await;
    let made = server.mint(&token, &secret_key("ingest", &project)).await;
    let key = made["key"].as_str().unwrap();
    assert_eq!(read(&server, key, Some(&project)).await.status, 200);
    assert_eq!(read(&server, key, Some(&project.to_uppercase())).await.status, 200);
    let projects = server.get("/v1/config/projects").bearer(&token).send().await;
    let other = projects.body["data"][1]["id"].as_str().unwrap();
    assert_eq!(read(&server, key, Some(other)).await.refusal(), (403, "WRONG_PROJECT"));
    assert_eq!(read(&server, key, Some("checkout")).await.refusal(), (400, "VALIDATION_ERROR"));
}

#[tokio::test]
async fn an_organization_key_names_its_project() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let project = server.project(&token).await;
    let made = server.mint(&token, &org_key("audit", &["analysis:read"])).await;
    let key = made["key"].as_str().unwrap();
    assert_eq!(read(&server, key, None).await.refusal(), (400, "MISSING_PROJECT_ID"));
    let nowhere = "00000000-0000-4000-8000-000000000000";
    assert_eq!(read(&server, key, Some(nowhere)).await.refusal(), (404, "NOT_FOUND"));
    assert_eq!(read(&server, key, Some(&project)).await.status, 200);
}

#[tokio::test]
async fn a_key_that_is_not_in_force_is_told_why() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let project = server.project(&token).await;
    let legacy = ["tb_AbCdEfGh12345678", "ss_live_AbCdEfGh12345678"];
    for key in legacy {
        assert_eq!(read(&server, key, None).await.refusal(), (401, "KEY_FORMAT_DEPRECATED"));
    }
    let unknown = format!("ss_secret_{}", "a".repeat(40));
    assert_eq!(read(&server, &unknown, None).await.refusal(), (401, "UNAUTHORIZED"));

    let made = server.mint(&token, &secret_key("short", &project)).await;
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    assert_eq!(read(&server, key, None).await.status, 200);
    let ends = chrono::Utc::now() + chrono::TimeDelta::minutes(5);
    server.control(&format!("keys/{id}"), json!({ "expiresAt": ends })).await;
    assert_eq!(read(&server, key, None).await.status, 200);
    server.control("clock", json!({ "advanceSeconds": 301 })).await;
    assert_eq!(read(&server, key, None).await.refusal(), (401, "API_KEY_EXPIRED"));

    let made = server.mint(&token, &secret_key("leaked", &project)).await;
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    assert_eq!(read(&server, key, None).await.status, 200);
    server.call(Method::DELETE, &format!("{KEYS}/{id}")).bearer(&token).send().await;
    assert_eq!(read(&server, key, None).await.refusal(), (401, "API_KEY_REVOKED"));
}

#[tokio::test]
async fn last_used_moves_for_the_key_that_was_seen_and_for_no_other() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let project = server.project(&token).await;
    let idle = server.mint(&token, &secret_key("idle", &project)).await;
    let busy = server.mint(&token, &secret_key("busy", &project)).await;
    let last_used = |id: &serde_json::Value| {
        let keys = server.sandbox.keys();
        keys.into_iter().find(|key| *id == key.id).unwrap().last_used_at
    };
    assert_eq!(last_used(&busy["id"]), None);
    read(&server, busy["key"].as_str().unwrap(), None).await;
    let first = last_used(&busy["id"]).unwrap();
    server.control("clock", json!({ "advanceSeconds": 3600 })).await;
    // Refused, and seen all the same.
    let refused = server.get(KEYS).bearer(busy["key"].as_str().unwrap()).send().await;
    assert_eq!(refused.refusal(), (403, "DASHBOARD_ONLY"));
    assert!(last_used(&busy["id"]).unwrap() - first >= chrono::TimeDelta::hours(1));
    assert_eq!(last_used(&idle["id"]), None);
}

#[tokio::test]
async fn a_key_manages_no_keys() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let all = ["analysis:create", "analysis:read", "config:read", "config:write"];
    let made = server.mint(&token, &org_key("automation", &all)).await;
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    let path = format!("{KEYS}/{id}");
    for call in [
        server.get(KEYS),
        server.post(KEYS, &org_key("child", &all)),
        server.call(Method::DELETE, &path),
        server.get("/v1/auth/me"),
        server.call(Method::POST, "/v1/auth/refresh"),
        server.call(Method::POST, "/v1/auth/logout"),
    ] {
        assert_eq!(call.bearer(key).send().await.refusal(), (403, "DASHBOARD_ONLY"));
    }
    assert_eq!(server.sandbox.keys().len(), 1);
    let legacy = server.get(KEYS).bearer("tb_AbCdEfGh12345678").send().await;
    assert_eq!(legacy.refusal(), (401, "KEY_FORMAT_DEPRECATED"));
}

#[tokio::test]
async fn the_list_of_projects_is_for_organization_keys() {
    let server = Server::empty().await;
    let token = server.sign_in("owner").await;
    let project = server.project(&token).await;
    let mut secret = secret_key("reader", &project);
    secret["permissions"] = json!(["config:read"]);
    for (body, expected) in [
        (sdk_key("web", &project), (403, "SECRET_KEY_REQUIRED")),
        (secret, (403, "ORG_KEY_REQUIRED")),
        (org_key("blind", &["analysis:read"]), (403, "FORBIDDEN")),
        (org_key("catalogue", &["config:read"]), (200, "")),
    ] {
        let made = server.mint(&token, &body).await;
        let key = made["key"].as_str().unwrap();
        let answer = server.get("/v1/config/projects").bearer(key).send().await;
        assert_eq!(answer.refusal(), expected, "{body}");
    }
}

#[tokio::test]
async fn a_person_may_what_the_role_allows() {
    let server = Server::empty().await;
    let viewer = server.sign_in("viewer").await;
    assert_eq!(read(&server, &viewer, None).await.status, 200);
    assert_eq!(run(&server, &viewer).await.refusal(), (403, "FORBIDDEN"));
    let member = server.sign_in("member").await;
    assert_eq!(run(&server, &member).await.status, 201);
    let without_body = server.call(Method::POST, ANALYSES).bearer(&member).send().await;
    assert_eq!(without_body.status, 201);
}
