use super::{OpenError, Store, kind::Kind, open::connect, place::gone_or, schema};
use crate::{keychain::DataKey, store::seal::Seal};
use rusqlite::config::DbConfig;
use std::{fs, path::Path};

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
        remove_unfinished(file)?;
        let made =
            Self::make(&fresh, key, &mut random).and_then(|()| Ok(fs::rename(&fresh, file)?));
        if let Err(error) = made {
            // What stays is removed by the next one that is made or started.
            let _ = remove_unfinished(file);
            return Err(error);
        }
        Self::open(file, key, random)
    }

    fn make(
        fresh: &Path,
        key: &DataKey,
        random: &mut impl FnMut(&mut [u8]),
    ) -> Result<(), OpenError> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        drop(options.open(fresh)?);
        let mut database = connect(fresh)?;
        database.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        database.execute_batch("PRAGMA journal_mode = WAL")?;
        schema::migrate(&mut database, schema::STEPS)?;
        let mut nonces = [0; 24];
        random(&mut nonces);
        let once = move |bytes: &mut [u8]| bytes.copy_from_slice(&nonces[..bytes.len()]);
        let mut store =
            Self { database, seal: Seal::new(key, once), has_reading: Default::default() };
        store.change(|change| change.put(Kind::Check, "", &schema::CHECK))?;
        // Closing brings everything from the log into the file.
        store.database.close().map_err(|(_, error)| error)?;
        Ok(())
    }
}

/// Removes what is left of a store that was never finished.
fn remove_unfinished(file: &Path) -> std::io::Result<()> {
    ["new", "new-wal"]
        .into_iter()
        .try_for_each(|ending| gone_or(fs::remove_file(file.with_extension(ending))))
}
