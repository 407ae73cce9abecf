//! A computer for tests: a folder, a keychain that a test can take away, and accounts.

use crate::{
    App, Environment, Parts, held,
    ports::{Event, Host, Ports},
    settings_file,
    storage::{Restored, Storage},
};
use sigsentry_keys_contract::{offline::StorageState, settings::Settings};
use sigsentry_keys_core::account::Account;
use sigsentry_keys_platform::{
    keychain::{Keychain, SecretStore, SecretStoreError},
    store::{InstanceLock, KeptSession, Profile, StorePlace},
};
use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, LazyLock, Mutex},
};
use tokio::runtime::Runtime;
use zeroize::Zeroizing;

/// Hands each event on.
struct Hears<F>(F);

impl<F: Fn(Event) + Send + Sync> Host for Hears<F> {
    fn protect_value(&self, _held: bool) {}
    fn emit(&self, event: Event) {
        (self.0)(event);
    }
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// The system's clock and randomness, and nobody who looks.
pub(crate) fn ports() -> Ports {
    ports_heard_by(|_| {})
}

pub(crate) fn ports_heard_by(hears: impl Fn(Event) + Send + Sync + 'static) -> Ports {
    Ports::of_system(RUNTIME.handle().clone(), Arc::new(Hears(hears)))
}

/// An app in a folder, with this keychain.
pub(crate) fn app_in(folder: &Path, environment: Environment, keychain: Keychain) -> App {
    let lock = InstanceLock::take(&StorePlace::new(folder));
    let data_dir = folder.to_owned();
    App::new(Parts { environment, data_dir, keychain, lock, ports: ports() })
}

/// What a keychain does, and what is in it: shared by all runs of one test.
#[derive(Clone, Default)]
pub(crate) struct Drawer {
    pub(crate) items: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    pub(crate) broken: Arc<Mutex<Option<SecretStoreError>>>,
}

impl Drawer {
    fn answer<T>(&self, done: T) -> Result<T, SecretStoreError> {
        held(&self.broken).map_or(Ok(done), Err)
    }
}

impl SecretStore for Drawer {
    fn read(&self, item: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
        self.answer(held(&self.items).get(item).cloned().map(Zeroizing::new))
    }
    fn write(&self, item: &str, secret: &[u8]) -> Result<(), SecretStoreError> {
        self.answer(())?;
        held(&self.items).insert(item.to_owned(), secret.to_vec());
        Ok(())
    }
    fn remove(&self, item: &str) -> Result<(), SecretStoreError> {
        self.answer(())?;
        held(&self.items).remove(item);
        Ok(())
    }
}

pub(crate) struct Machine {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) drawer: Drawer,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), drawer: Drawer::default() }
    }

    pub(crate) fn place(&self) -> StorePlace {
        StorePlace::new(self.folder.path())
    }

    /// As if an app had run here that wrote none.
    pub(crate) fn forget_labels(&self) {
        held(&self.drawer.items).retain(|item, _| !item.ends_with(".label"));
    }

    /// A run of the app; the one before has ended.
    pub(crate) fn run(&self) -> Storage {
        let lock = InstanceLock::take(&self.place());
        Storage::new(self.keychain(), self.place(), lock, ports())
    }

    pub(crate) fn keychain(&self) -> Keychain {
        Keychain::new(self.drawer.clone())
    }

    /// A run of the whole app; the one before has ended.
    pub(crate) fn app(&self) -> App {
        self.app_in(Environment::default())
    }

    pub(crate) fn app_in(&self, environment: Environment) -> App {
        app_in(self.folder.path(), environment, self.keychain())
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

pub(crate) fn restored(storage: &Storage) -> Option<Restored> {
    storage.restore(&|_| true, &mut || panic!("the keychain answers at once"))
}
