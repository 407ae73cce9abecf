//! Two servers in one window: their accounts side by side.

use super::{keyring::Keyring, sandbox::Sandbox, window::App};
use std::{fs, path::PathBuf};
use tempfile::TempDir;

/// What the app has to know of two servers to trust both. None of their addresses is forced.
pub(crate) struct Both {
    ca_file: PathBuf,
}

impl Both {
    pub(crate) fn of(one: &Sandbox, other: &Sandbox, folder: &TempDir) -> Self {
        let ca_file = folder.path().join("both.pem");
        let read = |sandbox: &Sandbox| fs::read_to_string(&sandbox.ca_file).unwrap();
        fs::write(&ca_file, format!("{}\n{}", read(one), read(other))).unwrap();
        Self { ca_file }
    }

    pub(crate) fn environment<'a>(&'a self, keyring: &'a Keyring) -> Vec<(&'a str, &'a str)> {
        vec![
            ("SIGSENTRY_API_URL", ""),
            ("SIGSENTRY_CA_FILE", self.ca_file.to_str().unwrap()),
            ("DBUS_SESSION_BUS_ADDRESS", &keyring.bus),
        ]
    }
}

impl App {
    /// Chooses an entry of the account's menu.
    pub(crate) async fn choose_in_menu(&self, entry: &str) {
        self.click("account-menu").await;
        self.click(entry).await;
    }

    /// Signs in to a server that is named in the window.
    pub(crate) async fn sign_in_at(&self, sandbox: &Sandbox, role: &str) {
        if !self.is_there("sign-in-address").await {
            self.click("sign-in-open-address").await;
        }
        self.type_into("sign-in-address", &sandbox.url).await;
        self.sign_in(sandbox, role).await;
        // Before, the table is still that of the account before.
        self.until("the sign-in window to close", async || {
            (self.driver.windows().await.ok()?.len() == 1).then_some(())
        })
        .await;
    }
}
