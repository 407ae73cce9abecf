//! Texts of which there is one: the application writes and reads them.

use super::{Store, StoreError, kind::Kind};

impl Store {
    /// Keeps how the person left the table, as text that the application reads.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_table_state(&mut self, state: &str) -> Result<(), StoreError> {
        self.change(|change| change.put(Kind::Table, "", &state))
    }

    /// How the person left the table; none if nothing was kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn table_state(&self) -> Result<Option<String>, StoreError> {
        self.entry(Kind::Table, "")
    }

    /// Keeps the keys that are being revoked together; none: there are no such any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_bulk_revocation(&mut self, bulk: Option<&str>) -> Result<(), StoreError> {
        self.change(|change| match bulk {
            Some(text) => change.put(Kind::BulkRevocation, "", &text),
            None => change.remove(Kind::BulkRevocation, ""),
        })
    }

    /// The keys that are being revoked together.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn bulk_revocation(&self) -> Result<Option<String>, StoreError> {
        self.entry(Kind::BulkRevocation, "")
    }
}
