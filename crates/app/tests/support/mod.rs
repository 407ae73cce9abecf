//! What an app needs of a computer, for tests: the crate's own and those that kill it.

use sigsentry_keys_app::{
    App, Environment, Parts,
    ports::{Event, Host, Ports},
};
use sigsentry_keys_platform::{
    keychain::{Keychain, SecretStore, SecretStoreError},
    store::{InstanceLock, StorePlace},
};
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::runtime::Handle;
use zeroize::Zeroizing;

/// A host without windows, which hands each event on.
struct Hears<F>(F);

impl<F: Fn(Event) + Send + Sync> Host for Hears<F> {
    fn protect_value(&self, _held: bool) {}
    fn emit(&self, event: Event) {
        (self.0)(event);
    }
}

/// The system's clock and randomness, and one who hears the events.
pub(crate) fn ports(runtime: Handle, hears: impl Fn(Event) + Send + Sync + 'static) -> Ports {
    Ports::of_system(runtime, Arc::new(Hears(hears)))
}

/// An app in a folder. The one before it has ended.
pub(crate) fn app(
    folder: &Path,
    environment: Environment,
    keychain: Keychain,
    ports: Ports,
) -> App {
    let lock = InstanceLock::take(&StorePlace::new(folder));
    assert!(lock.is_ok(), "the lock went with the app before: {:?}", lock.err());
    App::new(Parts { environment, data_dir: folder.to_owned(), keychain, lock, ports })
}

/// A keychain in a folder: each item is a file, written whole or not at all, and outlives an app that
/// is killed. A test can make it fail.
#[derive(Clone)]
pub(crate) struct FolderKeychain {
    pub(crate) folder: PathBuf,
    /// What every call answers; `None` for one that works.
    pub(crate) broken: Arc<Mutex<Option<SecretStoreError>>>,
}

impl FolderKeychain {
    /// The one in this folder, which is made if it is missing.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        fs::create_dir_all(folder).unwrap();
        Self { folder: folder.to_owned(), broken: Arc::default() }
    }

    pub(crate) fn keychain(&self) -> Keychain {
        Keychain::new(self.clone())
    }

    fn works(&self) -> Result<(), SecretStoreError> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }
}

impl SecretStore for FolderKeychain {
    fn read(&self, item: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
        self.works()?;
        match fs::read(self.folder.join(item)) {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(_) => Err(SecretStoreError::Refused),
        }
    }
    fn write(&self, item: &str, secret: &[u8]) -> Result<(), SecretStoreError> {
        self.works()?;
        let fresh = self.folder.join(format!("{item}.fresh"));
        fs::write(&fresh, secret).map_err(|_| SecretStoreError::Refused)?;
        fs::rename(fresh, self.folder.join(item)).map_err(|_| SecretStoreError::Refused)
    }
    fn remove(&self, item: &str) -> Result<(), SecretStoreError> {
        self.works()?;
        match fs::remove_file(self.folder.join(item)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(SecretStoreError::Refused),
            _ => Ok(()),
        }
    }
}
