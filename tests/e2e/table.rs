//! The daily work at the table: several keys at once, views of one's own, owners from a file.

use crate::{
    offline::kept,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
};
use serde_json::json;
use std::{fs, process::Command};
use thirtyfour::{Key, TypingData};

/// Presses a key while another one is held.
async fn press_with(app: &App, held: Key, key: impl Into<TypingData>) {
    let chain = app.driver.action_chain().key_down(held.clone()).send_keys(key);
    chain.key_up(held).perform().await.unwrap();
}

async fn says(app: &App, testid: &str, words: &str) {
    app.until(&format!("{testid} with {words}"), async || {
        (app.is_there(testid).await && app.text(testid).await.contains(words)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_table_is_found_as_it_was_left() {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let sandbox = Sandbox::start("demo");
    let app = kept(&sandbox, &keyring).await;
    app.click("views").await;
    app.click("view-noOwner").await;
    app.type_into("search", "checkout").await;
    app.click("views").await;
    app.click("save-view-open").await;
    app.type_into("view-name", "Friday round").await;
    app.click("view-save").await;
    app.gone("save-view").await;
    says(&app, "views", "Friday round").await;
    app.click("overview-open").await;
    app.find("overview").await;
    app.click("columns").await;
    app.click("column-prefix").await;
    let head = r#"document.querySelector('[role=columnheader].name button')"#;
    app.script(&format!("{head}.focus()")).await;
    let width = async || app.script(&format!("return {head}.parentElement.clientWidth")).await;
    let before = width().await;
    press_with(&app, Key::Shift, Key::Right).await;
    let wider =
        app.until("a wider column", async || Some(width().await).filter(|it| *it != before));
    let wider = wider.await;
    // The state is written once it is left alone.
    let written = async || app.script("return performance.now()").await.as_f64();
    let now = written().await.unwrap();
    app.until("the table to be left alone", async || {
        written().await.filter(|later| *later > now + 1_000.0)
    })
    .await;
    let folder = app.quit_for_now().await;

    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    says(&app, "views", "Friday round").await;
    says(&app, "chips", "No owner noted").await;
    app.find("overview").await;
    let search = r#"return document.querySelector('[data-testid="search"]').value"#;
    assert_eq!(app.script(search).await, json!("checkout"));
    let heads = r#"return [...document.querySelectorAll('[role=columnheader]')].length
        && !document.querySelector('[role=columnheader].prefix')"#;
    assert_eq!(app.script(heads).await, json!(true));
    assert_eq!(app.script(&format!("return {head}.parentElement.clientWidth")).await, wider);
    app.click("views").await;
    app.click("remove-view").await;
    says(&app, "views", "No owner").await;
    app.quit().await;
}

#[tokio::test]
async fn keys_are_selected_with_the_keyboard_and_get_an_owner() {
    let keyring = Keyring::start().await;
    let sandbox = Sandbox::start("demo");
    let app = kept(&sandbox, &keyring).await;
    app.find("key-table").await;
    app.script(r#"document.querySelector('[data-testid="key-open"]').focus()"#).await;
    app.driver.action_chain().send_keys("x").perform().await.unwrap();
    says(&app, "selection", "1 key selected").await;
    press_with(&app, Key::Shift, Key::Down).await;
    says(&app, "selection", "2 keys selected").await;
    press_with(&app, Key::Shift, Key::Down).await;
    says(&app, "selection", "3 keys selected").await;
    app.click("copy-prefixes").await;
    says(&app, "copy-prefixes", "Copied").await;
    app.click("set-owner").await;
    app.type_into("owner-name", "Mara Lindqvist").await;
    app.click("owner-save").await;
    app.gone("set-owner-dialog").await;
    app.click("overview-open").await;
    says(&app, "overview", "Mara Lindqvist").await;
    let bar = r#"[...document.querySelectorAll('[data-testid="bar"]')]
        .find((bar) => bar.textContent.includes('Mara Lindqvist')).click()"#;
    app.script(bar).await;
    says(&app, "chips", "Owner: Mara Lindqvist").await;
    says(&app, "as-of", "3 keys found").await;
    app.script(r#"document.querySelector('[data-testid="key-open"]').focus()"#).await;
    press_with(&app, Key::Control, "a").await;
    says(&app, "selection", "3 keys selected").await;
    app.click("export").await;
    app.click("export-selected-csv").await;
    says(&app, "exported", "3 lines exported").await;
    app.quit().await;
}

#[tokio::test]
async fn owners_come_from_a_file_after_a_look_at_it() {
    let keyring = Keyring::start().await;
    let sandbox = Sandbox::start("demo");
    let app = kept(&sandbox, &keyring).await;
    app.find("key-table").await;
    let keys = sandbox.keys().await;
    let id = |at: usize| keys[at]["id"].as_str().unwrap().to_owned();
    let table = format!("id;owner;note\n{};Ole;on call\n{};Zoe;\nnothing;Ole;\n", id(0), id(1));
    let file = app.folder.path().join("owners.csv");
    fs::write(&file, table).unwrap();
    app.click("export").await;
    app.click("owners-open").await;
    app.find("owners-file").await.send_keys(file.to_str().unwrap()).await.unwrap();
    says(&app, "owners-summary", "Notes of 2 keys will change.").await;
    says(&app, "owners-lines", "no key has this id or prefix").await;
    app.click("owners-take-over").await;
    says(&app, "owners-summary", "Noted for 2 keys.").await;
    app.click("owners-close").await;
    app.gone("import-owners").await;
    app.type_into("search", "Zoe").await;
    says(&app, "as-of", "1 key found").await;
    app.click("key-open").await;
    let owner = r#"return document.querySelector('[data-testid="note-owner"]')?.value"#;
    app.until("the owner in the details", async || {
        (app.script(owner).await == json!("Zoe")).then_some(())
    })
    .await;
    // Gone for all of her keys, also after a restart; the row's menu, as a keyboard asks for it.
    app.click("owner-left").await;
    says(&app, "removal", "It needs another owner, or a rotation").await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let app = App::start_again(&sandbox, app.quit_for_now().await, &environment).await;
    app.type_into("search", "Zoe").await;
    says(&app, "as-of", "1 key found").await;
    app.script(r#"document.querySelector('[data-testid="key-open"]').focus()"#).await;
    let pressed = Command::new("xdotool").args(["key", "shift+F10"]).status();
    assert!(pressed.expect("xdotool is installed by cargo xtask test").success());
    app.find("row-menu").await;
    app.click("row-only-owner").await;
    says(&app, "chips", "Owner: Zoe").await;
    let left = r#"return document.querySelector('[data-testid="owner-left"]')?.checked"#;
    app.until("that she has left", async || app.script(left).await.as_bool().filter(|it| *it))
        .await;
    app.quit().await;
}
