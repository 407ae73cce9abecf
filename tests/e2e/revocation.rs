//! Several keys are revoked together: the decision is undone, then confirmed; the app is killed in between.

use crate::{
    offline::kept,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
};
use serde_json::json;

async fn revoked(sandbox: &Sandbox) -> usize {
    sandbox.keys().await.iter().filter(|key| !key["revokedAt"].is_null()).count()
}

/// Selects every key that was never used, and asks to revoke them.
async fn ask(app: &App) -> usize {
    app.click("views").await;
    app.click("view-neverUsed").await;
    app.find("chips").await;
    app.click("select-all").await;
    app.click("bulk-revoke").await;
    app.find("bulk-confirm").await;
    let waiting = app.text("bulk-waiting").await;
    waiting.split(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn keys_that_rest_are_revoked_together_once_the_time_to_undo_it_is_over() {
    let keyring = Keyring::start().await;
    let sandbox = Sandbox::start("demo");
    let app = kept(&sandbox, &keyring).await;
    let before = revoked(&sandbox).await;
    let count = ask(&app).await;
    assert!(count > 1, "{count}");
    app.type_into("bulk-typed", &count.to_string()).await;
    app.click("bulk-confirm").await;
    app.click("undo").await;
    app.gone("held").await;
    app.click("bulk-confirm").await;
    app.find("undo").await;
    app.until("the end of it", async || app.is_there("bulk-done").await.then_some(())).await;
    let done = app.text("bulk-done").await;
    assert!(done.contains(&format!("{count} keys revoked")), "{done}");
    assert_eq!(revoked(&sandbox).await, before + count);
    app.click("bulk-close").await;
    app.gone("bulk-dialog").await;
    app.click("history").await;
    app.click("changes-done-here").await;
    app.click("activity-kind").await;
    app.click("activity-kind-revoked").await;
    let lines = r#"return document.querySelectorAll('[data-testid="activity-log"] li').length"#;
    app.until("a line for each", async || (app.script(lines).await == json!(count)).then_some(()))
        .await;
    app.quit().await;
}

#[tokio::test]
async fn what_stopped_is_offered_after_a_restart_and_gone_on_with() {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let sandbox = Sandbox::start("demo");
    let app = kept(&sandbox, &keyring).await;
    let before = revoked(&sandbox).await;
    let count = ask(&app).await;
    // The second key's answer is lost after the server revoked it.
    let fault = json!({ "operation": "revoke", "times": 1 });
    sandbox.control("faults", fault).await;
    let lost = json!({ "operation": "revoke", "times": 1, "dropAfterCommit": true });
    sandbox.control("faults", lost).await;
    app.type_into("bulk-typed", &count.to_string()).await;
    app.click("bulk-confirm").await;
    app.find("bulk-error").await;
    assert_eq!(revoked(&sandbox).await, before + 2);
    app.kill();
    let folder = app.quit_for_now().await;

    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    let notice = app.text("bulk-notice").await;
    assert!(notice.contains(&format!("1 of {count} are revoked")), "{notice}");
    app.click("bulk-open").await;
    app.click("bulk-go-on").await;
    app.until("the end of it", async || {
        (app.text("bulk-dialog").await.contains("Somebody had revoked it before")
            && !app.is_there("bulk-waiting").await)
            .then_some(())
    })
    .await;
    assert_eq!(revoked(&sandbox).await, before + count);
    app.click("bulk-close").await;
    app.gone("bulk-notice").await;
    app.quit().await;
}
