//! A key is replaced where it is stored, while both are live: handed over to several places in one go,
//! watched, and revoked only when the new one is used and the old one rests; the app is killed in between.

use crate::{
    sending::{reveal, send},
    support::{
        keyring::Keyring, sandbox::Sandbox, secret_managers::SecretManagers, window::App,
        window::random_part,
    },
};
use serde_json::{Value, json};

const SETTINGS: &str = r#"{"clipboardLife":"10"}"#;
const PASS: &str = "sigsentry/ci";

fn environment<'a>(
    managers: &'a SecretManagers,
    keyring: &'a Keyring,
) -> Vec<(&'static str, &'a str)> {
    let mut environment = managers.environment();
    environment.push(("DBUS_SESSION_BUS_ADDRESS", &keyring.bus));
    environment
}

/// A key whose value is in pass and in AWS: its value.
async fn stored(app: &App, sandbox: &Sandbox) -> String {
    app.store().await;
    app.click("nav-organization").await;
    let value = reveal(app, sandbox, "nightly export").await;
    app.click("send-to").await;
    send(app, "pass", &[("path", PASS)]).await;
    app.sent().await;
    app.click("sent-elsewhere").await;
    send(app, "awsSecretsManager", &[("name", PASS)]).await;
    app.sent().await;
    app.click("reveal-done").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
    value
}

/// Says how the next value ends.
async fn next_value(sandbox: &Sandbox) -> String {
    let part = random_part();
    sandbox.control("next-key", json!({ "randomPart": part })).await;
    format!("ss_org_{part}")
}

/// Asks for a replacement: its value is held.
async fn rotate(app: &App, sandbox: &Sandbox) -> String {
    let value = next_value(sandbox).await;
    app.type_into("search", "nightly").await;
    app.click("key-row").await;
    app.click("rotate").await;
    app.find("rotate-places").await;
    app.click("rotate-submit").await;
    app.find("handover").await;
    value
}

async fn live(sandbox: &Sandbox) -> Vec<Value> {
    let keys = sandbox.keys().await.into_iter();
    keys.filter(|key| key["name"].as_str().unwrap().starts_with("nightly"))
        .filter(|key| key["revokedAt"].is_null())
        .collect()
}

/// An integration uses a key.
async fn used(sandbox: &Sandbox, value: &str) {
    let project =
        sandbox.keys().await.iter().find_map(|key| key["projectId"].as_str().map(str::to_owned));
    let project = project.expect("the demo has projects");
    assert_eq!(sandbox.analyses(false, value, Some(&project)).await.0, 200);
}

#[tokio::test]
async fn a_key_is_replaced_everywhere_and_revoked_when_the_new_one_is_used() {
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let keyring = Keyring::start().await;
    let app = App::start_in(&sandbox, SETTINGS, &environment(&managers, &keyring)).await;
    app.sign_in(&sandbox, "owner").await;
    let old = stored(&app, &sandbox).await;
    let new = rotate(&app, &sandbox).await;
    app.click("handover-all").await;
    app.until_sent("both places to have it", async || {
        app.text("handover").await.matches("has the new value").count() == 2
    })
    .await;
    assert!(managers.in_pass(PASS) == new && managers.in_aws(PASS) == new);
    app.click("reveal-done").await;
    app.click("receipt-close").await;
    let notice = app.text("rotation-notice").await;
    assert!(notice.contains("Nothing to do"), "{notice}");

    // Not before the new key is used, without a reason.
    app.click("revoke").await;
    let refusals = app.text("refusals").await;
    assert!(refusals.contains("never seen in use"), "{refusals}");
    app.click("revoke-cancel").await;
    used(&sandbox, &new).await;
    app.click("rotation-open").await;
    app.until("the new key to be seen in use", async || {
        app.text("rotation-waits").await.contains("may be revoked").then_some(())
    })
    .await;
    app.click("rotation-revoke").await;
    app.type_into("revoke-typed-name", "nightly export").await;
    app.click("revoke-confirm").await;
    app.find("undo").await;
    app.until("it to be revoked", async || app.is_there("revoke-done").await.then_some(())).await;
    app.click("revoke-close").await;
    app.gone("rotation-notice").await;
    let live = live(&sandbox).await;
    assert_eq!(live.len(), 1, "{live:?}");
    assert!(live[0]["prefix"].as_str().unwrap() == &new[..16]);
    assert_eq!(sandbox.analyses(false, &old, None).await.0, 401);
    app.quit().await;
}

#[tokio::test]
async fn killed_half_way_both_keys_stay_live_and_another_replacement_reaches_every_place() {
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let keyring = Keyring::start().await;
    let environment = environment(&managers, &keyring);
    let app = App::start_in(&sandbox, SETTINGS, &environment).await;
    app.sign_in(&sandbox, "owner").await;
    let old = stored(&app, &sandbox).await;
    let first = rotate(&app, &sandbox).await;
    // One of two places gets it.
    app.find("handover-all").await;
    app.script(r#"document.querySelector('[data-testid="handover-place"] .row button').click()"#)
        .await;
    app.until_sent("one place to have it", async || {
        app.text("handover").await.contains("has the new value")
    })
    .await;
    app.kill();
    let folder = app.quit_for_now().await;
    assert!(managers.in_pass(PASS) == first && managers.in_aws(PASS) == old);

    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    // The key whose value was lost is told of, as every such key.
    app.click("abandoned-keep").await;
    app.click("rotation-open").await;
    let said = app.text("rotation").await;
    assert!(said.contains("1 place had not got it"), "{said}");
    let second = next_value(&sandbox).await;
    app.click("rotation-again").await;
    app.type_into("rotate-name", "nightly export, again").await;
    app.click("rotate-submit").await;
    app.click("handover-all").await;
    app.until_sent("both places to have it", async || {
        app.text("handover").await.matches("has the new value").count() == 2
    })
    .await;
    assert!(managers.in_pass(PASS) == second && managers.in_aws(PASS) == second);
    app.click("reveal-done").await;
    app.click("receipt-close").await;
    assert_eq!(live(&sandbox).await.len(), 3, "nothing was revoked by itself");
    app.quit().await;
}
