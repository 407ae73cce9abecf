//! What an earlier run kept, with a real keychain: looked at without the server, and after a crash.

use crate::support::{
    keyring::Keyring,
    sandbox::{Sandbox, program},
    window::App,
};
use std::{cell::RefCell, process::Command};

const SETTINGS: &str = r#"{"clipboardLife":"10"}"#;

/// Signed in, with a store that is open.
pub(crate) async fn kept(sandbox: &Sandbox, keyring: &Keyring) -> App {
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let app = App::start_in(sandbox, SETTINGS, &environment).await;
    app.sign_in(sandbox, "owner").await;
    app.store().await;
    app
}

/// The keys in the table, by id.
async fn rows(app: &App) -> Vec<serde_json::Value> {
    let script = r#"return [...document.querySelectorAll('[data-testid="key-row"]')]
        .map((row) => row.dataset.keyId)"#;
    app.script(script).await.as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn the_inventory_is_reviewed_without_the_server() {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let mut sandbox = Sandbox::start("demo");
    let app = kept(&sandbox, &keyring).await;
    app.type_into("search", "checkout").await;
    app.click("key-row").await;
    app.type_into("note-owner", "Mara").await;
    app.click("note-save").await;
    app.until("the note to be kept", async || {
        app.text("detail").await.contains("Kept on this computer only").then_some(())
    })
    .await;
    let rows = rows(&app).await;
    assert!(!rows.is_empty());
    let folder = app.quit_for_now().await;
    sandbox.stop();

    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    app.until("the age", async || {
        app.text("offline-age").await.contains("Offline · as of").then_some(())
    })
    .await;
    assert!(app.text("table-foot").await.contains("creating and revoking need SigSentry"));
    app.type_into("search", "checkout").await;
    // By their ids: how long ago a key was used is said as of now.
    app.until("the same rows", async || (self::rows(&app).await == rows).then_some(())).await;
    app.click("key-row").await;
    let script = r#"return document.querySelector('[data-testid="note-owner"]')?.value"#;
    app.until("the note", async || (app.script(script).await == "Mara").then_some(())).await;
    let revoke = app.find("revoke").await;
    assert_eq!(revoke.attr("aria-disabled").await.unwrap().as_deref(), Some("true"));
    app.quit().await;
}

#[tokio::test]
async fn a_key_whose_value_was_held_when_the_app_was_killed_is_reported() {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let sandbox = Sandbox::start("demo");
    let app = kept(&sandbox, &keyring).await;
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", "cut off").await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    app.find("key-canvas").await;
    app.kill();
    let folder = app.quit_for_now().await;

    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    let said = app.text("abandoned").await;
    assert!(said.contains("cut off") && said.contains("held when the app ended"), "{said}");
    app.click("abandoned-revoke").await;
    assert_eq!(app.text("revoke-name").await, "cut off");
    app.quit().await;
}

#[tokio::test]
async fn a_second_app_on_the_same_folder_makes_way_for_the_first() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let second = Command::new(program("SIGSENTRY_E2E_APP"))
        .env("SIGSENTRY_DATA_DIR", app.folder.path())
        .env("HOME", app.folder.path())
        .env("XDG_RUNTIME_DIR", app.folder.path())
        .spawn()
        .unwrap();
    let second = RefCell::new(second);
    let ended = async || second.borrow_mut().try_wait().unwrap();
    let status = app.until("the second app to end", ended).await;
    assert!(status.success());
    app.find("key-table").await;
    app.quit().await;
}

#[tokio::test]
async fn without_a_keychain_nothing_is_kept_and_the_window_says_so() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let said = app.text("session-only").await;
    assert!(said.contains("no keychain"), "{said}");
    let stores = std::fs::read_dir(app.folder.path().join("stores")).unwrap().flatten();
    let files: Vec<_> = stores.map(|entry| entry.file_name()).collect();
    assert!(files.iter().all(|name| name == "lock" || name == "raise"), "{files:?}");
    app.quit().await;
}
