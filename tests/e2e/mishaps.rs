//! What goes wrong around the app: pages that go, processes that end, folders behind links, clipboard
//! managers that cannot bear an empty clipboard.

use crate::support::{
    clipboard,
    keyring::Keyring,
    processes,
    sandbox::Sandbox,
    window::{App, until},
    window_manager,
};
use serde_json::json;
use std::process::Command;
use thirtyfour::Key;

#[tokio::test]
async fn a_key_whose_page_was_reloaded_while_it_was_made_is_told_and_held_by_nobody() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    sandbox
        .control("faults", json!({ "latencyMs": 2500, "operation": "create", "times": 1 }))
        .await;
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", "reloaded too early").await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    let busy = r#"return document.querySelector('[data-testid="create-submit"]')?.ariaDisabled"#;
    app.until("the request", async || {
        (app.script(busy).await.as_str() == Some("true")).then_some(())
    })
    .await;
    app.driver.refresh().await.unwrap();
    let made = async || {
        let keys = sandbox.keys().await;
        keys.iter().any(|key| key["name"] == "reloaded too early")
    };
    assert!(!made().await, "the page went before the key was made");
    let told = app.text("abandoned").await;
    assert!(told.contains("reloaded too early"), "{told}");
    app.click("abandoned-keep").await;
    // Nothing is held: the app can be left.
    app.sign_out().await;
    app.enter("sign-in-email").await;
    app.quit().await;
}

/// The web processes of an app.
fn web_processes(app: u32) -> Vec<u32> {
    let is_web = |pid: &u32| {
        std::fs::read_to_string(format!("/proc/{pid}/comm"))
            .is_ok_and(|name| name.trim() == "WebKitWebProces")
    };
    processes::tree(app).into_iter().filter(is_web).collect()
}

#[tokio::test]
async fn a_web_process_that_ends_is_started_again() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let process = app.process();
    let before = until("one web process", async || match web_processes(process)[..] {
        [one] => Some(one),
        _ => None,
    })
    .await;
    processes::signal(before, "KILL");
    until("another web process", async || match web_processes(process)[..] {
        [one] if one != before => Some(()),
        _ => None,
    })
    .await;
    assert_eq!(processes::app(), Some(process), "the app itself goes on");
    // The driver lost its page with the process: what is on the screen says the rest.
    until("a drawn window", async || (colours("SigSentry Keys") > MANY).then_some(())).await;
    app.kill();
    app.quit().await;
}

/// A blank window has one or two.
const MANY: u32 = 100;

/// How many colours a window shows.
fn colours(title: &str) -> u32 {
    let window = window_manager::window(title).to_string();
    let counted =
        Command::new("import").args(["-window", &window, "-format", "%k", "info:"]).output();
    let counted = counted.expect("imagemagick is installed by cargo xtask test").stdout;
    String::from_utf8(counted).unwrap().trim().parse().unwrap_or(0)
}

#[tokio::test]
async fn a_data_folder_behind_a_link_is_kept_and_opens_again() {
    let keyring = Keyring::start().await;
    let sandbox = Sandbox::start("demo");
    let place = tempfile::tempdir().unwrap();
    let (real, link) = (place.path().join("real"), place.path().join("link"));
    std::fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let data = link.join("app").display().to_string();
    let environment =
        [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str()), ("SIGSENTRY_DATA_DIR", data.as_str())];
    let app = App::start_in(&sandbox, "{}", &environment).await;
    app.sign_in(&sandbox, "owner").await;
    app.can_be_locked().await;
    assert!(!app.is_there("session-only").await);
    let folder = app.quit_for_now().await;
    let stores = std::fs::read_dir(real.join("app/stores")).unwrap().flatten();
    let names: Vec<_> = stores.map(|file| file.file_name().into_string().unwrap()).collect();
    assert!(names.iter().any(|name| name.ends_with(".db")), "{names:?}");
    assert!(names.iter().all(|name| !name.ends_with(".new")), "{names:?}");

    let app = App::start_again(&sandbox, folder, &environment).await;
    // No one signs in: the store has the session.
    app.enter("key-table").await;
    app.find("key-row").await;
    app.quit().await;
}

#[tokio::test]
async fn a_clipboard_manager_that_puts_the_value_back_is_named() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", "put back").await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    app.find("reveal-dialog").await;
    app.click("copy").await;
    app.find("copied").await;
    let value = clipboard::text().unwrap();
    let manager = clipboard::Manager::start(&value);
    app.click("reveal-done").await;
    app.find("receipt").await;
    app.click("receipt-clear").await;
    app.until("the truth", async || {
        app.source().await.contains("xclip put the value back").then_some(())
    })
    .await;
    assert!(!app.source().await.contains("The clipboard was cleared."));
    drop(manager);
    app.quit().await;
}

#[tokio::test]
async fn text_is_made_larger_with_the_keys_of_a_browser_and_stays_so() {
    let sandbox = Sandbox::start("demo");
    let app = App::start(&sandbox).await;
    let width = "return window.innerWidth";
    let usual = app.script(width).await.as_u64().unwrap();
    let larger =
        app.driver.action_chain().key_down(Key::Control).send_keys("+").key_up(Key::Control);
    larger.perform().await.unwrap();
    app.until("larger text", async || (app.script(width).await.as_u64()? < usual).then_some(()))
        .await;
    let folder = app.quit_for_now().await;
    let app = App::start_again(&sandbox, folder, &[]).await;
    app.enter("sign-in-email").await;
    app.until("larger text at the next start", async || {
        (app.script(width).await.as_u64()? < usual).then_some(())
    })
    .await;
    app.quit().await;
}
