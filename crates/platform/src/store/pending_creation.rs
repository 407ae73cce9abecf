use super::{
    Store, StoreError, activity, annotation, first_use, inventory, kind::Kind, rotation, rows,
};
use sigsentry_keys_core::{
    activity::Activity,
    creation::PendingCreation,
    first_use::HandedOver,
    inventory::Change,
    key::KeyRecord,
    rotation::{Place, Rotation},
};

/// What one step of a creation changes: the store writes all of it or nothing.
#[derive(Debug, Clone, Default)]
pub struct CreationStep {
    /// Kept, each in place of what was known of it.
    pub saved: Vec<PendingCreation>,
    /// Idempotency keys of creations whose end is known: they are forgotten.
    pub closed: Vec<String>,
    /// Rotations that it moves, each in place of what was known of it.
    pub rotations: Vec<Rotation>,
    /// A key whose value was handed over.
    pub handed_over: Option<HandedOver>,
    /// Where the value of a key is from now on, by the key's id: noted about it, with how it got there.
    pub stored: Option<(String, Place)>,
    /// A line for the activity log.
    pub done: Option<Activity>,
    /// The key that came of it, with how it changes the inventory.
    pub key: Option<(KeyRecord, Change)>,
}

impl CreationStep {
    /// Keeps one creation.
    #[must_use]
    pub fn saving(pending: PendingCreation) -> Self {
        Self { saved: vec![pending], ..Self::default() }
    }

    /// Forgets one creation.
    #[must_use]
    pub fn closing(idempotency_key: &str) -> Self {
        Self { closed: vec![idempotency_key.to_owned()], ..Self::default() }
    }
}

impl Store {
    /// Writes one step in one transaction.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of the step is written.
    pub fn write_step(&mut self, step: &CreationStep) -> Result<(), StoreError> {
        let CreationStep { saved, closed, rotations, handed_over, stored, done, key } = step;
        self.change(|change| {
            for pending in saved {
                let identity = &pending.attempt.idempotency_key;
                change.put(
                    Kind::PendingCreation,
                    identity,
                    &rows::PendingCreation::from(pending),
                )?;
            }
            for idempotency_key in closed {
                change.remove(Kind::PendingCreation, idempotency_key)?;
            }
            rotations.iter().try_for_each(|one| rotation::put(change, one))?;
            handed_over.iter().try_for_each(|one| first_use::hand_over(change, one))?;
            if let Some((key_id, place)) = stored {
                annotation::note_stored_in(change, key_id, &place.name)?;
                rotation::note_sent(change, key_id, place)?;
            }
            if let Some((record, what)) = key {
                inventory::put_key(change, record, std::slice::from_ref(what))?;
            }
            done.iter().try_for_each(|line| activity::append(change, line))
        })
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
