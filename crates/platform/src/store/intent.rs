use super::{Store, StoreError, rows, table::Kind};
use sigsentry_keys_core::creation::Intent;

impl Store {
    /// Keeps a wish for a key, in place of what was known of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn save_intent(&mut self, intent: &Intent) -> Result<(), StoreError> {
        let identity = &intent.attempt.idempotency_key;
        self.change(|change| change.put(Kind::Intent, identity, &rows::Intent::from(intent)))
    }

    /// Forgets a wish whose end is known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn close_intent(&mut self, idempotency_key: &str) -> Result<(), StoreError> {
        self.change(|change| change.remove(Kind::Intent, idempotency_key))
    }

    /// The wishes whose end is not known, in no order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn intents(&self) -> Result<Vec<Intent>, StoreError> {
        let rows = self.entries::<rows::Intent>(Kind::Intent)?;
        rows.into_iter().map(|row| row.read().ok_or(StoreError::Damaged)).collect()
    }
}
