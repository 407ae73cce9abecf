//! What a lock leaves of what was read and typed before it.

use crate::{
    scenarios::SETTINGS,
    support::{keyring::Keyring, sandbox::Sandbox, window::App, window_manager},
    table::Table,
    watch::Watch,
};
use std::process::Command;
use uuid::Uuid;

/// The session token and the name of a key of the
/// inventory, after a lock and after a second one; the name that was typed for a new key.
pub(crate) async fn all(table: &mut Table) {
    let passphrase = format!("correct-horse-{}", Uuid::new_v4().simple());
    let name = format!("canary-{}", Uuid::new_v4().simple());
    let keyring = Keyring::start().await;
    let sandbox = Sandbox::start("demo");
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let app = App::start_in(&sandbox, SETTINGS, &environment).await;
    app.sign_in(&sandbox, "owner").await;
    app.can_be_locked().await;
    app.click("lock").await;
    app.enter("passphrase-fresh").await;
    focus();
    app.type_by_keyboard("passphrase-fresh", &passphrase).await;
    app.type_by_keyboard("passphrase-again", &passphrase).await;
    app.click("passphrase-submit").await;
    one_window(&app, "lock").await;

    let sessions = sandbox.get("sessions").await;
    let token = sessions.as_array().unwrap().last().unwrap().as_str().unwrap().to_owned();
    let keys = sandbox.keys().await;
    // The longest: words that nothing else in the app says.
    let listed = keys.iter().filter_map(|key| key["name"].as_str()).max_by_key(|name| name.len());
    let read = [token, listed.unwrap().to_owned()];
    let names = ["session token, locked", "name of a key, locked"];
    lock(&app, table, &read, names).await;
    focus();
    app.type_by_keyboard("passphrase", &passphrase).await;
    app.click("passphrase-submit").await;
    one_window(&app, "key-table").await;
    app.find("key-row").await;
    make_key(&app, &name).await;
    // The web library keeps the text that was typed last, also after its window was destroyed.
    app.type_by_keyboard("search", "zz").await;
    let [token, listed] = read;
    let names = [
        "session token, locked again",
        "name of a key, locked again",
        "name typed for a key, locked",
    ];
    lock(&app, table, &[token, listed, name], names).await;
    app.quit().await;
}

pub(crate) async fn lock<const COUNT: usize>(
    app: &App,
    table: &mut Table,
    read: &[String; COUNT],
    scenarios: [&'static str; COUNT],
) {
    let watches = read.each_ref().map(|value| {
        let mut watch = Watch::over(std::slice::from_ref(value));
        watch.present();
        watch
    });
    app.click("lock").await;
    one_window(app, "passphrase").await;
    for (watch, scenario) in watches.into_iter().zip(scenarios) {
        table.add(watch.left(scenario).await);
    }
}

/// Gives the passphrase window the keys: without a window manager, the one before keeps them.
pub(crate) fn focus() {
    let window = window_manager::window("Passphrase – SigSentry Keys").to_string();
    let given = Command::new("xdotool").args(["windowfocus", "--sync", &window]).status();
    assert!(given.expect("xdotool is installed by cargo xtask test").success());
}

/// Goes to the window that is left.
pub(crate) async fn one_window(app: &App, testid: &str) {
    app.until("one window", async || {
        (app.driver.windows().await.unwrap_or_default().len() == 1).then_some(())
    })
    .await;
    app.enter(testid).await;
}

async fn make_key(app: &App, name: &str) {
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_by_keyboard("key-name", name).await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    app.find("key-canvas").await;
    app.click("copy").await;
    app.find("copied").await;
    app.click("reveal-done").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
}
