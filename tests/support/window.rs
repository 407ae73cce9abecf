//! The app of one test: its driver, its window, its folder.

use super::{
    processes,
    sandbox::{Sandbox, program},
};
use serde_json::json;
use std::{
    fs::File,
    io::Write as _,
    mem::ManuallyDrop,
    net::TcpListener,
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::Duration,
};
use thirtyfour::{error::WebDriverErrorInner, prelude::*};
use uuid::Uuid;

pub(crate) struct App {
    // Never dropped: after a failed test, dropping an open session waits for its driver.
    pub(crate) driver: ManuallyDrop<WebDriver>,
    driver_process: Driver,
    pub(crate) folder: tempfile::TempDir,
}

/// The driver, its web driver and the app: one process group, ended with SIGTERM.
struct Driver {
    process: Child,
    log: PathBuf,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["--", &group]).status();
        let _ = self.process.wait();
        if std::thread::panicking() {
            let log = std::fs::read_to_string(&self.log).unwrap_or_default();
            // A driver that fails may say the same for ever.
            let first: Vec<_> = log.lines().take(200).collect();
            println!("what the app and its driver printed:\n{}", first.join("\n"));
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(20);
/// A sending asks its program up to four times, each for 30 seconds at most.
const SENDING: Duration = Duration::from_secs(120);
pub(crate) const STEP: Duration = Duration::from_millis(50);

impl App {
    /// Starts the app on a server, at its sign-in window.
    pub(crate) async fn start(sandbox: &Sandbox) -> Self {
        Self::start_with(sandbox, r#"{"clipboardLife":"10"}"#).await
    }

    pub(crate) async fn start_with(sandbox: &Sandbox, settings: &str) -> Self {
        Self::start_in(sandbox, settings, &[]).await
    }

    /// Starts the app with further variables in its environment.
    pub(crate) async fn start_in(
        sandbox: &Sandbox,
        settings: &str,
        environment: &[(&str, &str)],
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.json"), settings).unwrap();
        let app = Self::start_again(sandbox, folder, environment).await;
        app.enter("sign-in-email").await;
        app
    }

    /// Starts the app in a folder where it ran before.
    pub(crate) async fn start_again(
        sandbox: &Sandbox,
        folder: tempfile::TempDir,
        environment: &[(&str, &str)],
    ) -> Self {
        let [port, native] = free_ports();
        let log = folder.path().join("log.txt");
        let printed = File::create(&log).unwrap();
        let temporary = folder.path().join("tmp");
        std::fs::create_dir_all(&temporary).unwrap();
        let process = Command::new(program("SIGSENTRY_E2E_DRIVER"))
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .env("SIGSENTRY_API_URL", &sandbox.url)
            .env("SIGSENTRY_CA_FILE", &sandbox.ca_file)
            .env("SIGSENTRY_DATA_DIR", folder.path())
            // Whatever the web view's libraries keep at home stays in the test's folder.
            .env("HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("TMPDIR", &temporary)
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            // The window would say so, in pictures too.
            .env_remove("SSL_CERT_FILE")
            .env_remove("SSL_CERT_DIR")
            .envs(environment.iter().copied())
            .process_group(0)
            .stdout(printed.try_clone().unwrap())
            .stderr(printed)
            .spawn()
            .unwrap();
        let driver_process = Driver { process, log };
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
        Self { driver: ManuallyDrop::new(driver), driver_process, folder }
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

    /// Waits until an element is there and can be seen. It may be drawn anew meanwhile.
    pub(crate) async fn find(&self, testid: &str) -> WebElement {
        self.find_within(PATIENCE, testid).await
    }

    /// Waits until a value is stored: as long as the app lets its programs take, which is longer than the
    /// page itself ever takes.
    pub(crate) async fn sent(&self) {
        self.find_within(SENDING, "sent").await;
    }

    /// The same for what else shows that values are stored.
    pub(crate) async fn until_sent(&self, what: &str, probe: impl AsyncFn() -> bool) {
        let probe = async || probe().await.then_some(());
        until_or(SENDING, what, probe, async || self.what_is_there().await).await;
    }

    async fn find_within(&self, patience: Duration, testid: &str) -> WebElement {
        let probe = async || {
            let element = self.driver.find(by(testid)).await.ok()?;
            element.is_displayed().await.is_ok_and(|seen| seen).then_some(element)
        };
        until_or(patience, testid, probe, async || self.what_is_there().await).await
    }

    /// What is said in the dialogs that are open: never a value, which no page has.
    async fn what_is_there(&self) -> String {
        let script = "return [...document.querySelectorAll('dialog, [role=alert], main')].map((one) => \
                      one.innerText.slice(0, 600)).join('\\n')";
        self.script(script).await.to_string()
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
        let refused = Mutex::new(String::from("it cannot be clicked"));
        until_or(
            PATIENCE,
            &format!("{testid} to be clicked"),
            async || {
                let element = self.find(testid).await;
                if !element.is_clickable().await.is_ok_and(|can| can) {
                    return None;
                }
                match element.click().await {
                    Ok(()) => Some(()),
                    // A click may close its window before the driver has answered.
                    Err(_) if self.has_no_window().await => Some(()),
                    Err(error) => {
                        *refused.lock().unwrap() = error.to_string();
                        None
                    }
                }
            },
            async || {
                let shown = self.driver.title().await.unwrap_or_default();
                format!("{}; the window is “{shown}”", refused.lock().unwrap())
            },
        )
        .await;
    }

    /// Clicks what takes its window off the screen, as signing out does. The driver's own click waits for
    /// the page to have heard of it, and a page that is hidden in that moment may never say so: the
    /// driver then hangs. So the page clicks by itself, once the driver has its answer.
    pub(crate) async fn click_away(&self, testid: &str) {
        self.find(testid).await;
        let click = format!(
            r#"setTimeout(() => document.querySelector('[data-testid="{testid}"]').click())"#
        );
        self.script(&click).await;
    }

    async fn has_no_window(&self) -> bool {
        let title = self.driver.title().await;
        title.is_err_and(|error| matches!(error.as_inner(), WebDriverErrorInner::NoSuchWindow(_)))
    }

    pub(crate) async fn type_into(&self, testid: &str, text: &str) {
        let element = self.find(testid).await;
        element.clear().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    pub(crate) async fn text(&self, testid: &str) -> String {
        self.find(testid).await.text().await.unwrap()
    }

    /// Types with key presses, as a person does: what the driver types travels in its messages.
    pub(crate) async fn type_by_keyboard(&self, testid: &str, text: &str) {
        self.click(testid).await;
        // On standard input: an argument would be seen by every program.
        let mut xdotool = Command::new("xdotool")
            .args(["type", "--delay", "4", "--file", "-"])
            .stdin(Stdio::piped())
            .spawn()
            .expect("xdotool is installed by cargo xtask test");
        xdotool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(xdotool.wait().unwrap().success());
        let length =
            format!(r#"return document.querySelector('[data-testid="{testid}"]').value.length"#);
        self.until("what was typed", async || {
            (self.script(&length).await.as_u64() == Some(text.len() as u64)).then_some(())
        })
        .await;
    }

    /// Signs out where there is no keychain. Before the app knows that nothing is kept, it would ask.
    pub(crate) async fn sign_out(&self) {
        self.find("session-only").await;
        self.click("account-menu").await;
        self.click_away("sign-out").await;
    }

    /// Waits until there is a store that a passphrase can protect.
    pub(crate) async fn can_be_locked(&self) {
        self.until("a store that can be locked", async || {
            let label = self.find("lock").await.attr("aria-label").await.ok()??;
            label.contains("set a passphrase").then_some(())
        })
        .await;
    }

    /// The file of the only store, as soon as there is one.
    pub(crate) async fn store(&self) -> PathBuf {
        self.until("a store", async || {
            let files = std::fs::read_dir(self.folder.path().join("stores")).ok()?.flatten();
            files
                .map(|file| file.path())
                .find(|path| path.extension().is_some_and(|end| end == "db"))
        })
        .await
    }

    /// Ends the app's own process at once.
    pub(crate) fn kill(&self) {
        let killed = Command::new("kill").args(["-KILL", &self.process().to_string()]).status();
        assert!(killed.unwrap().success());
    }

    /// Pastes into an element with real key presses.
    pub(crate) async fn paste_into(&self, testid: &str) {
        self.click(testid).await;
        let pressed = Command::new("xdotool").args(["key", "ctrl+v"]).status();
        assert!(pressed.expect("xdotool is installed by cargo xtask test").success());
    }

    /// Presses the mouse where no dialog is.
    pub(crate) async fn click_outside(&self) {
        let corner = self.driver.action_chain().move_to(4, 4).click();
        corner.perform().await.unwrap();
    }

    /// The app's own process.
    pub(crate) fn process(&self) -> u32 {
        processes::app().expect("the app runs")
    }

    /// Id of the first project in the navigation.
    pub(crate) async fn first_project(&self) -> String {
        let script = r#"return document.querySelector('[data-testid^="nav-project-sdk-"]')
            .dataset.testid.replace('nav-project-sdk-', '')"#;
        self.script(script).await.as_str().unwrap().to_owned()
    }

    /// What the first row of the table says, cut or not.
    pub(crate) async fn row(&self) -> Option<String> {
        let script = r#"return document.querySelector('[data-testid="key-row"]')?.textContent"#;
        self.script(script).await.as_str().map(str::to_owned)
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

    /// Ends the app, and leaves its folder for the next start.
    pub(crate) async fn quit_for_now(self) -> tempfile::TempDir {
        let _ = WebDriver::clone(&self.driver).quit().await;
        drop(self.driver_process);
        self.folder
    }

    /// Ends the session and with it the app.
    pub(crate) async fn quit(self) {
        let _ = WebDriver::clone(&self.driver).quit().await;
        drop(self.driver_process);
    }
}

pub(crate) async fn until<T>(what: &str, probe: impl AsyncFn() -> Option<T>) -> T {
    until_or(PATIENCE, what, probe, async || String::new()).await
}

/// Waits for a condition; what never came is said, with what `why` finds out then.
async fn until_or<T>(
    patience: Duration,
    what: &str,
    probe: impl AsyncFn() -> Option<T>,
    why: impl AsyncFn() -> String,
) -> T {
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        if let Some(found) = probe().await {
            return found;
        }
        if tokio::time::Instant::now() >= deadline {
            panic!("waited in vain for {what}: {}", why().await);
        }
        tokio::time::sleep(STEP).await;
    }
}

fn by(testid: &str) -> By {
    By::Css(format!("[data-testid=\"{testid}\"]"))
}

/// Two ports that are free. Both are held until both are known: one after the other, they may be the
/// same.
fn free_ports() -> [u16; 2] {
    let held = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|port| port.local_addr().unwrap().port())
}

/// 40 characters that are in no other place.
pub(crate) fn random_part() -> String {
    let text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    text[..40].to_owned()
}
