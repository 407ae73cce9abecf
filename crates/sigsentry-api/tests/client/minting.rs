//! Making keys when all goes well.

use crate::tenant::{Tenant, api, attempt, plain, some_request};
use serde_json::json;
use sigsentry_keys_api::SessionToken;
use sigsentry_keys_core::{
    creation::{Attempt, Issued, KeyFate, MintRequest, organization_key, project_key, sdk_key},
    failure::ApiCode,
    key::{KeyType, LastUsed, NewKeyType, Revocation},
};
use sigsentry_sandbox::{Config, Seed};

fn names(permissions: &[&str]) -> Vec<String> {
    permissions.iter().map(|&name| name.to_owned()).collect()
}

async fn project(tenant: &Tenant, token: &SessionToken) -> String {
    tenant.client.projects(token).await.unwrap().remove(0).id
}

/// Checks what every flow has in common, and hands back the value.
fn checked(mut issued: Issued, request: &MintRequest) -> String {
    let value = plain(&mut issued.value);
    let record = issued.record;
    assert!(value.starts_with(request.key_type.prefix()));
    assert!(value.len() > 40 && issued.value.len() == value.len());
    assert_eq!(*record.prefix, value[..16]);
    assert_eq!(&*record.name, request.name.as_str());
    assert_eq!(record.key_type, KeyType::Current(request.key_type));
    assert_eq!(record.project_id.as_deref(), request.project_id.as_deref());
    assert_eq!(*record.permissions, *request.permissions);
    assert_eq!((record.last_used, record.revocation), (LastUsed::Never, Revocation::None));
    value
}

#[tokio::test]
async fn an_sdk_key_works_in_its_project() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    let request = sdk_key(&project(&tenant, &token).await, "checkout widget").unwrap();
    let value = checked(tenant.mint(&token, request.clone()).await.unwrap(), &request);
    assert_eq!(tenant.analyses(&value, None).await.0, 200);
}

#[tokio::test]
async fn a_project_key_works_in_its_project_and_nowhere_else() {
    let tenant = Tenant::start(Config::default()).await;
    let token = tenant.sign_in("admin").await;
    let projects = tenant.client.projects(&token).await.unwrap();
    let request = project_key(&projects[0].id, "ingest", &names(&["analysis:read"])).unwrap();
    let value = checked(tenant.mint(&token, request.clone()).await.unwrap(), &request);
    assert_eq!(tenant.analyses(&value, None).await.0, 200);
    let elsewhere = tenant.analyses(&value, Some(&projects[1].id)).await;
    assert_eq!(elsewhere, (403, "WRONG_PROJECT".to_owned()));
}

#[tokio::test]
async fn an_organization_key_works_in_the_project_that_is_named() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    let all = names(&["config:write", "analysis:read", "config:read", "analysis:create"]);
    let request = organization_key("tenant audit", &all).unwrap();
    let value = checked(tenant.mint(&token, request.clone()).await.unwrap(), &request);
    let missing = tenant.analyses(&value, None).await;
    assert_eq!(missing, (400, "MISSING_PROJECT_ID".to_owned()));
    let project = project(&tenant, &token).await;
    assert_eq!(tenant.analyses(&value, Some(&project)).await.0, 200);
}

#[tokio::test]
async fn a_key_that_was_used_says_when() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    let request = sdk_key(&project(&tenant, &token).await, "checkout widget").unwrap();
    let value = checked(tenant.mint(&token, request.clone()).await.unwrap(), &request);
    let last_used = async || tenant.client.keys(&token).await.unwrap().keys[0].last_used;
    assert_eq!(last_used().await, LastUsed::Never);
    tenant.analyses(&value, None).await;
    assert!(matches!(last_used().await, LastUsed::At(_)));
}

#[tokio::test]
async fn names_arrive_as_they_were_typed() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    let longest = "🔑".repeat(255);
    for name in ["<b>bold</b> & \"quoted\"", "مفتاح الإنتاج", "👩‍👩‍👧 crew", "=cmd|x", longest.as_str()]
    {
        let request = organization_key(name, &names(&["config:read"])).unwrap();
        checked(tenant.mint(&token, request.clone()).await.unwrap(), &request);
        assert_eq!(tenant.client.keys(&token).await.unwrap().keys[0].name.as_ref(), name);
    }
}

