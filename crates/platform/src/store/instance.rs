use super::{StorePlace, local_locks};
use crate::ownership;
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
    /// Another user than this one and root may change the folder, or one above it.
    #[error("somebody else may change the folder of the stores")]
    NotOwn,
    /// Other computers may have the folder, and the lock does not reach them.
    #[error("the folder is shared, and its locks hold on this computer alone")]
    Shared,
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
        if !ownership::is_own(place.folder()) {
            return Err(LockError::NotOwn);
        }
        if local_locks::are_local(place.folder()) {
            return Err(LockError::Shared);
        }
        let path = place.folder().join("lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {
                // It takes room, and does no harm.
                let _ = place.remove_unfinished();
                Ok(Self { _file: file })
            }
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

    #[test]
    #[cfg(unix)]
    fn a_folder_that_others_may_change_is_not_taken() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        for (mode, own) in [(0o777, false), (0o755, true)] {
            std::fs::set_permissions(&data, std::fs::Permissions::from_mode(mode)).unwrap();
            let taken = InstanceLock::take(&StorePlace::new(&data));
            assert_eq!(taken.is_ok(), own, "{mode:o}");
            assert_eq!(matches!(taken, Err(LockError::NotOwn)), !own);
        }
    }
}
