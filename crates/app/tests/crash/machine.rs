//! A computer: a folder of the app, a keychain, and a server over TLS.

use crate::support::{self, FolderKeychain};
use sigsentry_keys_app::{App, Environment};
use sigsentry_keys_contract::session::{Credentials, SignInRequest};
use sigsentry_keys_platform::{
    keychain::{KeptKey, Keychain},
    store::{InstanceLock, Store, StorePlace},
};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};
use tokio::runtime::Handle;

const FOLDER: &str = "KILLED_FOLDER";
const SERVER: &str = "KILLED_SERVER";
const AUTHORITY: &str = "KILLED_AUTHORITY";
const EMAIL: &str = "KILLED_EMAIL";
const PASSWORD: &str = "KILLED_PASSWORD";

#[derive(Clone)]
pub(super) struct Machine {
    folder: PathBuf,
    server: String,
    authority: PathBuf,
    email: String,
    password: String,
}

impl Machine {
    pub(super) fn new(folder: &Path, sandbox: &sigsentry_sandbox::RunningSandbox) -> Self {
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

    fn keychain(&self) -> Keychain {
        FolderKeychain::in_folder(&self.folder.join("keychain")).keychain()
    }

    /// The one store that is here, if there is one. The app that had it has ended.
    pub(super) fn store(&self) -> Option<Store> {
        let place = StorePlace::new(&self.folder);
        let _lock = InstanceLock::take(&place).expect("the lock went with the process");
        let stores = place.stores();
        assert!(stores.len() < 2, "{stores:?}");
        let id = *stores.first()?;
        let asked = self.keychain().read(&id.to_string());
        let Ok(KeptKey::Plain(key)) = asked.wait(Duration::from_secs(20)) else {
            panic!("its data key is kept, without a passphrase")
        };
        let random = |bytes: &mut [u8]| getrandom::fill(bytes).unwrap();
        Some(Store::open(&place.file(id), &key, random).unwrap())
    }

    /// The app, without its windows.
    pub(super) fn app(&self) -> App {
        let environment = Environment {
            api_url: Some(self.server.clone()),
            ca_file: Some(self.authority.clone()),
            data_dir: Some(self.folder.clone()),
            ..Environment::default()
        };
        let ports = support::ports(Handle::current(), |_| {});
        support::app(&self.folder, environment, self.keychain(), ports)
    }

    pub(super) fn credentials(&self) -> SignInRequest {
        let (email, password) = (self.email.clone(), self.password.clone());
        let credentials = Credentials::Password { email, password };
        SignInRequest { api_url: self.server.clone(), credentials }
    }
}
