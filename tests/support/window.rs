//! The app of one test: its driver, its window, its folder.

use super::sandbox::{Sandbox, program};
use serde_json::json;
use std::{
    net::TcpListener,
    process::{Child, Command},
    time::Duration,
};
use thirtyfour::prelude::*;

pub(crate) struct App {
    pub(crate) driver: WebDriver,
    process: Driver,
    pub(crate) folder: tempfile::TempDir,
}

/// Ends the driver with SIGTERM: killed, it would leave its web driver behind.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

const PATIENCE: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(50);

impl App {
    /// Starts the app on a server, at its sign-in window.
    pub(crate) async fn start(sandbox: &Sandbox) -> Self {
        Self::start_with(sandbox, r#"{"clipboardLife":"10"}"#).await
    }

    pub(crate) async fn start_with(sandbox: &Sandbox, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.json"), settings).unwrap();
        let (port, native) = (free_port(), free_port());
        let process = Command::new(program("SIGSENTRY_E2E_DRIVER"))
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .env("SIGSENTRY_API_URL", &sandbox.url)
            .env("SIGSENTRY_CA_FILE", &sandbox.ca_file)
            .env("SIGSENTRY_DATA_DIR", folder.path())
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .spawn()
            .unwrap();
        let process = Driver(process);
        let mut caps = Capabilities::new();
        caps.set("browserName", "wry").unwrap();
        caps.set("tauri:options", json!({ "application": program("SIGSENTRY_E2E_APP") })).unwrap();
        let url = format!("http://127.0.0.1:{port}");
        let mut tries = 0;
        let driver = loop {
            match WebDriver::new(&url, caps.clone()).await {
                Ok(driver) => break driver,
                Err(_) if tries < 100 => {
                    tries += 1;
                    tokio::time::sleep(STEP).await;
                }
                Err(error) => panic!("no session: {error}"),
            }
        };
        let app = Self { driver, process, folder };
        app.enter("sign-in-email").await;
        app
    }

    /// Starts the app and signs in.
    pub(crate) async fn signed_in(sandbox: &Sandbox, role: &str) -> Self {
        let app = Self::start(sandbox).await;
        app.sign_in(sandbox, role).await;
        app
    }

    pub(crate) async fn sign_in(&self, sandbox: &Sandbox, role: &str) {
        let (email, password) = sandbox.account(role);
        self.type_into("sign-in-email", &email).await;
        self.type_into("sign-in-password", &password).await;
        self.click("sign-in-submit").await;
        self.enter("key-table").await;
        self.find("key-row").await;
    }

    /// Goes to the window in which an element is.
    pub(crate) async fn enter(&self, testid: &str) {
        self.until(&format!("a window with {testid}"), async || {
            for window in self.driver.windows().await.unwrap_or_default() {
                if self.driver.switch_to_window(window).await.is_ok()
                    && self.driver.find(by(testid)).await.is_ok()
                {
                    return Some(());
                }
            }
            None
        })
        .await;
    }

    pub(crate) async fn find(&self, testid: &str) -> WebElement {
        self.driver
            .query(by(testid))
            .wait(PATIENCE, STEP)
            .and_displayed()
            .first()
            .await
            .unwrap_or_else(|error| panic!("{testid}: {error}"))
    }

    pub(crate) async fn is_there(&self, testid: &str) -> bool {
        self.driver.find(by(testid)).await.is_ok()
    }

    pub(crate) async fn gone(&self, testid: &str) {
        self.until(&format!("{testid} gone"), async || {
            (!self.is_there(testid).await).then_some(())
        })
        .await;
    }

    pub(crate) async fn click(&self, testid: &str) {
        let element = self.find(testid).await;
        element.wait_until().wait(PATIENCE, STEP).clickable().await.unwrap();
        element.click().await.unwrap_or_else(|error| panic!("{testid}: {error}"));
    }

    pub(crate) async fn type_into(&self, testid: &str, text: &str) {
        let element = self.find(testid).await;
        element.clear().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    pub(crate) async fn text(&self, testid: &str) -> String {
        self.find(testid).await.text().await.unwrap()
    }

    pub(crate) async fn press(&self, key: thirtyfour::Key) {
        self.driver.action_chain().send_keys(key).perform().await.unwrap();
    }

    pub(crate) async fn script(&self, script: &str) -> serde_json::Value {
        self.driver.execute(script, vec![]).await.unwrap().json().clone()
    }

    /// Everything that the page has as text.
    pub(crate) async fn source(&self) -> String {
        self.driver.source().await.unwrap()
    }

    /// Waits for a condition, and says which one it was that never came.
    pub(crate) async fn until<T>(&self, what: &str, probe: impl AsyncFn() -> Option<T>) -> T {
        until(what, probe).await
    }

    /// Ends the session and with it the app.
    pub(crate) async fn quit(self) {
        let _ = self.driver.quit().await;
        drop(self.process);
    }
}

pub(crate) async fn until<T>(what: &str, probe: impl AsyncFn() -> Option<T>) -> T {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        if let Some(found) = probe().await {
            return found;
        }
        assert!(tokio::time::Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(STEP).await;
    }
}

fn by(testid: &str) -> By {
    By::Css(format!("[data-testid=\"{testid}\"]"))
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
