//! The table: what is there, what is stale, what is refused.

use crate::support::{sandbox::Sandbox, window::App};
use serde_json::json;

#[tokio::test]
async fn stale_keys_are_counted_and_filtered() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let strip = app.text("attention").await;
    assert!(strip.to_lowercase().contains("stale"), "{strip}");
    app.click("attention-stale").await;
    app.until("only stale rows", async || {
        let script = r#"return [...document.querySelectorAll('[data-testid="key-row"]')]
            .every((row) => row.textContent.includes('Stale'))"#;
        (app.script(script).await == json!(true)).then_some(())
    })
    .await;
    app.quit().await;
}

#[tokio::test]
async fn the_detail_of_an_organization_key_has_a_ready_call() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    app.click("nav-organization").await;
    app.type_into("search", "ss_org_").await;
    app.click("key-row").await;
    let call = app.text("detail-curl").await;
    assert!(call.contains("X-Project-Id"), "{call}");
    assert!(call.contains("$SIGSENTRY_API_KEY"), "{call}");
    app.quit().await;
}

#[tokio::test]
async fn a_viewer_is_told_that_the_role_does_not_allow_it() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "viewer").await;
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", "not allowed").await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    let said = app.text("create-error").await.to_lowercase();
    assert!(said.contains("role"), "{said}");
    assert!(said.contains("no key was created"), "{said}");
    app.quit().await;
}

#[tokio::test]
async fn revoking_names_the_key_and_it_stays_listed() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    app.click("attention-stale").await;
    app.click("key-row").await;
    let id = app.find("key-row").await.attr("data-key-id").await.unwrap().unwrap();
    app.click("revoke").await;
    app.find("revoke-dialog").await;
    if app.is_there("revoke-typed-name").await {
        let name = app.text("revoke-name").await;
        app.type_into("revoke-typed-name", &name).await;
    }
    app.click("revoke-confirm").await;
    app.until("the key to be revoked", async || {
        let keys = sandbox.keys().await;
        let key = keys.iter().find(|key| key["id"] == json!(id))?;
        (!key["revokedAt"].is_null()).then_some(())
    })
    .await;
    app.quit().await;
}

#[tokio::test]
async fn hostile_names_are_shown_as_they_are() {
    let sandbox = Sandbox::start("hostile");
    let app = App::signed_in(&sandbox, "owner").await;
    app.type_into("search", "<script>").await;
    app.until("the name with markup", async || app.row().await?.contains("<script>").then_some(()))
        .await;
    assert_eq!(app.script("return document.scripts.length").await, json!(1));
    app.quit().await;
}
