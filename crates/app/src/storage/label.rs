//! Whose the stores are, known without opening them.

use super::Storage;
use crate::trouble::{Area, OrNote as _};
use sigsentry_keys_core::account::Colour;
use sigsentry_keys_platform::{
    keychain::{KeychainError, Label},
    store::{Profile, StoreId},
};
use std::time::Duration;

/// How long labels are waited for, where the app can do without.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

impl Storage {
    /// The accounts that have a store here, in the order in which they came. One whose label the
    /// keychain does not give is left out. Asks the keychain, and blocks for a moment.
    pub(crate) fn accounts(&self) -> Vec<(StoreId, Label)> {
        let questions: Vec<_> = self
            .place
            .stores()
            .into_iter()
            .map(|id| (id, self.keychain.read_label(&id.to_string())))
            .collect();
        let mut accounts: Vec<_> = questions
            .into_iter()
            .filter_map(|(id, question)| Some((id, question.wait(PATIENCE).ok()?)))
            .collect();
        accounts.sort_by_key(|(id, label)| (label.since, id.to_string()));
        accounts
    }

    /// Writes down whose store is open, where that is not known yet. Asks the keychain, and blocks for
    /// a moment.
    pub(crate) fn label_open(&self) {
        if let (Some(id), Some(profile)) = (self.open_id(), self.profile()) {
            self.label(id, &profile);
        }
    }

    /// Writes down whose store this is, where that is not known yet. What the keychain does not take
    /// is written the next time.
    pub(super) fn label(&self, id: StoreId, profile: &Profile) {
        let item = id.to_string();
        let known = match self.keychain.read_label(&item).wait(PATIENCE) {
            Ok(known) => Some(known),
            Err(KeychainError::ItemMissing | KeychainError::WrongData) => None,
            Err(_) => return,
        };
        let fresh = match known.clone() {
            Some(label) => label.of(profile),
            None => {
                let taken = self.accounts().into_iter().map(|(_, label)| label.colour);
                Label::new(profile, Colour::next(taken), self.ports.now())
            }
        };
        if known.as_ref() != Some(&fresh) {
            self.keychain
                .write_label(&item, &fresh)
                .wait(PATIENCE)
                .or_note(Area::Keychain, "a label was not written");
        }
    }

    /// Whether a store is known to be another one than `wanted`. Blocks until the keychain answers;
    /// `on_wait` hears that it takes long.
    pub(super) fn is_labelled_otherwise(
        &self,
        id: StoreId,
        wanted: &dyn Fn(&Profile) -> bool,
        generation: u64,
        on_wait: &mut dyn FnMut(),
    ) -> bool {
        let question = self.keychain.read_label(&id.to_string());
        self.answer(&question, generation, on_wait).is_ok_and(|label| !wanted(&label.profile))
    }
}

#[cfg(test)]
mod tests {
    use crate::support::{Machine, profile, signed_in};
    use sigsentry_keys_contract::offline::{SignOutScope, StorageState, StoreProblem};
    use sigsentry_keys_core::account::Colour;
    use std::fs;

    #[test]
    fn accounts_are_known_by_their_labels_in_the_order_in_which_they_came() {
        let machine = Machine::new();
        for id in ["mara", "jon", "mara", "ada", "jon"] {
            signed_in(&machine.run(), id);
        }
        let storage = machine.run();
        assert!(storage.profile().is_none(), "no store is open");
        let whose = |storage: &super::Storage| -> Vec<_> {
            storage
                .accounts()
                .into_iter()
                .map(|(_, label)| (label.profile.account.id, label.colour))
                .collect()
        };
        let [first, second, third, ..] = Colour::ALL;
        let all =
            [("mara".to_owned(), first), ("jon".to_owned(), second), ("ada".to_owned(), third)];
        assert_eq!(whose(&storage), all);
        signed_in(&storage, "jon");
        storage.sign_out(SignOutScope::ForgetAll);
        assert_eq!(whose(&storage), [all[0].clone(), all[2].clone()]);
    }

    #[test]
    fn a_start_takes_up_the_last_account_that_is_wanted_and_leaves_others_closed() {
        let machine = Machine::new();
        for id in ["mara", "jon"] {
            signed_in(&machine.run(), id);
        }
        for (wanted, found) in [("jon", true), ("mara", true), ("ada", false)] {
            let storage = machine.run();
            let restored = storage.restore(&|whose| whose.account.id == wanted, &mut || {});
            assert_eq!(restored.is_some(), found, "{wanted}");
            assert_eq!(
                storage.profile().map(|whose| whose.account.id),
                found.then(|| wanted.into())
            );
        }
        // Without labels, too.
        machine.forget_labels();
        let storage = machine.run();
        assert!(storage.restore(&|whose| whose.account.id == "ada", &mut || {}).is_none());
        assert_eq!((storage.profile(), storage.state()), (None, StorageState::Opening));
    }

    #[test]
    fn a_broken_store_of_somebody_else_is_in_nobodys_way() {
        let machine = Machine::new();
        let storage = machine.run();
        signed_in(&storage, "mara");
        storage.sign_out(SignOutScope::KeepStore);
        let (broken, _) = storage.accounts().remove(0);
        fs::write(storage.place.file(broken), "x").unwrap();
        signed_in(&storage, "jon");
        let mara = profile("mara");
        assert!(!storage.open_or_create(&mara));
        assert_eq!(storage.state(), StorageState::Unreadable { problem: StoreProblem::Damaged });
    }
}
