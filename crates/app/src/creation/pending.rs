//! What was asked for is written down before it is sent, and forgotten when the person knows its end.

use crate::{
    App,
    account::{OpenAccount, Session},
    handoff::worth_noting,
    held,
};
use sigsentry_keys_core::{
    activity::Deed,
    creation::{Attempt, KeyName, PendingCreation, Progress},
    custody::CopyFormat,
    first_use::HandedOver,
    inventory::{Change, ChangeKind},
    key::KeyRecord,
    rotation::Place,
};
use sigsentry_keys_platform::store::CreationStep;

impl App {
    /// Writes down what is about to be asked for.
    pub(crate) fn record_pending(&self, attempt: &Attempt) {
        let now = self.server_time();
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
    pub(crate) fn record_created(&self, session: &Session, attempt: &Attempt, record: &KeyRecord) {
        let (name, key_id) = (&attempt.request.name, &*record.id);
        let mut step = self.step(key_id, Deed::Created);
        // Of the account that made it: another one may be open by now.
        if self.storage.profile().is_some_and(|open| open.is_same(&session.profile())) {
            let appeared = ChangeKind::Appeared { here: true };
            step.key = Some((record.clone(), Change::of(record, appeared, self.ports.now())));
        }
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
        let deed = Deed::HandedOver { place: None, format: Some(format) };
        self.record_handed_over(key_id, None, self.step(key_id, deed));
    }

    /// The value was sent to a place.
    pub(crate) fn record_sent(&self, key_id: &str, place: &Place) {
        let deed = Deed::HandedOver { place: Some(place.name.clone()), format: None };
        self.record_handed_over(key_id, Some(place), self.step(key_id, deed));
    }

    /// The person says that a place has the value: they may have spelled it.
    pub(crate) fn record_stored(&self, key_id: &str, place: &Place) {
        self.record_handed_over(key_id, Some(place), CreationStep::default());
    }

    fn record_handed_over(&self, key_id: &str, place: Option<&Place>, mut step: CreationStep) {
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
        step.stored = place.and_then(worth_noting).map(|place| (key_id.to_owned(), place));
        let stored = step.stored.is_some();
        let kept = self.record_step(&mut account, step, None);
        let Some(place) = place.filter(|_| stored) else { return };
        if kept {
            drop(account);
            self.show_note_of(key_id);
        } else {
            account.remembered.note_place(key_id, &place.name);
        }
    }

    /// Writes one step, or remembers its rotations. Whether it is written.
    fn record_step(
        &self,
        account: &mut OpenAccount,
        step: CreationStep,
        came: Option<(&KeyName, &str)>,
    ) -> bool {
        let rotations = step.rotations.clone();
        let kept = self.storage.record(step, came);
        for rotation in rotations {
            Self::remember_rotation(account, rotation, kept);
        }
        kept
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
