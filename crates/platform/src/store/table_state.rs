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
}
