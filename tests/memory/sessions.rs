//! Passwords and session tokens: typed, and given by the server.

use crate::{
    scenarios::SETTINGS,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
    table::Table,
    watch::Watch,
};
use serde_json::json;
use uuid::Uuid;

/// What a person typed to get in, and what the server gave for it.
pub(crate) async fn all(table: &mut Table) {
    let password = format!("correct-horse-{}", Uuid::new_v4().simple());
    let sandbox = Sandbox::start("demo");
    let (email, _) = sandbox.account("owner");
    sandbox.control("password", json!({ "email": email, "password": password })).await;
    let app = App::start_with(&sandbox, SETTINGS).await;
    app.type_into("sign-in-email", &email).await;
    // Real key presses: the driver's own messages would carry the password through the app.
    app.type_by_keyboard("sign-in-password", &password).await;
    let mut watch = Watch::over(std::slice::from_ref(&password));
    watch.present();
    app.click("sign-in-submit").await;
    app.enter("key-table").await;
    app.find("key-row").await;
    table.add(watch.left("password typed, signed in").await);

    let sessions = sandbox.get("sessions").await;
    let token = sessions.as_array().unwrap().last().unwrap().as_str().unwrap().to_owned();
    let mut watch = Watch::over(&[token]);
    watch.present();
    app.sign_out().await;
    app.enter("sign-in-email").await;
    table.add(watch.left("session token, signed out").await);

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
    kept(table).await;
}

/// A session that was kept on disk, and taken up at the next start.
async fn kept(table: &mut Table) {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let sandbox = Sandbox::start("demo");
    let app = App::start_in(&sandbox, SETTINGS, &environment).await;
    app.sign_in(&sandbox, "owner").await;
    app.store().await;
    let folder = app.quit_for_now().await;

    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    app.find("key-row").await;
    let sessions = sandbox.get("sessions").await;
    let token = sessions.as_array().unwrap().last().unwrap().as_str().unwrap().to_owned();
    let mut watch = Watch::over(&[token]);
    watch.present();
    app.choose_in_menu("sign-out").await;
    app.click("sign-out-confirm").await;
    app.enter("sign-in-email").await;
    table.add(watch.left("session token kept, taken up again, signed out").await);
    app.quit().await;
}
