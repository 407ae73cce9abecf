//! What a person types in the short-lived windows: passwords, session tokens and passphrases.

use crate::{
    locked::{focus, lock, one_window},
    scenarios::SETTINGS,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
    table::Table,
    watch::Watch,
};
use serde_json::json;
use uuid::Uuid;

/// A password and a token, typed to get in; a passphrase, typed when it was set and to unlock.
pub(crate) async fn all(table: &mut Table) {
    let sandbox = Sandbox::start("demo");
    let (email, _) = sandbox.account("owner");
    without_keychain(table, &sandbox, &email).await;
    with_passphrase(table, &sandbox).await;
}

async fn without_keychain(table: &mut Table, sandbox: &Sandbox, email: &str) {
    let password = format!("correct-horse-{}", Uuid::new_v4().simple());
    sandbox.control("password", json!({ "email": email, "password": password })).await;
    let app = App::start_with(sandbox, SETTINGS).await;
    app.type_into("sign-in-email", email).await;
    // Real key presses: the driver's own messages would carry the password through the app.
    app.type_by_keyboard("sign-in-password", &password).await;
    let mut watch = Watch::over(std::slice::from_ref(&password));
    watch.present();
    app.click("sign-in-submit").await;
    app.enter("key-table").await;
    app.find("key-row").await;
    table.add(watch.left("password typed, signed in").await);
    app.sign_out().await;
    app.enter("sign-in-email").await;

    app.click("sign-in-mode-token").await;
    let token = sandbox.control("token", json!({ "email": email })).await;
    let token = token["data"]["token"].as_str().unwrap().to_owned();
    app.type_by_keyboard("sign-in-token", &token).await;
    let mut watch = Watch::over(&[token]);
    watch.present();
    app.click("sign-in-submit").await;
    app.enter("key-table").await;
    app.find("key-row").await;
    app.sign_out().await;
    app.enter("sign-in-email").await;
    table.add(watch.left("session token typed, signed out").await);
    app.quit().await;
}

async fn with_passphrase(table: &mut Table, sandbox: &Sandbox) {
    let passphrase = format!("correct-horse-{}", Uuid::new_v4().simple());
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let app = App::start_in(sandbox, SETTINGS, &environment).await;
    app.sign_in(sandbox, "admin").await;
    app.can_be_locked().await;
    app.click("lock").await;
    app.enter("passphrase-fresh").await;
    focus();
    app.type_by_keyboard("passphrase-fresh", &passphrase).await;
    app.type_by_keyboard("passphrase-again", &passphrase).await;
    let mut watch = Watch::over(std::slice::from_ref(&passphrase));
    watch.present();
    app.click("passphrase-submit").await;
    one_window(&app, "lock").await;
    table.add(watch.left("passphrase set").await);

    lock(&app, table, &[], []).await;
    focus();
    app.type_by_keyboard("passphrase", &passphrase).await;
    let mut watch = Watch::over(std::slice::from_ref(&passphrase));
    watch.present();
    app.click("passphrase-submit").await;
    one_window(&app, "key-table").await;
    app.find("key-row").await;
    table.add(watch.left("passphrase typed, unlocked").await);
    app.quit().await;
}
