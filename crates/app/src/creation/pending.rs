//! What was asked for is written down before it is sent, and forgotten when the person knows its end.

use crate::{App, account::OpenAccount, held};
use sigsentry_keys_core::{
    activity::Deed,
    creation::{Attempt, PendingCreation, Progress},
};

impl App {
    /// Writes down what is about to be asked for.
    pub(crate) fn record_pending(&self, attempt: &Attempt) {
        let now = self.ports.now();
        let mut account = held(&self.account);
        let OpenAccount { pending_creations, snapshot, .. } = &mut *account;
        let at = pending_creations
            .iter()
            .position(|pending| pending.attempt == *attempt)
            .unwrap_or_else(|| {
                let begun = |snapshot| PendingCreation::begin(attempt.clone(), snapshot, now);
                pending_creations.push(begun(snapshot.as_ref()));
                pending_creations.len() - 1
            });
        // Sent again: the key that a first try made goes by the same name, and is no other one.
        pending_creations[at].began_at = now;
        self.storage.with_store(|store| store.save_pending_creation(&pending_creations[at]));
    }

    /// A store was opened: what was asked for meanwhile is written down after all.
    pub(crate) fn record_all_pending(&self, account: &OpenAccount) {
        for pending in &account.pending_creations {
            self.storage.with_store(|store| store.save_pending_creation(pending));
        }
    }

    /// The key came: its value is held from now on.
    pub(crate) fn record_created(&self, attempt: &Attempt, key_id: &str) {
        // Nobody else's, first: if the app ends in between, a key is told twice and not never.
        let name = &attempt.request.name;
        let mut account = held(&self.account);
        for other in
            account.pending_creations.iter_mut().filter(|pending| pending.attempt != *attempt)
        {
            if other.rule_out(name, key_id) {
                self.storage.with_store(|store| store.save_pending_creation(other));
            }
        }
        drop(account);
        self.storage.rule_out(name, key_id);
        let answered = Progress::Answered { key_id: key_id.to_owned(), handed_over: false };
        self.go_on(|pending| pending.attempt == *attempt, &answered);
        self.log(key_id, Deed::Created);
    }

    /// The value was copied, or sent to `place`.
    pub(crate) fn record_handed_over(&self, key_id: &str, place: Option<String>) {
        let answered = Progress::Answered { key_id: key_id.to_owned(), handed_over: true };
        self.go_on(|pending| is_of(pending, key_id), &answered);
        self.log(key_id, Deed::HandedOver { place });
    }

    fn go_on(&self, which: impl Fn(&PendingCreation) -> bool, progress: &Progress) {
        let mut account = held(&self.account);
        for pending in account.pending_creations.iter_mut().filter(|pending| which(pending)) {
            pending.progress = progress.clone();
            self.storage.with_store(|store| store.save_pending_creation(pending));
        }
    }

    /// The end of a creation is known to the person.
    pub(crate) fn close_pending(&self, idempotency_key: &str) {
        held(&self.account)
            .pending_creations
            .retain(|pending| pending.attempt.idempotency_key != idempotency_key);
        self.storage.with_store(|store| store.close_pending_creation(idempotency_key));
    }

    /// The value of a key is gone, and the person knows.
    pub(crate) fn record_dismissed(&self, key_id: &str) {
        let ended: Vec<String> = held(&self.account)
            .pending_creations
            .iter()
            .filter(|pending| is_of(pending, key_id))
            .map(|pending| pending.attempt.idempotency_key.clone())
            .collect();
        for idempotency_key in ended {
            self.close_pending(&idempotency_key);
        }
        self.log(key_id, Deed::Dismissed);
    }
}

fn is_of(pending: &PendingCreation, key_id: &str) -> bool {
    matches!(&pending.progress, Progress::Answered { key_id: known, .. } if known == key_id)
}
