use super::{Store, StoreError, rows, table::Kind};
use sigsentry_keys_core::creation::PendingCreation;

impl Store {
    /// Keeps a creation, in place of what was known of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn save_pending_creation(&mut self, intent: &PendingCreation) -> Result<(), StoreError> {
        let identity = &intent.attempt.idempotency_key;
        self.change(|change| {
            change.put(Kind::PendingCreation, identity, &rows::PendingCreation::from(intent))
        })
    }

    /// Forgets a creation whose end is known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn close_pending_creation(&mut self, idempotency_key: &str) -> Result<(), StoreError> {
        self.change(|change| change.remove(Kind::PendingCreation, idempotency_key))
    }

    /// The creations whose end is not known, in no order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn pending_creations(&self) -> Result<Vec<PendingCreation>, StoreError> {
        let rows = self.entries::<rows::PendingCreation>(Kind::PendingCreation)?;
        rows.into_iter().map(|row| row.read().ok_or(StoreError::Damaged)).collect()
    }
}
