use rusqlite::ErrorCode;
use std::io;

/// Why a store does not open. Its file is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is no store, or part of it is missing or changed.
    #[error("the store is damaged")]
    Damaged,
    /// A newer version of the app wrote it.
    #[error("the store has version {version}, which is newer than this app")]
    Newer {
        /// Version of its schema.
        version: u32,
    },
    /// It was written under another data key.
    #[error("the store belongs to another data key")]
    ForeignKey,
    /// The file or its folder cannot be written to.
    #[error("the store is read-only")]
    ReadOnly,
    /// There is no room on the disk.
    #[error("there is no room for the store")]
    Full,
    /// Another program has it open.
    #[error("the store is in use")]
    InUse,
    /// The disk failed otherwise.
    #[error("the store cannot be read: {0:?}")]
    Io(io::ErrorKind),
}

/// Why something was not read or not kept. What was there before is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A row is missing or changed.
    #[error("the store is damaged")]
    Damaged,
    /// There is no room on the disk.
    #[error("there is no room for the store")]
    Full,
    /// The file or its folder cannot be written to (any more).
    #[error("the store is read-only")]
    ReadOnly,
    /// The disk failed otherwise.
    #[error("the disk failed")]
    Io,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(_) => Self::Io,
            // A column of another type than it was written with.
            None => Self::Damaged,
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            _ => StoreError::from(error).into(),
        }
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged => Self::Damaged,
            StoreError::Full => Self::Full,
            StoreError::ReadOnly => Self::ReadOnly,
            StoreError::Io => Self::Io(io::ErrorKind::Other),
        }
    }
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            kind => Self::Io(kind),
        }
    }
}
