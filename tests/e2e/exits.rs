//! Every way out of a reveal goes through the same guard.

use crate::support::{
    clipboard, processes,
    sandbox::Sandbox,
    window::{App, until},
    window_manager,
};
use thirtyfour::Key;

async fn reveal(sandbox: &Sandbox, name: &str) -> App {
    let app = App::signed_in(sandbox, "owner").await;
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", name).await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    app.find("reveal-dialog").await;
    app
}

#[tokio::test]
async fn escape_and_done_ask_before_an_unseen_value_is_lost() {
    let sandbox = Sandbox::start("demo");
    let app = reveal(&sandbox, "guarded").await;
    app.press(Key::Escape).await;
    app.find("guard").await;
    let focused = app.script("return document.activeElement.dataset.testid").await;
    assert_eq!(focused, "guard-copy");
    app.click("guard-copy").await;
    app.find("copied").await;
    assert!(clipboard::text().is_some_and(|value| value.starts_with("ss_org_")));
    app.click("reveal-done").await;
    app.find("receipt").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
    app.quit().await;
}

#[tokio::test]
async fn an_unseen_key_can_be_revoked_on_the_way_out() {
    let sandbox = Sandbox::start("demo");
    let app = reveal(&sandbox, "thrown away").await;
    app.click("reveal-done").await;
    app.click("guard-revoke").await;
    app.type_into("revoke-typed-name", "thrown away").await;
    app.click("revoke-confirm").await;
    app.until("the key to be revoked", async || {
        let keys = sandbox.keys().await;
        let key = keys.iter().find(|key| key["name"] == "thrown away")?;
        (!key["revokedAt"].is_null()).then_some(())
    })
    .await;
    app.quit().await;
}

#[tokio::test]
async fn a_reloaded_page_gets_no_value_and_offers_to_revoke() {
    let sandbox = Sandbox::start("demo");
    let app = reveal(&sandbox, "reloaded").await;
    app.driver.refresh().await.unwrap();
    app.find("abandoned").await;
    assert!(!app.is_there("key-canvas").await);
    app.quit().await;
}

#[tokio::test]
async fn closing_the_window_asks_while_a_value_is_shown() {
    let sandbox = Sandbox::start("demo");
    let app = reveal(&sandbox, "window closed").await;
    window_manager::ask_to_close("SigSentry Keys");
    app.find("guard").await;
    app.click("guard-copy").await;
    app.find("copied").await;
    app.quit().await;
}

/// Asks for another key in an app that has shown one before.
async fn reveal_another(app: &App, name: &str) {
    app.click("new-key").await;
    app.type_into("key-name", name).await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    app.find("reveal-dialog").await;
}

async fn guarded(app: &App, exit: &str) {
    println!("{exit}: asks first");
    app.find("guard").await;
    app.click("guard-close").await;
    app.find("receipt").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
}

#[tokio::test]
async fn every_way_out_asks_first() {
    let sandbox = Sandbox::start("demo");
    let app = reveal(&sandbox, "left with Esc").await;
    app.press(Key::Escape).await;
    guarded(&app, "Esc").await;

    reveal_another(&app, "left with the cross").await;
    app.click("dialog-close").await;
    guarded(&app, "the cross").await;

    reveal_another(&app, "left by a click outside").await;
    app.click_outside().await;
    guarded(&app, "a click outside").await;

    reveal_another(&app, "left with Done").await;
    app.click("reveal-done").await;
    guarded(&app, "Done").await;

    reveal_another(&app, "left by the window manager").await;
    window_manager::ask_to_close("SigSentry Keys");
    guarded(&app, "the window manager").await;
    app.quit().await;
}

#[tokio::test]
async fn nothing_closes_while_the_key_is_being_made() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let before = sandbox.keys().await.len();
    let fault = serde_json::json!({ "latencyMs": 6000, "operation": "create", "times": 1 });
    sandbox.control("faults", fault).await;
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", "made slowly").await;
    app.click("permission-analysis-read").await;
    app.find("dialog-close").await;
    // A double click and a repeated Enter ask for one key.
    let script = r#"const form = document.querySelector('[data-testid="create-form"]');
        form.requestSubmit(); form.requestSubmit();"#;
    app.script(script).await;
    let still_there = async |exit: &str| {
        assert!(app.is_there("create-form").await, "{exit} closed the form");
        println!("while a key is being made, {exit}: held");
    };
    app.press(Key::Escape).await;
    still_there("Esc").await;
    app.press(Key::Enter).await;
    still_there("Enter again").await;
    app.click_outside().await;
    still_there("a click outside").await;
    assert!(!app.is_there("dialog-close").await);
    println!("while a key is being made, the cross: not there");
    // What lies under the dialog cannot be reached with the mouse: pressed from within.
    let press = async |testid: &str| {
        let press = format!(r#"document.querySelector('[data-testid="{testid}"]').click()"#);
        app.script(&press).await;
    };
    press("nav-all").await;
    still_there("navigation").await;
    press("account-menu").await;
    press("sign-out").await;
    still_there("sign-out").await;
    app.script("location.href = 'https://elsewhere.example/'").await;
    still_there("another page").await;
    window_manager::ask_to_close("SigSentry Keys");
    still_there("the window manager").await;
    app.find("reveal-dialog").await;
    println!("a double click and a repeated Enter: one key");
    assert_eq!(sandbox.keys().await.len(), before + 1);
    app.quit().await;
}

/// A copied value in the clipboard, of a dialog that is closed; the lease lives for 90 s.
async fn live_lease(sandbox: &Sandbox) -> App {
    let app = App::start_with(sandbox, r#"{"clipboardLife":"90"}"#).await;
    app.sign_in(sandbox, "owner").await;
    app.click("nav-organization").await;
    reveal_another(&app, "copied").await;
    app.click("copy").await;
    app.find("copied").await;
    app.click("reveal-done").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
    assert!(clipboard::text().is_some_and(|value| value.starts_with("ss_org_")));
    app
}

async fn cleared(how: &str) {
    until(how, async || clipboard::text().is_none().then_some(())).await;
    println!("a live lease, {how}: the clipboard is empty");
}

#[tokio::test]
async fn a_live_lease_ends_with_the_session_and_with_the_app() {
    let sandbox = Sandbox::start("demo");
    let app = live_lease(&sandbox).await;
    app.click("lease-clear-header").await;
    cleared("Clear now").await;
    app.quit().await;

    let app = live_lease(&sandbox).await;
    app.sign_out().await;
    cleared("sign-out").await;
    app.quit().await;

    let app = live_lease(&sandbox).await;
    window_manager::ask_to_close("SigSentry Keys");
    cleared("window closed").await;
    until("the app to end", async || processes::app().is_none().then_some(())).await;
    app.quit().await;

    for signal in ["TERM", "INT", "HUP", "KILL"] {
        let app = live_lease(&sandbox).await;
        processes::signal(app.process(), signal);
        cleared(&format!("SIG{signal}")).await;
        until("the app to end", async || processes::app().is_none().then_some(())).await;
        app.quit().await;
    }
}
