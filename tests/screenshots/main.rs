//! Pictures of the real window: every surface, light and dark, in both sizes that the app is looked
//! at in. `cargo xtask screenshots` starts it and keeps the README's among them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod accounts;
mod many;
mod notices;
#[path = "../support/mod.rs"]
mod support;
mod troubles;

use std::{path::PathBuf, process::Command};
use support::{
    keyring::Keyring,
    sandbox::Sandbox,
    secret_managers::SecretManagers,
    window::{App, until},
    window_manager,
};

const MAIN: &str = "SigSentry Keys";

/// One test a group, so that a group can be taken by itself.
macro_rules! groups {
    ($($group:ident: $take:ident),*) => {$(
        #[tokio::test]
        async fn $group() {
            for appearance in ["light", "dark"] {
                for (width, height) in [(1280, 800), (900, 600)] {
                    let series = Series { name: format!("{appearance}-{width}"), width, height };
                    series.$take(appearance).await;
                }
            }
        }
    )*};
}

groups! {
    surfaces: take,
    without_server: offline,
    what_goes_wrong: troubles,
    side_by_side: accounts,
    behind_a_passphrase: locked,
    what_is_said: notices,
    many_keys: many
}

struct Series {
    name: String,
    width: u32,
    height: u32,
}

impl Series {
    async fn take(&self, appearance: &str) {
        let sandbox = Sandbox::start("demo");
        let settings = format!(r#"{{"clipboardLife":"30","appearance":"{appearance}"}}"#);
        let managers = SecretManagers::start().await;
        let keyring = Keyring::start().await;
        let mut environment = managers.environment();
        environment.push(("DBUS_SESSION_BUS_ADDRESS", &keyring.bus));
        let app = App::start_in(&sandbox, &settings, &environment).await;
        self.shot("sign-in", "Sign in – SigSentry Keys").await;
        app.sign_in(&sandbox, "owner").await;
        self.resize().await;
        self.shot("inventory", MAIN).await;
        app.click("attention-stale").await;
        app.click("key-open").await;
        app.find("detail").await;
        self.shot("stale-detail", MAIN).await;
        app.click("revoke").await;
        app.find("revoke-name").await;
        self.shot("revoke", MAIN).await;
        app.click("revoke-cancel").await;
        app.gone("revoke-dialog").await;
        app.click("settings").await;
        app.find("settings-dialog").await;
        self.shot("settings", MAIN).await;
        app.click("trouble-show").await;
        app.find("trouble-text").await;
        self.shot("settings-report", MAIN).await;
        app.click("dialog-close").await;
        app.gone("settings-dialog").await;

        app.click(&format!("nav-project-sdk-{}", app.first_project().await)).await;
        app.click("new-key").await;
        app.type_into("key-name", "API Key 1").await;
        app.find("advice-generic").await;
        self.shot("create-sdk", MAIN).await;
        app.click("create-cancel").await;
        app.gone("create-dialog").await;
        app.click("nav-organization").await;
        app.find("key-row").await;
        self.shot("organization", MAIN).await;
        app.click("new-key").await;
        app.type_into("key-name", "incident bridge").await;
        app.click("preset-ci").await;
        app.click("permission-config-write").await;
        self.shot("create-organization", MAIN).await;
        app.click("permission-config-write").await;
        app.click("create-submit").await;
        app.find("reveal-dialog").await;
        app.find("key-canvas").await;
        self.shot("reveal", MAIN).await;
        self.sending(&app).await;
        app.click("new-key").await;
        app.type_into("key-name", "incident bridge 2").await;
        app.click("permission-analysis-read").await;
        app.click("create-submit").await;
        app.find("reveal-dialog").await;
        app.find("key-canvas").await;
        app.click("reveal-done").await;
        app.find("guard").await;
        self.shot("guard", MAIN).await;
        app.click("guard-copy").await;
        app.find("copied").await;
        self.shot("copied", MAIN).await;
        app.click("reveal-done").await;
        app.find("receipt").await;
        self.shot("receipt", MAIN).await;
        app.click("receipt-close").await;
        app.quit().await;
    }

    /// What an earlier run kept, without the server.
    async fn offline(&self, appearance: &str) {
        let keyring = Keyring::start().await;
        let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
        let settings = format!(r#"{{"clipboardLife":"30","appearance":"{appearance}"}}"#);
        let mut sandbox = Sandbox::start("demo");
        let app = App::start_in(&sandbox, &settings, &environment).await;
        app.sign_in(&sandbox, "owner").await;
        app.choose_in_menu("sign-out").await;
        app.find("sign-out-dialog").await;
        self.resize().await;
        self.shot("sign-out", MAIN).await;
        app.click("dialog-close").await;
        app.gone("sign-out-dialog").await;
        let folder = app.quit_for_now().await;
        sandbox.stop();
        let app = App::start_again(&sandbox, folder, &environment).await;
        app.enter("key-table").await;
        app.find("offline-age").await;
        self.resize().await;
        self.shot("offline", MAIN).await;
        app.click("key-open").await;
        app.find("note-owner").await;
        self.shot("offline-detail", MAIN).await;
        app.quit().await;
    }

    /// A passphrase: set, locked behind, wrong, given up.
    async fn locked(&self, appearance: &str) {
        const PASSPHRASE: &str = "Passphrase – SigSentry Keys";
        let keyring = Keyring::start().await;
        let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
        let settings = format!(r#"{{"clipboardLife":"30","appearance":"{appearance}"}}"#);
        let sandbox = Sandbox::start("demo");
        let app = App::start_in(&sandbox, &settings, &environment).await;
        app.sign_in(&sandbox, "owner").await;
        self.resize().await;
        app.click("settings").await;
        app.click("passphrase-set").await;
        app.enter("passphrase-fresh").await;
        self.shot("passphrase-set", PASSPHRASE).await;
        app.type_into("passphrase-fresh", "four unrelated words").await;
        app.type_into("passphrase-again", "four unrelated words").await;
        app.click("passphrase-submit").await;
        app.enter("lock-after").await;
        self.shot("lock-settings", MAIN).await;
        app.click("dialog-close").await;
        app.gone("settings-dialog").await;
        app.click("lock").await;
        app.enter("passphrase").await;
        self.shot("locked", PASSPHRASE).await;
        app.type_into("passphrase", "four words").await;
        app.click("passphrase-submit").await;
        app.find("passphrase-error").await;
        self.shot("passphrase-wrong", PASSPHRASE).await;
        app.click("forget").await;
        app.find("forget-dialog").await;
        self.shot("passphrase-forget", PASSPHRASE).await;
        app.quit().await;
    }

    /// What is shown is sent to places that take it, have it, fail, and die; then left.
    async fn sending(&self, app: &App) {
        app.click("send-to").await;
        app.find("destination-githubActions").await;
        self.shot("send-list", MAIN).await;
        app.click("destination-githubActions").await;
        app.type_into("send-field-repository", "acme/gone").await;
        app.until("who is signed in", async || {
            app.text("send-identity").await.contains("mara").then_some(())
        })
        .await;
        self.shot("send-form", MAIN).await;
        app.click("send-submit").await;
        app.find("send-error").await;
        self.shot("send-failed", MAIN).await;
        app.type_into("send-field-repository", "acme/web").await;
        app.click("send-submit").await;
        app.sent().await;
        self.shot("sent", MAIN).await;
        app.click("sent-elsewhere").await;
        app.click("destination-githubActions").await;
        app.type_into("send-field-repository", "acme/web").await;
        app.click("send-submit").await;
        app.find("send-exists").await;
        self.shot("send-exists", MAIN).await;
        app.click("send-keep").await;
        app.gone("send-exists").await;
        app.click("send-back").await;
        app.click("destination-doppler").await;
        app.type_into("send-field-project", "web").await;
        app.type_into("send-field-config", "prd").await;
        app.click("send-submit").await;
        app.find("send-error").await;
        self.shot("send-unknown", MAIN).await;
        app.click("dialog-close").await;
        app.find("receipt").await;
        self.shot("receipt-sent", MAIN).await;
        app.click("receipt-close").await;
        app.gone("reveal-dialog").await;
    }

    async fn resize(&self) {
        let window = window_manager::window(MAIN).to_string();
        let (width, height) = (self.width.to_string(), self.height.to_string());
        let resized = Command::new("xdotool")
            .args(["windowsize", "--sync", &window, &width, &height])
            .status()
            .unwrap();
        assert!(resized.success());
    }

    /// Takes pictures until two are alike: nothing moves any more.
    async fn shot(&self, surface: &str, title: &str) {
        let folder = PathBuf::from(std::env::var_os("SIGSENTRY_SCREENSHOTS").unwrap());
        let file = folder.join(format!("{surface}-{}.png", self.name));
        let window = window_manager::window(title).to_string();
        let picture = || {
            let arguments = ["-window", &window, "-depth", "8", "-strip", "png:-"];
            Command::new("import").args(arguments).output().unwrap().stdout
        };
        let last = std::cell::RefCell::new(picture());
        until("a still picture", async || {
            let next = picture();
            let still = !next.is_empty() && *last.borrow() == next;
            *last.borrow_mut() = next;
            still.then_some(())
        })
        .await;
        std::fs::write(file, last.into_inner()).unwrap();
    }
}
