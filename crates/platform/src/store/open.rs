use super::{OpenError, Store, StoreError, kind::Kind, schema};
use crate::{keychain::DataKey, store::seal::Seal};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    fs::File,
    io::{ErrorKind, Read as _},
    path::Path,
};

/// What every SQLite file begins with (file format, 1.3).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

impl Store {
    /// Opens the store in `file`. `random` fills bytes with randomness, for nonces.
    ///
    /// # Errors
    /// [`OpenError`]; the file is as it was.
    pub fn open(
        file: &Path,
        key: &DataKey,
        random: impl FnMut(&mut [u8]) + Send + 'static,
    ) -> Result<Self, OpenError> {
        look_at(file)?;
        let database = connect(file)?;
        if database.is_readonly("main")? {
            return Err(OpenError::ReadOnly);
        }
        let version = schema::version(&database)?;
        let application: i32 =
            database.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if application != schema::APPLICATION_ID || version == 0 {
            return Err(OpenError::Damaged);
        }
        if version as usize > schema::STEPS.len() {
            return Err(OpenError::Newer { version });
        }
        let whole: String = database.pragma_query_value(None, "quick_check", |row| row.get(0))?;
        if whole != "ok" {
            return Err(OpenError::Damaged);
        }
        let mut store =
            Self { database, seal: Seal::new(key, random), has_reading: Default::default() };
        match store.entry::<String>(Kind::Check, "") {
            Ok(Some(check)) if check == schema::CHECK => {}
            // Rows are found by keyed hashes: under another key not even this one is there.
            Ok(None) if store.has_check()? => return Err(OpenError::ForeignKey),
            Ok(_) | Err(StoreError::Damaged) => return Err(OpenError::Damaged),
            Err(error) => return Err(error.into()),
        }
        schema::migrate(&mut store.database, schema::STEPS)?;
        store.bring_over()?;
        store.database.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        Ok(store)
    }

    fn has_check(&self) -> Result<bool, OpenError> {
        let count = "SELECT count(*) FROM entry WHERE kind = ?1";
        let count: i64 =
            self.database.query_row(count, [Kind::Check.number()], |row| row.get(0))?;
        Ok(count == 1)
    }
}

/// What can be said of a file without SQLite: whether it may be written to, is a database, and ends
/// where a page ends. With a log beside it, its end may be in there.
fn look_at(file: &Path) -> Result<(), OpenError> {
    let mut head = [0; 18];
    let mut open = File::options().read(true).write(true).open(file)?;
    match open.read_exact(&mut head) {
        Ok(()) if head.starts_with(MAGIC) => {}
        Ok(()) => return Err(OpenError::Damaged),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(OpenError::Damaged),
        Err(error) => return Err(error.into()),
    }
    // 1 stands for 65,536, which no u16 can say (file format, 1.3.2).
    let page = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        0 => return Err(OpenError::Damaged),
        1 => 65_536,
        page => page,
    };
    let has_log = file.with_extension("db-wal").metadata().is_ok_and(|log| log.len() > 0);
    let whole = open.metadata()?.len().is_multiple_of(page);
    if whole || has_log { Ok(()) } else { Err(OpenError::Damaged) }
}

/// Opens a database that is there, and changes nothing in it. In exclusive mode the index of its log
/// is in memory, not in a file, and no second program gets in.
pub(super) fn connect(file: &Path) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    // SQLite counts a link anywhere on the way, and a home may well be behind one: the folder's own way
    // is resolved before, so that a link is refused in place of the file alone.
    let folder = file.parent().map(Path::canonicalize).transpose()?.unwrap_or_default();
    let file = folder.join(file.file_name().unwrap_or_default());
    let database = Connection::open_with_flags(file, flags)?;
    // Until it is known to be ours and whole, closing it moves nothing from its log into it.
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    database.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA synchronous = FULL;
         PRAGMA secure_delete = ON;",
    )?;
    Ok(database)
}