#[tokio::test]
async fn an_answer_that_was_lost_is_had_again_and_there_is_one_key() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    let attempt = attempt(some_request());
    let issuer = tenant.client.issuer(&token);
    for fault in [
        json!({ "operation": "create", "times": 1, "dropAfterCommit": true }),
        json!({ "operation": "create", "times": 1, "truncatedBody": true }),
    ] {
        tenant.misbehave(fault);
        assert_eq!(issuer.issue(&attempt).await.unwrap_err().fate, KeyFate::Unknown);
        assert_eq!(tenant.sandbox.keys().len(), 1);
    }
    let value = checked(issuer.issue(&attempt).await.unwrap(), &attempt.request);
    assert_eq!(checked(issuer.issue(&attempt).await.unwrap(), &attempt.request), value);
    assert_eq!(tenant.sandbox.keys().len(), 1);
    let project = project(&tenant, &token).await;
    assert_ne!(tenant.analyses(&value, Some(&project)).await.0, 401);
}

#[tokio::test]
async fn ten_tries_at_the_same_time_bring_the_same_key() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    let attempt = attempt(some_request());
    let issuer = tenant.client.issuer(&token);
    let tries = futures_util::future::join_all((0..10).map(|_| issuer.issue(&attempt))).await;
    let values: std::collections::HashSet<_> =
        tries.into_iter().map(|issued| checked(issued.unwrap(), &attempt.request)).collect();
    assert_eq!((values.len(), tenant.sandbox.keys().len()), (1, 1));
}

#[tokio::test]
async fn another_wish_under_the_same_idempotency_key_makes_nothing() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    let first = attempt(some_request());
    let issuer = tenant.client.issuer(&token);
    issuer.issue(&first).await.unwrap();
    let request = organization_key("another", &names(&["config:read"])).unwrap();
    let error = issuer.issue(&Attempt { request, ..first }).await.unwrap_err();
    assert_eq!(error.fate, KeyFate::NotCreated);
    assert_eq!(api(error.failure).code, ApiCode::IdempotencyKeyConflict);
    assert_eq!(tenant.sandbox.keys().len(), 1);
}

#[tokio::test]
async fn a_no_in_the_servers_own_words_made_no_key() {
    let config = Config { seed: Seed::Empty, quota: Some(1), ..Config::default() };
    let tenant = Tenant::start(config).await;
    let owner = tenant.sign_in("owner").await;
    let refused = async |token: &SessionToken, request: MintRequest| {
        let error = tenant.mint(token, request).await.unwrap_err();
        assert_eq!(error.fate, KeyFate::NotCreated);
        api(error.failure)
    };
    for role in ["member", "viewer"] {
        let error = refused(&tenant.sign_in(role).await, some_request()).await;
        assert_eq!((error.status, error.code), (403, ApiCode::Forbidden));
        assert!(error.message.contains("role"));
    }
    let nowhere = "00000000-0000-4000-8000-000000000000";
    let error = refused(&owner, sdk_key(nowhere, "widget").unwrap()).await;
    assert_eq!((error.status, error.code), (404, ApiCode::NotFound));
    let error = refused(&owner, sdk_key("no-uuid", "widget").unwrap()).await;
    assert_eq!(error.code, ApiCode::ValidationError);
    assert_eq!(error.fields[0].0, "projectId");
    let mut unlocked = sdk_key(&project(&tenant, &owner).await, "widget").unwrap();
    unlocked.permissions.pop();
    let error = refused(&owner, unlocked).await;
    assert_eq!(error.code, ApiCode::InvalidPublicKeyPermissions);
    assert!(tenant.sandbox.keys().is_empty());
    tenant.mint(&owner, some_request()).await.unwrap();
    let error = refused(&owner, some_request()).await;
    assert_eq!((error.status, error.code), (403, ApiCode::QuotaExceeded));
}

#[tokio::test]
async fn a_code_that_nobody_knows_yet_is_shown_as_it_comes() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    tenant.misbehave(json!({ "status": 422, "code": "NAME_TAKEN", "message": "Pick another" }));
    let error = tenant.mint(&token, some_request()).await.unwrap_err();
    assert_eq!(error.fate, KeyFate::NotCreated);
    let error = api(error.failure);
    assert_eq!(error.code, ApiCode::Other("NAME_TAKEN".into()));
    assert_eq!((error.status, error.message.as_str()), (422, "Pick another"));
}

/// The types, for the compiler to see that all three flows are covered.
const _: fn(NewKeyType) -> &'static str = |key_type| match key_type {
    NewKeyType::Sdk => "an_sdk_key_works_in_its_project",
    NewKeyType::Project => "a_project_key_works_in_its_project_and_nowhere_else",
    NewKeyType::Organization => "an_organization_key_works_in_the_project_that_is_named",
};
