use super::{Store, StoreError, kind::Kind, rows};
use sigsentry_keys_core::account::Account;

/// Whose store it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The person, as the server last described them.
    pub account: Account,
    /// The address of the API that they signed in to.
    pub address: String,
}

impl Profile {
    /// Whether it is the same person in the same tenant on the same server.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.address == other.address && self.account.is_same(&other.account)
    }
}

impl Store {
    /// Keeps whose store it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn save_profile(&mut self, profile: &Profile) -> Result<(), StoreError> {
        self.change(|change| change.put(Kind::Profile, "", &rows::Profile::from(profile)))
    }

    /// Whose store it is; none for one that was made and never used.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn profile(&self) -> Result<Option<Profile>, StoreError> {
        Ok(self.entry::<rows::Profile>(Kind::Profile, "")?.map(Into::into))
    }
}
