//! The app's own items in the system's keychain: for each store 32 random bytes, and whose it is.
//!
//! A keychain that is locked asks the person, and blocks until they answer. So every question runs
//! on a thread of its own, and who asks waits for as long as they choose. macOS and Windows:
//! not compiled, not run.

mod data_key;
mod envelope;
mod kept;
mod label;
mod question;
mod system;

pub use data_key::DataKey;
pub use envelope::{SealedKey, UnsealError};
pub use kept::KeptKey;
pub use label::Label;
pub use question::Question;
pub use system::SystemSecretStore;

pub(crate) use system::connect;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use question::ask;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Where the system keeps secrets: the port, so that tests can stand in for a broken desktop. Every
/// call may block for as long as it likes.
pub trait SecretStore: Send + Sync + 'static {
    /// The secret of an item; none where there is no such item.
    ///
    /// # Errors
    /// [`SecretStoreError`].
    fn read(&self, item: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError>;

    /// Keeps a secret, in place of an older one.
    ///
    /// # Errors
    /// [`SecretStoreError`].
    fn write(&self, item: &str, secret: &[u8]) -> Result<(), SecretStoreError>;

    /// Removes an item; one that is gone already is no error.
    ///
    /// # Errors
    /// [`SecretStoreError`].
    fn remove(&self, item: &str) -> Result<(), SecretStoreError>;
}

/// Why a vault did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretStoreError {
    /// No service answers.
    #[error("there is no keychain")]
    Absent,
    /// It said no: a person left it locked.
    #[error("the keychain stays locked")]
    Refused,
    /// It runs, and has no keyring to keep anything in.
    #[error("the keychain has no keyring")]
    NoKeyring,
    /// The item is not of the form that was written.
    #[error("the item has another form")]
    WrongData,
}

/// Why there is no data key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// No service answers. One may appear later.
    #[error("there is no keychain")]
    Absent,
    /// No answer yet: it is locked and waits for the person, or it hangs.
    #[error("the keychain does not answer")]
    Waiting,
    /// It said no: a person left it locked.
    #[error("the keychain stays locked")]
    Refused,
    /// It runs, and has no keyring to keep anything in.
    #[error("the keychain has no keyring")]
    NoKeyring,
    /// There is no such item: it was never written, or removed behind our back.
    #[error("the keychain does not have the item")]
    ItemMissing,
    /// The item is not a data key.
    #[error("the item is no data key")]
    WrongData,
}

impl From<SecretStoreError> for KeychainError {
    fn from(error: SecretStoreError) -> Self {
        match error {
            SecretStoreError::Absent => Self::Absent,
            SecretStoreError::Refused => Self::Refused,
            SecretStoreError::NoKeyring => Self::NoKeyring,
            SecretStoreError::WrongData => Self::WrongData,
        }
    }
}

/// The one way to the keychain. Cheap to clone.
#[derive(Clone)]
pub struct Keychain {
    vault: Arc<dyn SecretStore>,
}

impl Keychain {
    /// A keychain that keeps what it is given in `vault`.
    pub fn new(vault: impl SecretStore) -> Self {
        Self { vault: Arc::new(vault) }
    }

    /// Asks for the data key of an item, which may be sealed.
    #[must_use]
    pub fn read(&self, item: &str) -> Question<KeptKey> {
        let (vault, item) = (Arc::clone(&self.vault), item.to_owned());
        ask(move || {
            let text = vault.read(&item)?.ok_or(KeychainError::ItemMissing)?;
            KeptKey::parse(&text).ok_or(KeychainError::WrongData)
        })
    }

    /// Asks to keep a data key, in place of what the item was before.
    #[must_use]
    pub fn write(&self, item: &str, key: &DataKey) -> Question<()> {
        self.put(item, Zeroizing::new(STANDARD.encode(key.bytes())))
    }

    /// Asks to keep a data key under a passphrase, in place of what the item was before.
    #[must_use]
    pub fn write_sealed(&self, item: &str, key: &SealedKey) -> Question<()> {
        self.put(item, Zeroizing::new(key.to_text()))
    }

    fn put(&self, item: &str, text: Zeroizing<String>) -> Question<()> {
        let (vault, item) = (Arc::clone(&self.vault), item.to_owned());
        ask(move || Ok(vault.write(&item, text.as_bytes())?))
    }

    /// Asks whose store an item is of.
    #[must_use]
    pub fn read_label(&self, item: &str) -> Question<Label> {
        let (vault, item) = (Arc::clone(&self.vault), label_of(item));
        ask(move || {
            let text = vault.read(&item)?.ok_or(KeychainError::ItemMissing)?;
            Label::decode(&text).ok_or(KeychainError::WrongData)
        })
    }

    /// Asks to keep whose store an item is of, in place of what was known.
    #[must_use]
    pub fn write_label(&self, item: &str, label: &Label) -> Question<()> {
        let (vault, item, text) = (Arc::clone(&self.vault), label_of(item), label.encode());
        ask(move || Ok(vault.write(&item, &text)?))
    }

    /// Asks to remove an item and its label; what is gone already is no error.
    #[must_use]
    pub fn remove(&self, item: &str) -> Question<()> {
        let (vault, item) = (Arc::clone(&self.vault), item.to_owned());
        ask(move || {
            // The key first: it is the one that matters.
            vault.remove(&item)?;
            Ok(vault.remove(&label_of(&item))?)
        })
    }
}

