//! A computer for tests: a folder, a keychain that a test can take away, and accounts.

#[path = "../../tests/support/mod.rs"]
mod shared;
mod signed_in;
#[cfg(target_os = "linux")]
pub(crate) mod vault;

pub(crate) use signed_in::SignedIn;

use crate::{
    App, Environment, held,
    ports::{Event, Ports},
    settings_file,
    storage::{Restored, Storage},
};
use chrono::TimeDelta;
use shared::FolderKeychain;
use sigsentry_keys_contract::{offline::StorageState, settings::Settings};
use sigsentry_keys_core::{
    account::Account,
    inventory::{Inventory, Snapshot},
    key::{KeyRecord, KeyType, LastUsed, NewKeyType, Revocation},
};
use sigsentry_keys_platform::{
    keychain::{Keychain, SecretStore as _},
    store::{InstanceLock, KeptSession, Profile, StorePlace},
};
use std::{
    fs,
    path::Path,
    sync::{Arc, LazyLock},
};
use tokio::runtime::Runtime;
use zeroize::Zeroizing;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// The system's clock and randomness, and no one to hear an event.
pub(crate) fn ports() -> Ports {
    ports_heard_by(|_| {})
}

pub(crate) fn ports_heard_by(hears: impl Fn(Event) + Send + Sync + 'static) -> Ports {
    shared::ports(RUNTIME.handle().clone(), hears)
}

/// An app in a folder, with this keychain.
pub(crate) fn app_in(folder: &Path, environment: Environment, keychain: Keychain) -> App {
    shared::app(folder, environment, keychain, ports())
}

pub(crate) struct Machine {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) keychain: FolderKeychain,
}

impl Machine {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keychain = FolderKeychain::in_folder(&folder.path().join("keychain"));
        Self { folder, keychain }
    }

    pub(crate) fn place(&self) -> StorePlace {
        StorePlace::new(self.folder.path())
    }

    /// The names of the keychain's items.
    pub(crate) fn items(&self) -> Vec<String> {
        let items = fs::read_dir(&self.keychain.folder).unwrap();
        items.map(|item| item.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// As if an app had run here that wrote none.
    pub(crate) fn forget_labels(&self) {
        for label in self.items().iter().filter(|item| item.ends_with(".label")) {
            self.keychain.remove(label).unwrap();
        }
    }

    /// A run of the app; the one before has ended.
    pub(crate) fn run(&self) -> Storage {
        let lock = InstanceLock::take(&self.place());
        Storage::new(self.keychain(), self.place(), lock, ports())
    }

    pub(crate) fn keychain(&self) -> Keychain {
        self.keychain.keychain()
    }

    /// A run of the whole app; the one before has ended.
    pub(crate) fn app(&self) -> App {
        self.app_in(Environment::default())
    }

    pub(crate) fn app_in(&self, environment: Environment) -> App {
        app_in(self.folder.path(), environment, self.keychain())
    }

    /// The same on a computer whose clock is ahead.
    pub(crate) fn app_ahead(&self, environment: Environment, by: TimeDelta) -> App {
        let ports = ports();
        let real = Arc::clone(&ports.clock);
        let ports = Ports { clock: Arc::new(move || real() + by), ..ports };
        shared::app(self.folder.path(), environment, self.keychain(), ports)
    }

    /// The same with these settings.
    pub(crate) fn app_with(&self, settings: &Settings) -> App {
        settings_file::write(self.folder.path(), settings).unwrap();
        self.app()
    }
}

pub(crate) fn profile(id: &str) -> Profile {
    let account = Account {
        id: id.into(),
        email: format!("{id}@northwind.example"),
        name: id.into(),
        role: "owner".into(),
        tenant_id: "t".into(),
        tenant_name: "Northwind".into(),
        session_ends: None,
    };
    Profile { account, address: "https://api.example/v1".into() }
}

pub(crate) fn signed_in(storage: &Storage, id: &str) {
    assert!(storage.open_or_create(&profile(id)));
    assert_eq!(storage.state(), StorageState::Kept);
    let session =
        KeptSession { token: Zeroizing::new(format!("token-{id}")), ends: None, way: None };
    storage.with_store(|store| store.save_session(&session)).unwrap().unwrap();
}

/// The app has read this of the tenant, and keeps it.
pub(crate) fn has_read(app: &App, reading: Snapshot) {
    if let Some(profile) = app.storage.profile() {
        app.storage.save_reading(&profile, &reading, None);
    }
    held(&app.account).inventory = Some(Arc::new(Inventory::of(reading)));
}

pub(crate) fn restored(storage: &Storage) -> Option<Restored> {
    storage.restore(&|_| true, &mut || panic!("the keychain answers at once"))
}

/// An organization key of this id.
pub(crate) fn key(id: &str) -> KeyRecord {
    KeyRecord {
        id: id.into(),
        name: id.into(),
        prefix: "ss_org_AbC123456".into(),
        key_type: KeyType::Current(NewKeyType::Organization),
        project_id: None,
        permissions: [].into(),
        created_at: Some(crate::clock::now()),
        last_used: LastUsed::Never,
        expires_at: None,
        revocation: Revocation::None,
        used_days: Default::default(),
    }
}
