//! Two accounts of two servers side by side, with a real keychain.

use crate::support::{accounts::Both, clipboard, keyring::Keyring, sandbox::Sandbox, window::App};
use serde_json::Value;
use std::process::Command;

const SETTINGS: &str = r#"{"clipboardLife":"90"}"#;
/// A key that only the first server has, and one that only the second has.
const OF_LIVE: &str = "stripe webhook receiver";
const OF_STAGING: &str = "worker-7";

/// Presses Ctrl and a digit, as a keyboard does.
fn press(number: usize) {
    let pressed = Command::new("xdotool").args(["key", &format!("ctrl+{number}")]).status();
    assert!(pressed.expect("xdotool is installed by cargo xtask test").success());
}

/// Searches for a key that must be there.
async fn finds(app: &App, name: &str) {
    app.type_into("search", name).await;
    app.until(&format!("{name} in the table"), async || {
        app.row().await?.contains(name).then_some(())
    })
    .await;
}

/// Searches for a key that must not be there, in a table that has others.
async fn misses(app: &App, name: &str) {
    app.type_into("search", name).await;
    app.gone("key-row").await;
}

/// Waits until the window says whose it is, and shows the data.
async fn is_open(app: &App, name: &str) {
    let script = r#"return document.querySelector('[data-testid="account-menu"]').textContent"#;
    app.until(&format!("{name} to be open"), async || {
        let said = app.script(script).await;
        let said = said.as_str()?;
        said.contains(name).then_some(())
    })
    .await;
    app.find("key-row").await;
}

async fn colour(app: &App) -> Value {
    app.script(r#"return document.querySelector('[data-testid="account-band"]').dataset.colour"#)
        .await
}

async fn call_it(app: &App, name: &str) {
    app.until("the account's label", async || {
        app.click("account-menu").await;
        let there = app.is_there("account-label").await;
        if !there {
            app.click("account-menu").await;
        }
        there.then_some(())
    })
    .await;
    app.click("account-label").await;
    app.type_into("label-name", name).await;
    app.click("label-save").await;
    app.gone("label-dialog").await;
    is_open(app, name).await;
}

#[tokio::test]
async fn two_accounts_are_switched_with_one_keystroke_and_each_has_its_own_data() {
    let keyring = Keyring::start().await;
    let (live, staging) = (Sandbox::start("demo"), Sandbox::start("keys=40"));
    let trust = tempfile::tempdir().unwrap();
    let both = Both::of(&live, &staging, &trust);
    let environment = both.environment(&keyring);
    let app = App::start_in(&live, SETTINGS, &environment).await;
    app.sign_in_at(&live, "owner").await;
    call_it(&app, "Production").await;
    app.choose_in_menu("account-add").await;
    app.enter("sign-in-email").await;
    app.sign_in_at(&staging, "owner").await;
    call_it(&app, "Staging").await;
    let staging_colour = colour(&app).await;
    finds(&app, OF_STAGING).await;
    misses(&app, OF_LIVE).await;

    press(1);
    is_open(&app, "Production").await;
    println!("Ctrl+1: the first account");
    assert_ne!(colour(&app).await, staging_colour);
    finds(&app, OF_LIVE).await;
    app.click("key-row").await;
    app.type_into("note-text", "only here").await;
    app.click("note-save").await;
    app.until("the note to be kept", async || {
        app.text("detail").await.contains("Kept on this computer only").then_some(())
    })
    .await;
    press(2);
    is_open(&app, "Staging").await;
    println!("Ctrl+2: the second account, without what was open in the first");
    assert!(!app.is_there("detail").await);
    misses(&app, OF_LIVE).await;
    assert!(!app.source().await.contains("only here"));
    let folder = app.quit_for_now().await;

    let app = App::start_again(&live, folder, &environment).await;
    app.enter("key-table").await;
    is_open(&app, "Staging").await;
    println!("the next start: the account that was open last");
    press(1);
    is_open(&app, "Production").await;
    finds(&app, OF_LIVE).await;
    app.click("key-row").await;
    let note = r#"return document.querySelector('[data-testid="note-text"]')?.value"#;
    app.until("its note", async || (app.script(note).await == "only here").then_some(())).await;

    app.choose_in_menu("sign-out").await;
    app.click_away("sign-out-confirm").await;
    is_open(&app, "Staging").await;
    println!("signed out of one: the other goes on");
    app.click("account-menu").await;
    let items = r#"return document.querySelectorAll('[data-testid="account-item"]').length"#;
    app.until("one account", async || (app.script(items).await == 1).then_some(())).await;
    let stores = std::fs::read_dir(app.folder.path().join("stores")).unwrap().flatten();
    let stores =
        stores.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "db"));
    assert_eq!(stores.count(), 1);
    app.quit().await;
}

#[tokio::test]
async fn a_held_value_is_asked_about_and_a_copied_one_stays_in_the_clipboard() {
    let keyring = Keyring::start().await;
    let (live, staging) = (Sandbox::start("demo"), Sandbox::start("keys=40"));
    let trust = tempfile::tempdir().unwrap();
    let both = Both::of(&live, &staging, &trust);
    let app = App::start_in(&live, SETTINGS, &both.environment(&keyring)).await;
    app.sign_in_at(&live, "owner").await;
    call_it(&app, "Production").await;
    app.choose_in_menu("account-add").await;
    app.enter("sign-in-email").await;
    app.sign_in_at(&staging, "owner").await;
    call_it(&app, "Staging").await;
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", "made in staging").await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    app.find("key-canvas").await;
    press(1);
    app.find("guard").await;
    app.click("guard-copy").await;
    app.find("copied").await;
    app.click("reveal-done").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
    press(1);
    is_open(&app, "Production").await;
    assert!(app.text("lease-header").await.contains("Clipboard is cleared in"));
    assert!(clipboard::text().is_some_and(|value| value.starts_with("ss_org_")));
    misses(&app, "made in staging").await;
    assert!(live.keys().await.iter().all(|key| key["name"] != "made in staging"));
    assert!(staging.keys().await.iter().any(|key| key["name"] == "made in staging"));
    app.quit().await;
}

#[tokio::test]
async fn without_a_keychain_another_account_takes_the_place_of_the_first() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    app.find("session-only").await;
    app.choose_in_menu("account-add").await;
    app.enter("sign-in-email").await;
    let said = app.text("sign-in-replaces").await;
    assert!(said.contains("owner@northwind.example"), "{said}");
    app.sign_in(&sandbox, "admin").await;
    is_open(&app, "admin").await;
    app.quit().await;
}
