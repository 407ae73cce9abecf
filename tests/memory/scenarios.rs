//! What people do with a fresh key, and how they leave.

use crate::{
    picture,
    support::{
        clipboard, processes,
        sandbox::Sandbox,
        secret_managers::SecretManagers,
        window::{App, random_part, until},
        window_manager,
    },
    table::Table,
    watch::Watch,
};
use serde_json::json;
use thirtyfour::Key;
use uuid::Uuid;

pub(crate) const MAIN: &str = "SigSentry Keys";
pub(crate) const SETTINGS: &str = r#"{"clipboardLife":"10","appearance":"light"}"#;

pub(crate) async fn signed_in(sandbox: &Sandbox) -> App {
    let app = App::start_with(sandbox, SETTINGS).await;
    app.sign_in(sandbox, "owner").await;
    app
}

/// Asks for an organization key whose value is known here; the dialog or an error follows.
pub(crate) async fn create(app: &App, sandbox: &Sandbox) -> String {
    let part = random_part();
    sandbox.control("next-key", json!({ "randomPart": part })).await;
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", &format!("residue {}", Uuid::new_v4().simple())).await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    format!("ss_org_{part}")
}

/// A revealed key under watch: found in memory, and on the screen.
pub(crate) async fn reveal(app: &App, sandbox: &Sandbox) -> (Watch, String) {
    let value = create(app, sandbox).await;
    app.find("reveal-dialog").await;
    app.until("a drawn value", async || {
        let script = r#"return document.querySelector('[data-testid="key-canvas"]')?.width ?? 0"#;
        app.script(script).await.as_u64().filter(|width| *width > 0)
    })
    .await;
    let mut watch = Watch::over(std::slice::from_ref(&value));
    watch.also(picture::of(&value, app).await);
    let found = watch.present();
    for process in ["sigsentry-keys", "WebKitWebProces"] {
        assert!(
            found.0.keys().any(|(place, _)| place.process.starts_with(process)),
            "a value that is shown is found in {process}: {found:?}"
        );
    }
    (watch, value)
}

pub(crate) async fn copy(app: &App) {
    app.click("copy").await;
    app.find("copied").await;
    assert!(clipboard::text().is_some(), "the copied value is in the clipboard");
}

pub(crate) async fn close_receipt(app: &App) {
    app.find("receipt").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
}

pub(crate) async fn lease_over(app: &App) {
    until("the end of the lease", async || clipboard::text().is_none().then_some(())).await;
    app.until("the app's word for it", async || {
        (!app.is_there("lease-clear-header").await).then_some(())
    })
    .await;
}

/// A value that was shown and dismissed.
async fn shown(app: &App, sandbox: &Sandbox) -> Watch {
    let (watch, _) = reveal(app, sandbox).await;
    app.click("reveal-done").await;
    app.click("guard-close").await;
    close_receipt(app).await;
    watch
}

/// A value that was copied and dismissed, and whose lease is over.
async fn copied(app: &App, sandbox: &Sandbox) -> Watch {
    let (mut watch, _) = reveal(app, sandbox).await;
    copy(app).await;
    watch.present();
    app.click("reveal-done").await;
    close_receipt(app).await;
    lease_over(app).await;
    watch
}

/// With the C library's heap as it is everywhere else: what Rust allocates is wiped by Rust alone.
pub(crate) async fn ordinary_heap(table: &mut Table) {
    let sandbox = Sandbox::start("demo");
    let app = App::start_in(&sandbox, SETTINGS, &[("SIGSENTRY_HEAP", "ordinary")]).await;
    app.sign_in(&sandbox, "owner").await;
    table.add(shown(&app, &sandbox).await.left("ordinary C heap: shown, dismissed").await);
    table.add(copied(&app, &sandbox).await.left("ordinary C heap: copied, lease over").await);
    app.quit().await;
}

