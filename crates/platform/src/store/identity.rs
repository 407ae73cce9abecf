use super::{Store, StoreError, kind::Kind};
use sigsentry_keys_secret::OneTimeSecret;

impl Store {
    /// Remembers by what a value is recognised: a hash of it that tells nothing without the data key, which
    /// is in the keychain.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn remember_value(
        &mut self,
        value: &mut OneTimeSecret,
        key_id: &str,
    ) -> Result<(), StoreError> {
        // EXPOSE: only a keyed hash of it leaves the closure.
        let hash = value.expose(|value| self.seal.lookup(Kind::Identity, value));
        self.change(|change| change.put_under(Kind::Identity, hash, &key_id))
    }

    /// Forgets by what values are recognised.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn forget_values(&mut self) -> Result<(), StoreError> {
        self.change(|change| change.remove_all(Kind::Identity))
    }

    /// The id of the key whose value this is, if it was remembered.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn key_of_value(&self, value: &str) -> Result<Option<String>, StoreError> {
        self.entry(Kind::Identity, value)
    }
}
