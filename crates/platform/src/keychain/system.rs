use super::{Vault, VaultError};
use keyring_core::{CredentialStore, Error};
use std::sync::Arc;
use zeroize::Zeroizing;

/// What the items are filed under.
const SERVICE: &str = "com.sigsentry.keys";

/// The keychain of this system: Secret Service on Linux, Keychain on macOS, Credential Manager on
/// Windows (the last two: not run).
///
/// Each call connects anew. `keyring`'s own `Entry::new` connects once and remembers for the life of
/// the process that there was no service; its entries can be made from a store of one's own.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemVault;

impl Vault for SystemVault {
    fn read(&self, item: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        match entry(item)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(reason(&error)),
        }
    }

    fn write(&self, item: &str, secret: &[u8]) -> Result<(), VaultError> {
        entry(item)?.set_secret(secret).map_err(|error| reason(&error))
    }

    fn remove(&self, item: &str) -> Result<(), VaultError> {
        match entry(item)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(reason(&error)),
        }
    }
}

fn entry(item: &str) -> Result<keyring::Entry, VaultError> {
    let store = connect().map_err(|_| VaultError::Absent)?;
    let inner = store.build(SERVICE, item, None).map_err(|error| reason(&error))?;
    Ok(keyring::Entry { inner })
}

#[cfg(target_os = "linux")]
pub(crate) fn connect() -> keyring::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
pub(crate) fn connect() -> keyring::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
pub(crate) fn connect() -> keyring::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

fn reason(error: &Error) -> VaultError {
    match error {
        Error::NoStorageAccess(_) => VaultError::Refused,
        // Two items under one name are as good as none: which of them is ours cannot be told.
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::Ambiguous(_) => {
            VaultError::WrongData
        }
        _ => VaultError::Absent,
    }
}
