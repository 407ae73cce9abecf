//! What was asked for is written down before it is sent, and forgotten when the person knows its end.

use crate::{App, account::OpenAccount, held};
use sigsentry_keys_core::{
    activity::Deed,
    creation::{Attempt, KeyName, PendingCreation, Progress},
    custody::CopyFormat,
    first_use::HandedOver,
    rotation::Place,
};
use sigsentry_keys_platform::store::CreationStep;

impl App {
    /// Writes down what is about to be asked for.
    pub(crate) fn record_pending(&self, attempt: &Attempt) {
        let now = self.ports.now();
        let mut account = held(&self.account);
        let OpenAccount { pending_creations, inventory, .. } = &mut *account;
        let known = inventory.as_ref().map(|inventory| inventory.reading());
        let at = pending_creations
            .iter()
            .position(|pending| pending.attempt == *attempt)
            .unwrap_or_else(|| {
                pending_creations.push(PendingCreation::begin(attempt.clone(), known, now));
                pending_creations.len() - 1
            });
        // Sent again: the key that a first try made goes by the same name, and is no other one.
        pending_creations[at].began_at = now;
        self.storage.record(CreationStep::saving(pending_creations[at].clone()), None);
    }

    /// A store was opened: what was asked for meanwhile is written down after all.
    pub(crate) fn record_all_pending(&self, account: &OpenAccount) {
        let saved = account.pending_creations.clone();
        self.storage.record(CreationStep { saved, ..CreationStep::default() }, None);
    }

    /// The key came: its value is held from now on, and no other creation brought it.
    pub(crate) fn record_created(&self, attempt: &Attempt, key_id: &str) {
        let name = &attempt.request.name;
        let mut step = self.step(key_id, Deed::Created);
        let mut account = held(&self.account);
        for pending in &mut account.pending_creations {
            let changed = if pending.attempt == *attempt {
                pending.progress =
                    Progress::Answered { key_id: key_id.to_owned(), handed_over: false };
                true
            } else {
                pending.rule_out(name, key_id)
            };
            step.saved.extend(changed.then(|| pending.clone()));
        }
        step.rotations = self.moved_rotations(&account, |rotation| {
            rotation.replaced(&attempt.idempotency_key, key_id)
        });
        self.record_step(&mut account, step, Some((name, key_id)));
    }

    /// The value was copied, dressed so.
    pub(crate) fn record_copied(&self, key_id: &str, format: CopyFormat) {
        self.record_handed_over(key_id, None, Some(format));
    }

    /// The value was sent to a place.
    pub(crate) fn record_sent(&self, key_id: &str, place: &Place) {
        self.record_handed_over(key_id, Some(place), None);
    }

    fn record_handed_over(&self, key_id: &str, place: Option<&Place>, format: Option<CopyFormat>) {
        let deed = Deed::HandedOver { place: place.map(|place| place.name.clone()), format };
        let mut step = self.step(key_id, deed);
        step.handed_over = Some(HandedOver::new(key_id, self.server_time()));
        let mut account = held(&self.account);
        step.rotations = self.moved_rotations(&account, |rotation| {
            let ours = rotation.is_replaced_by(key_id);
            if ours {
                rotation.handed_over(place);
            }
            ours
        });
        for pending in account.pending_creations.iter_mut().filter(|one| is_of(one, key_id)) {
            pending.progress = Progress::Answered { key_id: key_id.to_owned(), handed_over: true };
            step.saved.push(pending.clone());
        }
        self.record_step(&mut account, step, None);
    }

    /// Writes one step; rotations that cannot be kept are remembered.
    fn record_step(
        &self,
        account: &mut OpenAccount,
        step: CreationStep,
        came: Option<(&KeyName, &str)>,
    ) {
        let rotations = step.rotations.clone();
        let kept = self.storage.record(step, came);
        for rotation in rotations {
            Self::remember_rotation(account, rotation, kept);
        }
    }

    /// The end of a creation is known to the person.
    pub(crate) fn close_pending(&self, idempotency_key: &str) {
        held(&self.account)
            .pending_creations
            .retain(|pending| pending.attempt.idempotency_key != idempotency_key);
        self.storage.record(CreationStep::closing(idempotency_key), None);
    }

    /// The value of a key is gone, and the person knows.
    pub(crate) fn record_dismissed(&self, key_id: &str) {
        let mut step = self.step(key_id, Deed::Dismissed);
        let mut account = held(&self.account);
        account.pending_creations.retain(|pending| {
            let ends = is_of(pending, key_id);
            step.closed.extend(ends.then(|| pending.attempt.idempotency_key.clone()));
            !ends
        });
        self.storage.record(step, None);
    }

    fn step(&self, key_id: &str, deed: Deed) -> CreationStep {
        CreationStep { done: Some(self.line(key_id, deed)), ..CreationStep::default() }
    }
}

fn is_of(pending: &PendingCreation, key_id: &str) -> bool {
    matches!(&pending.progress, Progress::Answered { key_id: known, .. } if known == key_id)
}
