//! What was asked for is written down before it is sent, and forgotten when the person knows its end.

use crate::{App, account::OpenAccount, held};
use sigsentry_keys_core::{
    activity::Deed,
    creation::{Attempt, Intent, Progress},
};

impl App {
    /// Writes down what is about to be asked for.
    pub(crate) fn keep_wish(&self, attempt: &Attempt) {
        let now = self.ports.now();
        let mut account = held(&self.account);
        let OpenAccount { wishes, snapshot, .. } = &mut *account;
        let at = wishes.iter().position(|wish| wish.attempt == *attempt).unwrap_or_else(|| {
            let begun = |snapshot| Intent::begin(attempt.clone(), snapshot, now);
            wishes.push(begun(snapshot.as_ref()));
            wishes.len() - 1
        });
        // Sent again: the key that a first try made goes by the same name, and is no other one.
        wishes[at].began_at = now;
        self.keep.with_store(|store| store.save_intent(&wishes[at]));
    }

    /// A store was opened: what was wished for meanwhile is written down after all.
    pub(crate) fn keep_wishes(&self, account: &OpenAccount) {
        for wish in &account.wishes {
            self.keep.with_store(|store| store.save_intent(wish));
        }
    }

    /// The key came: its value is held from now on.
    pub(crate) fn wish_came_true(&self, attempt: &Attempt, key_id: &str) {
        // Nobody else's, first: if the app ends in between, a key is told twice and not never.
        let name = &attempt.request.name;
        let mut account = held(&self.account);
        for other in account.wishes.iter_mut().filter(|wish| wish.attempt != *attempt) {
            if other.rule_out(name, key_id) {
                self.keep.with_store(|store| store.save_intent(other));
            }
        }
        drop(account);
        self.keep.rule_out(name, key_id);
        let answered = Progress::Answered { key_id: key_id.to_owned(), handed_over: false };
        self.go_on(|wish| wish.attempt == *attempt, &answered);
        self.log(key_id, Deed::Created);
    }

    /// The value was copied, or sent to `place`.
    pub(crate) fn wish_was_handed_over(&self, key_id: &str, place: Option<String>) {
        let answered = Progress::Answered { key_id: key_id.to_owned(), handed_over: true };
        self.go_on(|wish| is_of(wish, key_id), &answered);
        self.log(key_id, Deed::HandedOver { place });
    }

    fn go_on(&self, which: impl Fn(&Intent) -> bool, progress: &Progress) {
        let mut account = held(&self.account);
        for wish in account.wishes.iter_mut().filter(|wish| which(wish)) {
            wish.progress = progress.clone();
            self.keep.with_store(|store| store.save_intent(wish));
        }
    }

    /// The end of a wish is known to the person.
    pub(crate) fn wish_ended(&self, idempotency_key: &str) {
        held(&self.account).wishes.retain(|wish| wish.attempt.idempotency_key != idempotency_key);
        self.keep.with_store(|store| store.close_intent(idempotency_key));
    }

    /// The value of a key is gone, and the person knows.
    pub(crate) fn wish_was_dismissed(&self, key_id: &str) {
        let ended: Vec<String> = held(&self.account)
            .wishes
            .iter()
            .filter(|wish| is_of(wish, key_id))
            .map(|wish| wish.attempt.idempotency_key.clone())
            .collect();
        for idempotency_key in ended {
            self.wish_ended(&idempotency_key);
        }
        self.log(key_id, Deed::Dismissed);
    }
}

fn is_of(wish: &Intent, key_id: &str) -> bool {
    matches!(&wish.progress, Progress::Answered { key_id: known, .. } if known == key_id)
}
