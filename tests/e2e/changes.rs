//! What another admin did meanwhile, a view of it, and the inventory as a file.

use crate::{
    offline::kept,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
};
use serde_json::json;
use std::fs;

#[tokio::test]
async fn what_another_admin_did_is_news_until_it_is_seen() {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let sandbox = Sandbox::start("demo");
    let app = kept(&sandbox, &keyring).await;
    assert!(!app.is_there("news").await, "what is read first is not news");
    let folder = app.quit_for_now().await;
    sandbox.create_elsewhere("made <b>elsewhere</b>").await;

    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    app.until("the news", async || {
        (app.is_there("news").await && app.text("news").await.contains("1 new")).then_some(())
    })
    .await;
    app.click("show-changes").await;
    let said = app.text("changes-list").await;
    assert!(said.contains("made <b>elsewhere</b>"), "{said}");
    assert!(said.contains("New, created elsewhere"), "{said}");
    app.click("change-key").await;
    let detail = app.text("detail").await;
    assert!(detail.contains("made <b>elsewhere</b>"), "{detail}");
    app.click("show-changes").await;
    app.click("changes-seen").await;
    app.gone("changes").await;
    app.gone("news").await;
    app.quit().await;
}

#[tokio::test]
async fn a_view_is_filtered_and_exported_without_formulas() {
    let sandbox = Sandbox::start("hostile");
    sandbox.create_elsewhere("=HYPERLINK(\"https://evil.example\")").await;
    let app = App::signed_in(&sandbox, "owner").await;
    app.click("views").await;
    app.click("view-organization").await;
    app.find("chips").await;
    let script = r#"return [...document.querySelectorAll('[data-testid="key-row"] .type')]
        .every((cell) => cell.textContent === 'Organization')"#;
    app.until("organization keys only", async || {
        (app.script(script).await == json!(true)).then_some(())
    })
    .await;
    app.click("export").await;
    app.click("export-shown-csv").await;
    let said = app.text("exported").await;
    let name = said.split("Downloads/").nth(1).unwrap().lines().next().unwrap().trim().to_owned();
    let folder = app.quit_for_now().await;
    let table = fs::read_to_string(folder.path().join("Downloads").join(name)).unwrap();
    assert!(table.starts_with('\u{feff}'));
    assert!(table.contains("'=HYPERLINK"), "{table}");
    let formulas = table.lines().filter(|line| line.contains("\"=") || line.contains("\"@"));
    assert_eq!(formulas.count(), 0, "{table}");
}
