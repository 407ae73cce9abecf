//! Getting in, and being told why not.

use crate::support::{sandbox::Sandbox, window::App};
use serde_json::json;

#[tokio::test]
async fn a_wrong_password_is_said_and_the_right_one_opens_the_inventory() {
    let sandbox = Sandbox::start("demo");
    let app = App::start(&sandbox).await;
    let (email, _) = sandbox.account("owner");
    app.type_into("sign-in-email", &email).await;
    app.type_into("sign-in-password", "not the password").await;
    app.click("sign-in-submit").await;
    let said = app.text("sign-in-error").await;
    assert!(said.contains("password"), "{said}");
    assert!(!said.contains("not the password"), "{said}");
    app.sign_in(&sandbox, "owner").await;
    app.quit().await;
}

#[tokio::test]
async fn a_session_token_opens_the_inventory_and_an_api_key_is_named_as_such() {
    let sandbox = Sandbox::start("demo");
    let app = App::start(&sandbox).await;
    app.click("sign-in-mode-token").await;
    app.type_into("sign-in-token", "ss_org_0000000000000000000000000000").await;
    app.click("sign-in-submit").await;
    let said = app.text("sign-in-error").await;
    assert!(said.contains("API key"), "{said}");
    let (email, _) = sandbox.account("owner");
    let token = sandbox.control("token", json!({ "email": email })).await;
    let token = token["token"].as_str().or_else(|| token["data"]["token"].as_str()).unwrap();
    app.type_into("sign-in-token", token).await;
    app.click("sign-in-submit").await;
    app.enter("key-table").await;
    app.find("key-row").await;
    app.quit().await;
}

#[tokio::test]
async fn signing_out_closes_the_inventory() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "member").await;
    app.sign_out().await;
    app.enter("sign-in-email").await;
    app.sign_in(&sandbox, "viewer").await;
    app.quit().await;
}
