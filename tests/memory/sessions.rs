//! Session tokens that the server gave.

use crate::{
    scenarios::SETTINGS,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
    table::Table,
    watch::Watch,
};

/// What the server gave for a password: signed out, and taken up again from the disk.
pub(crate) async fn all(table: &mut Table) {
    let sandbox = Sandbox::start("demo");
    let app = App::start_with(&sandbox, SETTINGS).await;
    app.sign_in(&sandbox, "owner").await;
    let mut watch = Watch::over(&[last_token(&sandbox).await]);
    watch.present();
    app.sign_out().await;
    app.enter("sign-in-email").await;
    table.add(watch.left("session token, signed out").await);
    app.quit().await;
    kept(table).await;
}

async fn last_token(sandbox: &Sandbox) -> String {
    let sessions = sandbox.get("sessions").await;
    sessions.as_array().unwrap().last().unwrap().as_str().unwrap().to_owned()
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
    let mut watch = Watch::over(&[last_token(&sandbox).await]);
    watch.present();
    app.choose_in_menu("sign-out").await;
    app.click_away("sign-out-confirm").await;
    app.enter("sign-in-email").await;
    table.add(watch.left("session token kept, taken up again, signed out").await);
    app.quit().await;
}
