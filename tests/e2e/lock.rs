//! Locking, with a real keychain: by hand, at the next start, with the desktop, around a held value.

use crate::{
    offline::kept,
    support::{clipboard, keyring::Keyring, sandbox::Sandbox, window::App},
};
use thirtyfour::Key;

const PASSPHRASE: &str = "four unrelated words here";

/// Signed in, with a passphrase that was set in its window.
async fn protected(sandbox: &Sandbox, keyring: &Keyring) -> App {
    let app = kept(sandbox, keyring).await;
    lock_says(&app, "set a passphrase first").await;
    app.click("lock").await;
    app.enter("passphrase-fresh").await;
    app.type_into("passphrase-fresh", PASSPHRASE).await;
    app.type_into("passphrase-again", PASSPHRASE).await;
    app.click("passphrase-submit").await;
    one_window(&app, "lock").await;
    lock_says(&app, "Lock (Ctrl+L)").await;
    app
}

async fn lock_says(app: &App, words: &str) {
    app.until(&format!("a lock that says {words}"), async || {
        let name = app.find("lock").await.attr("aria-label").await.ok()??;
        name.contains(words).then_some(())
    })
    .await;
}

/// Goes to the window that is left: the others ended, and their web processes with them.
async fn one_window(app: &App, testid: &str) {
    app.until("one window", async || {
        (app.driver.windows().await.unwrap_or_default().len() == 1).then_some(())
    })
    .await;
    app.enter(testid).await;
}

async fn unlock(app: &App) {
    app.type_into("passphrase", PASSPHRASE).await;
    app.click("passphrase-submit").await;
    one_window(app, "key-table").await;
    app.find("key-row").await;
}

async fn submit_says(app: &App, words: &str) {
    app.until(words, async || app.text("passphrase-submit").await.contains(words).then_some(()))
        .await;
}

async fn press_lock(app: &App) {
    let chain = app.driver.action_chain().key_down(Key::Control).send_keys("l");
    chain.key_up(Key::Control).perform().await.unwrap();
}

async fn make_key(app: &App, name: &str) {
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", name).await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    app.find("key-canvas").await;
}

#[tokio::test]
async fn what_is_kept_is_locked_and_opens_without_the_server() {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let mut sandbox = Sandbox::start("demo");
    let app = protected(&sandbox, &keyring).await;
    app.click("lock").await;
    one_window(&app, "passphrase").await;
    let (email, _) = sandbox.account("owner");
    assert!(app.text("whose").await.contains(&email));
    app.type_into("passphrase", "four unrelated words").await;
    app.click("passphrase-submit").await;
    let said = app.text("passphrase-error").await;
    assert!(said.contains("This is not the passphrase"), "{said}");
    sandbox.stop();
    unlock(&app).await;
    let age = app.text("offline-age").await;
    assert!(age.contains("Offline · as of"), "{age}");

    let folder = app.quit_for_now().await;
    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("passphrase").await;
    for _ in 0..3 {
        app.type_into("passphrase", "wrong").await;
        app.click("passphrase-submit").await;
        app.until("an answer", async || {
            let typed = r#"return document.querySelector('[data-testid="passphrase"]').value"#;
            (app.script(typed).await == "").then_some(())
        })
        .await;
    }
    submit_says(&app, "Try again in").await;
    submit_says(&app, "Unlock").await;
    unlock(&app).await;
    app.find("offline-age").await;
    app.quit().await;
}

#[tokio::test]
async fn a_held_value_is_asked_about_before_the_app_is_locked() {
    let keyring = Keyring::start().await;
    let sandbox = Sandbox::start("demo");
    let app = protected(&sandbox, &keyring).await;
    make_key(&app, "held").await;
    press_lock(&app).await;
    let asked = app.text("guard").await;
    assert!(asked.contains("You won’t see this value again"), "{asked}");
    app.click("guard-copy").await;
    app.find("copied").await;
    assert!(clipboard::text().is_some_and(|value| value.starts_with("ss_org_")));
    app.click("reveal-done").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
    press_lock(&app).await;
    one_window(&app, "passphrase").await;
    app.until("an empty clipboard", async || clipboard::text().is_none().then_some(())).await;
    unlock(&app).await;
    app.quit().await;
}

#[tokio::test]
async fn the_desktop_locks_the_app_once_a_held_value_is_gone() {
    let keyring = Keyring::start().await;
    let sandbox = Sandbox::start("demo");
    let app = protected(&sandbox, &keyring).await;
    let saver = ScreenSaver::on(&keyring);
    make_key(&app, "held").await;
    app.until("the question", async || {
        saver.begins();
        app.is_there("guard").await.then_some(())
    })
    .await;
    let asked = app.text("guard").await;
    assert!(asked.contains("The app is about to lock"), "{asked}");
    assert!(app.is_there("mask").await, "nobody may be there to see it");
    app.click("guard-close").await;
    one_window(&app, "passphrase").await;
    unlock(&app).await;
    app.until("a lock with nothing to ask", async || {
        saver.begins();
        let windows = app.driver.windows().await.unwrap_or_default();
        app.driver.switch_to_window(windows.first()?.clone()).await.ok()?;
        app.is_there("passphrase").await.then_some(())
    })
    .await;
    app.quit().await;
}

#[tokio::test]
async fn whoever_signs_in_instead_finds_it_locked_and_can_unlock_or_forget_it() {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let sandbox = Sandbox::start("demo");
    let app = protected(&sandbox, &keyring).await;
    app.click("lock").await;
    one_window(&app, "passphrase").await;
    app.click("sign-in-instead").await;
    app.enter("sign-in-email").await;
    app.sign_in(&sandbox, "owner").await;
    app.click("keeping-unlock").await;
    app.enter("passphrase").await;
    app.click("passphrase-leave").await;
    one_window(&app, "keeping-unlock").await;
    app.click("keeping-unlock").await;
    app.enter("passphrase").await;
    unlock(&app).await;
    app.gone("keeping-unlock").await;
    lock_says(&app, "Lock (Ctrl+L)").await;

    let folder = app.quit_for_now().await;
    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("passphrase").await;
    app.click("forget").await;
    app.click("forget-confirm").await;
    app.enter("sign-in-email").await;
    let stores = std::fs::read_dir(app.folder.path().join("stores")).unwrap().flatten();
    let left: Vec<_> = stores.map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains('.')), "{left:?}");
    app.sign_in(&sandbox, "owner").await;
    lock_says(&app, "set a passphrase first").await;
    app.quit().await;
}

/// GNOME's, as far as the app hears of it.
struct ScreenSaver(zbus::blocking::Connection);

impl ScreenSaver {
    const NAME: &str = "org.gnome.ScreenSaver";

    fn on(keyring: &Keyring) -> Self {
        let bus = zbus::blocking::connection::Builder::address(keyring.bus.as_str()).unwrap();
        Self(bus.name(Self::NAME).unwrap().build().unwrap())
    }

    fn begins(&self) {
        let path = "/org/gnome/ScreenSaver";
        self.0.emit_signal(None::<&str>, path, Self::NAME, "ActiveChanged", &true).unwrap();
    }
}