/// A label is an item of its own: writing it anew cannot harm the key.
fn label_of(item: &str) -> String {
    format!("{item}.label")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        collections::HashMap,
        sync::{Mutex, mpsc},
        time::Duration,
    };

    const LONG: Duration = Duration::from_secs(20);

    #[derive(Default)]
    struct Drawer(Mutex<HashMap<String, Vec<u8>>>);

    impl SecretStore for Drawer {
        fn read(&self, item: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
            Ok(self.0.lock().unwrap().get(item).cloned().map(Zeroizing::new))
        }
        fn write(&self, item: &str, secret: &[u8]) -> Result<(), SecretStoreError> {
            self.0.lock().unwrap().insert(item.into(), secret.into());
            Ok(())
        }
        fn remove(&self, item: &str) -> Result<(), SecretStoreError> {
            self.0.lock().unwrap().remove(item);
            Ok(())
        }
    }

    /// Answers `reply` as soon as it is let go.
    struct Stuck(Mutex<mpsc::Receiver<()>>, Result<(), SecretStoreError>);

    impl SecretStore for Stuck {
        fn read(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
            let _ = self.0.lock().unwrap().recv();
            self.1.map(|()| Some(Zeroizing::new(STANDARD.encode([7; 32]).into_bytes())))
        }
        fn write(&self, _: &str, _: &[u8]) -> Result<(), SecretStoreError> {
            panic!("a library that fails in its own way")
        }
        fn remove(&self, _: &str) -> Result<(), SecretStoreError> {
            self.1
        }
    }

    fn stuck(reply: Result<(), SecretStoreError>) -> (mpsc::Sender<()>, Keychain) {
        let (release, held) = mpsc::channel();
        (release, Keychain::new(Stuck(Mutex::new(held), reply)))
    }

    #[test]
    fn a_key_is_kept_and_removed() {
        let keychain = Keychain::new(Drawer::default());
        assert_eq!(keychain.read("a").wait(LONG).err(), Some(KeychainError::ItemMissing));
        let key = DataKey::from_bytes(&[9; 32]).unwrap();
        keychain.write("a", &key).wait(LONG).unwrap();
        let KeptKey::Plain(kept) = keychain.read("a").wait(LONG).unwrap() else { panic!("sealed") };
        assert_eq!(kept.bytes(), key.bytes());
        assert_eq!(keychain.read("b").wait(LONG).err(), Some(KeychainError::ItemMissing));
        keychain.remove("a").wait(LONG).unwrap();
        assert_eq!(keychain.read("a").wait(LONG).err(), Some(KeychainError::ItemMissing));
    }

    #[test]
    fn what_is_no_data_key_is_called_so() {
        let drawer = Drawer::default();
        drawer.write("text", b"hunter2").unwrap();
        drawer.write("short", STANDARD.encode([1; 31]).as_bytes()).unwrap();
        drawer.write("binary", &[0xff, 0, 0xfe]).unwrap();
        drawer.write("empty", b"").unwrap();
        drawer.write("whole", STANDARD.encode([1; 32]).as_bytes()).unwrap();
        let keychain = Keychain::new(drawer);
        for item in ["text", "short", "binary", "empty"] {
            assert_eq!(keychain.read(item).wait(LONG).err(), Some(KeychainError::WrongData));
        }
        assert!(keychain.read("whole").wait(LONG).is_ok());
    }

    #[test]
    fn a_locked_keychain_is_waited_for_again_with_the_same_question() {
        let (release, keychain) = stuck(Ok(()));
        let question = keychain.read("a");
        assert_eq!(question.wait(Duration::ZERO).err(), Some(KeychainError::Waiting));
        assert_eq!(question.wait(Duration::ZERO).err(), Some(KeychainError::Waiting));
        release.send(()).unwrap();
        assert!(question.wait(LONG).is_ok());
    }

    #[test]
    fn a_question_can_be_called_off_and_asked_anew() {
        let (release, keychain) = stuck(Ok(()));
        drop(keychain.read("a"));
        let again = keychain.read("a");
        assert_eq!(again.wait(Duration::ZERO).err(), Some(KeychainError::Waiting));
        release.send(()).unwrap();
        release.send(()).unwrap();
        assert!(again.wait(LONG).is_ok());
    }

    #[test]
    fn a_no_and_an_absence_are_told_apart() {
        for (error, said) in [
            (SecretStoreError::Absent, KeychainError::Absent),
            (SecretStoreError::Refused, KeychainError::Refused),
        ] {
            let (release, keychain) = stuck(Err(error));
            release.send(()).unwrap();
            assert_eq!(keychain.read("a").wait(LONG).err(), Some(said));
            assert_eq!(keychain.remove("a").wait(LONG).err(), Some(said));
        }
    }

    #[test]
    fn a_library_that_panics_is_an_absent_keychain() {
        let (_release, keychain) = stuck(Ok(()));
        let key = DataKey::from_bytes(&[9; 32]).unwrap();
        assert_eq!(keychain.write("a", &key).wait(LONG).err(), Some(KeychainError::Absent));
    }
}
