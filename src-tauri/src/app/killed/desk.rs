//! A computer: a folder of the app, a keychain, and a server over TLS.

use crate::{
    app::{App, Keep},
    environment::Environment,
};
use sigsentry_keys_contract::{
    session::{Credentials, SignInRequest},
    settings::Settings,
};
use sigsentry_keys_platform::{
    clipboard::ClipboardLease,
    keychain::{Keychain, Vault, VaultError},
    store::{InstanceLock, StorePlace},
};
use std::{
    env, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::Command,
};
use zeroize::Zeroizing;

const FOLDER: &str = "KILLED_FOLDER";
const SERVER: &str = "KILLED_SERVER";
const AUTHORITY: &str = "KILLED_AUTHORITY";
const EMAIL: &str = "KILLED_EMAIL";
const PASSWORD: &str = "KILLED_PASSWORD";

/// A keychain that outlives whoever is killed: each item is a file, written whole or not at all.
struct Drawer(PathBuf);

impl Vault for Drawer {
    fn read(&self, item: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        match fs::read(self.0.join(item)) {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(_) => Err(VaultError::Refused),
        }
    }
    fn write(&self, item: &str, secret: &[u8]) -> Result<(), VaultError> {
        let fresh = self.0.join(format!("{item}.fresh"));
        fs::write(&fresh, secret).map_err(|_| VaultError::Refused)?;
        fs::rename(fresh, self.0.join(item)).map_err(|_| VaultError::Refused)
    }
    fn remove(&self, item: &str) -> Result<(), VaultError> {
        fs::remove_file(self.0.join(item)).map_err(|_| VaultError::Refused)
    }
}

#[derive(Clone)]
pub(super) struct Desk {
    folder: PathBuf,
    server: String,
    authority: PathBuf,
    email: String,
    password: String,
}

impl Desk {
    pub(super) fn new(folder: &Path, sandbox: &sigsentry_sandbox::RunningSandbox) -> Self {
        fs::create_dir(folder.join("keychain")).unwrap();
        let accounts = sandbox.accounts();
        let owner = accounts.iter().find(|account| account.role == "owner").unwrap();
        Self {
            folder: folder.to_owned(),
            server: sandbox.url().to_owned(),
            authority: sandbox.ca_file().unwrap().to_owned(),
            email: owner.email.clone(),
            password: owner.password.clone(),
        }
    }

    /// Tells a child where it works.
    pub(super) fn hand_to(&self, child: &mut Command) {
        child
            .env(FOLDER, &self.folder)
            .env(SERVER, &self.server)
            .env(AUTHORITY, &self.authority)
            .env(EMAIL, &self.email)
            .env(PASSWORD, &self.password);
    }

    /// What a child was told; none in the parent.
    pub(super) fn handed() -> Option<Self> {
        let text = |name: &str| env::var(name).ok();
        Some(Self {
            folder: text(FOLDER)?.into(),
            server: text(SERVER)?,
            authority: text(AUTHORITY)?.into(),
            email: text(EMAIL)?,
            password: text(PASSWORD)?,
        })
    }

    /// What is kept, as the next start finds it: the app that had it has ended.
    pub(super) fn keep(&self) -> Keep {
        let place = StorePlace::new(&self.folder);
        let lock = InstanceLock::take(&place);
        assert!(lock.is_ok(), "the lock went with the process: {:?}", lock.err());
        Keep::new(Keychain::new(Drawer(self.folder.join("keychain"))), place, lock, |_| {})
    }

    /// The app, without its windows.
    pub(super) fn app(&self) -> App {
        let environment = Environment {
            api_url: Some(self.server.clone()),
            ca_file: Some(self.authority.clone()),
            data_dir: Some(self.folder.clone()),
            ..Environment::default()
        };
        let lease = ClipboardLease::start(|_| {});
        App::new(environment, self.folder.clone(), Settings::default().into(), lease, self.keep())
    }

    pub(super) fn credentials(&self) -> SignInRequest {
        let (email, password) = (self.email.clone(), self.password.clone());
        let credentials = Credentials::Password { email, password };
        SignInRequest { api_url: self.server.clone(), credentials }
    }
}
