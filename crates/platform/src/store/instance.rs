use super::StorePlace;
use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
};

/// Held by the one running app that may write to a folder of stores. The system gives it back when
/// the process ends, however it ends.
#[derive(Debug)]
pub struct InstanceLock {
    // Locked for as long as it is open.
    _file: File,
}

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another running app has it.
    #[error("another app has the stores open")]
    Held,
    /// The file system does not let us.
    #[error("the lock cannot be taken")]
    Io(#[from] io::Error),
}

impl InstanceLock {
    /// Takes the lock of a folder, which is made if need be.
    ///
    /// # Errors
    /// [`LockError`].
    pub fn take(place: &StorePlace) -> Result<Self, LockError> {
        place.make()?;
        let path = place.folder().join("lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_it_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let place = StorePlace::new(folder.path());
        let first = InstanceLock::take(&place).unwrap();
        assert!(matches!(InstanceLock::take(&place), Err(LockError::Held)));
        drop(first);
        InstanceLock::take(&place).unwrap();
    }
}
