use super::{OpenError, Store, open::connect, schema, table::Kind};
use crate::{keychain::DataKey, store::seal::Seal};
use rusqlite::config::DbConfig;
use std::{fs, path::Path};

/// What the check row says; it opens under the right data key only.
pub(super) const CHECK: &str = "sigsentry-keys";

impl Store {
    /// Makes a store that has nothing in it, and opens it. It is made beside its place and moved
    /// there whole: a file that is there is never half a store.
    ///
    /// # Errors
    /// [`OpenError`]; a file that is there already is [`OpenError::InUse`].
    pub fn create(
        file: &Path,
        key: &DataKey,
        mut random: impl FnMut(&mut [u8]) + Send + 'static,
    ) -> Result<Self, OpenError> {
        if file.exists() {
            return Err(OpenError::InUse);
        }
        let fresh = file.with_extension("new");
        for ending in ["new", "new-wal"] {
            match fs::remove_file(file.with_extension(ending)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        drop(options.open(&fresh)?);
        let mut database = connect(&fresh)?;
        database.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        database.execute_batch("PRAGMA journal_mode = WAL")?;
        schema::migrate(&mut database, schema::STEPS)?;
        let mut nonces = [0; 24];
        random(&mut nonces);
        let once = move |bytes: &mut [u8]| bytes.copy_from_slice(&nonces[..bytes.len()]);
        let mut store = Self { database, seal: Seal::new(key, once) };
        store.change(|change| change.put(Kind::Check, "", &CHECK))?;
        // Closing brings everything from the log into the file.
        store.database.close().map_err(|(_, error)| error)?;
        fs::rename(&fresh, file)?;
        Self::open(file, key, random)
    }
}
