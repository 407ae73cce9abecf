use super::UnlockThrottle;
use sha2::{Digest as _, Sha256};
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// A store's random name: of its file, and of its data key in the keychain. It says nothing of the
/// account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StoreId([u8; 16]);

impl StoreId {
    /// A name from 16 random bytes.
    #[must_use]
    pub fn new(random: [u8; 16]) -> Self {
        Self(random)
    }

    fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u32> =
            text.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
        let bytes: Vec<u8> = digits
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | *digit as u8))
            .collect();
        let id = Self(bytes.try_into().ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for StoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The folder of all stores. What it shows without a key: how many there are, how large, and which
/// was used last.
#[derive(Debug, Clone)]
pub struct StorePlace {
    folder: PathBuf,
}

/// Names the store that was used last.
const LAST: &str = "last";
const ENDING: &str = "db";

impl StorePlace {
    /// The stores below the app's folder; nothing is made yet.
    #[must_use]
    pub fn new(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("stores") }
    }

    /// Makes the folder, for its owner only.
    ///
    /// # Errors
    /// What the file system says.
    pub fn make(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
            builder.mode(0o700).create(&self.folder)?;
            fs::set_permissions(&self.folder, fs::Permissions::from_mode(0o700))
        }
        #[cfg(windows)]
        {
            builder.create(&self.folder)?;
            crate::ownership::keep_for_owner(&self.folder)
        }
    }

    /// Removes what an app that was ended left of stores that it never finished. For the app that has the
    /// folder's lock.
    ///
    /// # Errors
    /// What the file system says.
    pub fn remove_unfinished(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            let named = path.file_stem().and_then(|stem| stem.to_str()).and_then(StoreId::parse);
            if named.is_some() && matches!(ending, Some("new" | "new-wal")) {
                gone_or(fs::remove_file(path))?;
            }
        }
        Ok(())
    }

    /// A name for it that every app on this folder finds, and that says nothing of where it is.
    #[must_use]
    pub fn name(&self) -> String {
        let folder = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Its path.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a store.
    #[must_use]
    pub fn file(&self, id: StoreId) -> PathBuf {
        self.folder.join(format!("{id}.{ENDING}"))
    }

    /// The stores that there are, the one that was used last first.
    #[must_use]
    pub fn stores(&self) -> Vec<StoreId> {
        let last = fs::read_to_string(self.folder.join(LAST)).ok();
        let last = last.and_then(|text| StoreId::parse(text.trim()));
        let mut stores: Vec<_> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                (path.extension()? == ENDING).then_some(())?;
                StoreId::parse(path.file_stem()?.to_str()?)
            })
            .collect();
        stores.sort_by_key(|id| (Some(*id) != last, id.0));
        stores
    }

    /// Remembers which store was used last.
    ///
    /// # Errors
    /// What the file system says.
    pub fn remember_last(&self, id: StoreId) -> io::Result<()> {
        let fresh = self.folder.join(format!("{LAST}.new"));
        fs::write(&fresh, id.to_string())?;
        fs::rename(fresh, self.folder.join(LAST))
    }

    /// Removes a store for good. Its data key is the caller's to remove.
    ///
    /// # Errors
    /// What the file system says.
    pub fn remove(&self, id: StoreId) -> io::Result<()> {
        for path in parts(&self.file(id)) {
            gone_or(fs::remove_file(path))?;
        }
        self.note_unlock_throttle(id, UnlockThrottle::default())
    }

    /// Renames a store that does not open, so that a new one can take its place. Nothing is deleted.
    /// Returns where it is now.
    ///
    /// # Errors
    /// What the file system says.
    pub fn set_aside(&self, id: StoreId) -> io::Result<PathBuf> {
        let file = self.file(id);
        let aside = (1_u32..)
            .map(|number| self.folder.join(format!("{id}.set-aside-{number}")))
            .find(|path| !path.exists())
            .unwrap_or_default();
        for (from, to) in parts(&file).into_iter().zip(parts(&aside)) {
            gone_or(fs::rename(from, to))?;
        }
        self.note_unlock_throttle(id, UnlockThrottle::default())?;
        Ok(aside)
    }
}

/// A database and what SQLite keeps beside it. The log first: without it, a database is older, not
/// broken.
fn parts(file: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", ""].map(|ending| {
        let mut path = file.as_os_str().to_owned();
        path.push(ending);
        path.into()
    })
}

pub(super) fn gone_or(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written_and_nothing_else_is() {
        let id = StoreId::new(*b"\x00\x01\xfe\xff0123456789ab");
        assert_eq!(StoreId::parse(&id.to_string()), Some(id));
        for other in ["", "last", "00", &"0".repeat(31), &"A".repeat(32), &"é".repeat(16)] {
            assert_eq!(StoreId::parse(other), None, "{other}");
        }
    }

    #[test]
    fn the_store_used_last_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let place = StorePlace::new(folder.path());
        assert_eq!(place.stores(), []);
        place.make().unwrap();
        let [one, two] = [1, 2].map(|byte| StoreId::new([byte; 16]));
        for id in [one, two] {
            fs::write(place.file(id), "").unwrap();
        }
        fs::write(place.folder().join("notes.txt"), "").unwrap();
        assert_eq!(place.stores(), [one, two]);
        place.remember_last(two).unwrap();
        assert_eq!(place.stores(), [two, one]);
        place.remove(two).unwrap();
        place.remove(two).unwrap();
        assert_eq!(place.stores(), [one]);
        let left = place.file(two).with_extension("new");
        fs::write(&left, "").unwrap();
        place.remove_unfinished().unwrap();
        assert!(!left.exists() && place.folder().join("notes.txt").exists());
        assert_eq!(place.stores(), [one]);
    }

    #[test]
    fn a_store_set_aside_is_whole_and_takes_nobodys_place() {
        let folder = tempfile::tempdir().unwrap();
        let place = StorePlace::new(folder.path());
        place.make().unwrap();
        let id = StoreId::new([7; 16]);
        let asides: Vec<_> = ["first", "second"]
            .map(|content| {
                fs::write(place.file(id), content).unwrap();
                fs::write(&parts(&place.file(id))[0], content).unwrap();
                place.set_aside(id).unwrap()
            })
            .into();
        for (aside, content) in asides.iter().zip(["first", "second"]) {
            assert_eq!(fs::read_to_string(aside).unwrap(), content);
            assert_eq!(fs::read_to_string(&parts(aside)[0]).unwrap(), content);
        }
        assert_eq!(place.stores(), []);
    }
}