/// Shown, copied, sent, spelled, failed, and many in a row.
pub(crate) async fn keys(table: &mut Table) {
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let app = App::start_in(&sandbox, SETTINGS, &managers.environment()).await;
    app.sign_in(&sandbox, "owner").await;

    table.add(shown(&app, &sandbox).await.left("shown, dismissed").await);
    table.add(copied(&app, &sandbox).await.left("copied, dismissed, lease over").await);

    let (mut watch, _) = reveal(&app, &sandbox).await;
    copy(&app).await;
    for format in ["dotenv", "export", "powerShell", "curl", "json"] {
        let before = clipboard::text();
        app.click("copy-format").await;
        app.click(&format!("copy-format-{format}")).await;
        until(format, async || (clipboard::text() != before).then_some(())).await;
        app.find("copied").await;
        watch.present();
    }
    app.click("reveal-done").await;
    close_receipt(&app).await;
    lease_over(&app).await;
    table.add(watch.left("copied in every format, lease over").await);

    let (mut watch, _) = reveal(&app, &sandbox).await;
    copy(&app).await;
    app.click("check-open").await;
    app.paste_into("check-ending").await;
    app.until("the comparison", async || {
        app.text("check-result").await.contains("own copy").then_some(())
    })
    .await;
    let found = watch.present();
    assert_eq!(found.words_in("WebKitWebProces"), 0, "what is pasted stays out: {found:?}");
    app.click("reveal-done").await;
    close_receipt(&app).await;
    lease_over(&app).await;
    table.add(watch.left("copied, pasted back, lease over").await);

    let (watch, _) = reveal(&app, &sandbox).await;
    app.click("send-to").await;
    for (place, field, text) in [
        ("githubActions", "repository", "acme/web"),
        ("pass", "path", "sigsentry/ci"),
        ("awsSecretsManager", "name", "sigsentry/ci"),
    ] {
        app.click(&format!("destination-{place}")).await;
        app.type_into(&format!("send-field-{field}"), text).await;
        app.click("send-submit").await;
        app.sent().await;
        if place != "awsSecretsManager" {
            app.click("sent-elsewhere").await;
        }
    }
    app.click("reveal-done").await;
    close_receipt(&app).await;
    assert_eq!(clipboard::text(), None);
    table.add(watch.left("sent, never copied").await);

    let (watch, _) = reveal(&app, &sandbox).await;
    app.click("spell").await;
    for index in 1..47 {
        app.until("the next character", async || {
            let said = app.text("spelled").await;
            said.starts_with(&format!("{index} of ")).then_some(())
        })
        .await;
        app.click("spell-next").await;
    }
    app.click("reveal-done").await;
    app.click("guard-close").await;
    close_receipt(&app).await;
    table.add(watch.left("spelled out, dismissed").await);

    let fault = json!({ "truncatedBody": true, "operation": "create", "times": 1 });
    sandbox.control("faults", fault).await;
    let value = create(&app, &sandbox).await;
    app.find("create-error").await;
    // Half of the answer had come: asked for again, the same value comes whole, and is found.
    app.click("create-retry").await;
    app.find("reveal-dialog").await;
    let mut watch = Watch::over(std::slice::from_ref(&value));
    watch.present();
    app.click("reveal-done").await;
    app.click("guard-close").await;
    close_receipt(&app).await;
    table.add(watch.left("answer cut off, tried again, dismissed").await);

    let mut values = Vec::new();
    for _ in 0..49 {
        values.push(create(&app, &sandbox).await);
        app.find("reveal-dialog").await;
        app.click("reveal-done").await;
        app.click("guard-close").await;
        close_receipt(&app).await;
    }
    values.push(create(&app, &sandbox).await);
    app.find("reveal-dialog").await;
    let mut watch = Watch::over(&values);
    watch.present();
    app.click("reveal-done").await;
    app.click("guard-close").await;
    close_receipt(&app).await;
    table.add(watch.left("50 keys in a row").await);
    app.quit().await;
}

/// Every way out.
pub(crate) async fn exits(table: &mut Table) {
    let sandbox = Sandbox::start("demo");
    let app = signed_in(&sandbox).await;

    let (watch, _) = reveal(&app, &sandbox).await;
    app.press(Key::Escape).await;
    app.click("guard-close").await;
    close_receipt(&app).await;
    table.add(watch.left("closed with Esc").await);

    let (watch, _) = reveal(&app, &sandbox).await;
    app.click("dialog-close").await;
    app.click("guard-close").await;
    close_receipt(&app).await;
    table.add(watch.left("closed with the cross").await);

    let (watch, _) = reveal(&app, &sandbox).await;
    app.click_outside().await;
    app.click("guard-close").await;
    close_receipt(&app).await;
    table.add(watch.left("closed by a click outside").await);

    let (watch, _) = reveal(&app, &sandbox).await;
    window_manager::ask_to_close(MAIN);
    app.click("guard-close").await;
    close_receipt(&app).await;
    table.add(watch.left("closed by the window manager").await);

    let (watch, _) = reveal(&app, &sandbox).await;
    app.click("reveal-done").await;
    app.click("guard-revoke").await;
    app.click("revoke-cancel").await;
    table.add(watch.left("left for revoking it").await);

    let (watch, _) = reveal(&app, &sandbox).await;
    app.driver.refresh().await.unwrap();
    app.find("abandoned").await;
    table.add(watch.left("page reloaded while shown").await);
    app.click("abandoned-keep").await;

    let (mut watch, _) = reveal(&app, &sandbox).await;
    copy(&app).await;
    watch.present();
    app.click("reveal-done").await;
    close_receipt(&app).await;
    app.sign_out().await;
    app.enter("sign-in-email").await;
    assert_eq!(clipboard::text(), None, "signing out ends the lease");
    table.add(watch.left("signed out with a live lease").await);

    app.sign_in(&sandbox, "owner").await;
    let (mut watch, _) = reveal(&app, &sandbox).await;
    copy(&app).await;
    watch.present();
    app.click("reveal-done").await;
    close_receipt(&app).await;
    window_manager::ask_to_close(MAIN);
    until("the app to end", async || processes::app().is_none().then_some(())).await;
    assert_eq!(clipboard::text(), None, "quitting ends the lease");
    table.add(watch.left("quit with a live lease").await);
    app.quit().await;
}
