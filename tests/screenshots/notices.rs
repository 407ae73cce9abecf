//! What the app says of what it finds: a server that does not count, settings and networks that are
//! others than before, a place that took the value and failed afterwards, a clipboard that keeps it.

use crate::{
    MAIN, Series,
    support::{
        clipboard, keyring::Keyring, sandbox::Sandbox, secret_managers::SecretManagers, window::App,
    },
};
use serde_json::json;

const SIGN_IN: &str = "Sign in – SigSentry Keys";

impl Series {
    pub(crate) async fn notices(&self, appearance: &str) {
        let settings = format!(r#"{{"clipboardLife":"30","appearance":"{appearance}"}}"#);
        self.last_used(&settings).await;
        self.other_settings(&settings).await;
        self.half_sent(&settings).await;
    }

    async fn last_used(&self, settings: &str) {
        let sandbox = Sandbox::start("keys=40");
        let app = App::start_in(&sandbox, settings, &[]).await;
        let ids: Vec<_> = sandbox.keys().await.iter().map(|key| key["id"].clone()).collect();
        let clock = sandbox.control("clock", json!({ "advanceSeconds": 0 })).await;
        let now: chrono::DateTime<chrono::Utc> =
            clock["data"]["now"].as_str().unwrap().parse().unwrap();
        let long_ago = now - chrono::TimeDelta::days(40);
        for id in &ids {
            let path = format!("keys/{}", id.as_str().unwrap());
            sandbox.control(&path, json!({ "lastUsedAt": long_ago.to_rfc3339() })).await;
        }
        app.sign_in(&sandbox, "owner").await;
        app.find("use-stands-still").await;
        self.resize().await;
        self.shot("use-stands-still", MAIN).await;
        for id in &ids {
            let path = format!("keys/{}", id.as_str().unwrap());
            sandbox.control(&path, json!({ "useUntold": true })).await;
        }
        app.click("refresh").await;
        app.find("use-untold").await;
        self.shot("use-untold", MAIN).await;
        app.quit().await;
    }

    async fn other_settings(&self, settings: &str) {
        let keyring = Keyring::start().await;
        let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
        let sandbox = Sandbox::start("demo");
        let app = App::start_in(&sandbox, settings, &environment).await;
        app.sign_in(&sandbox, "owner").await;
        app.can_be_locked().await;
        let folder = app.quit_for_now().await;
        let way = r#""proxy":{"kind":"manual","address":"http://192.0.2.7:3128"}"#;
        let changed = settings.replace("\"appearance\"", &format!("{way},\"appearance\""));
        std::fs::write(folder.path().join("settings.json"), changed).unwrap();
        let app = App::start_again(&sandbox, folder, &environment).await;
        app.enter("sign-in-again").await;
        app.click("sign-in-again").await;
        app.enter("network-changed").await;
        app.find("sign-in-password").await;
        self.shot("network-changed", SIGN_IN).await;
        let folder = app.quit_for_now().await;

        for entry in std::fs::read_dir(folder.path()).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with("settings") {
                std::fs::write(entry.path(), "\0").unwrap();
            }
        }
        let app = App::start_again(&sandbox, folder, &environment).await;
        app.enter("key-table").await;
        self.resize().await;
        self.shot("settings-lost", MAIN).await;
        app.quit().await;
    }

    async fn half_sent(&self, settings: &str) {
        let managers = SecretManagers::start().await;
        managers.pass_cannot_commit();
        let sandbox = Sandbox::start("demo");
        let app = App::start_in(&sandbox, settings, &managers.environment()).await;
        app.sign_in(&sandbox, "owner").await;
        self.resize().await;
        app.click("nav-organization").await;
        app.click("new-key").await;
        app.type_into("key-name", "night shift").await;
        app.click("permission-analysis-read").await;
        app.click("create-submit").await;
        app.find("key-canvas").await;
        app.click("copy").await;
        app.find("copied").await;
        let value = clipboard::text().unwrap();
        app.click("send-to").await;
        app.click("destination-pass").await;
        app.type_into("send-field-path", "sigsentry/night").await;
        app.click("send-submit").await;
        app.find("sent-said").await;
        self.shot("sent-not-committed", MAIN).await;
        let manager = clipboard::Manager::start(&value);
        app.click("reveal-done").await;
        app.find("receipt").await;
        app.click("receipt-clear").await;
        app.until("the truth", async || {
            app.source().await.contains("put the value back").then_some(())
        })
        .await;
        self.shot("put-back", MAIN).await;
        drop(manager);
        app.quit().await;
    }
}
