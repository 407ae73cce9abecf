use super::{Storage, label::PATIENCE};
use crate::trouble::{Area, OrNote as _};
use chrono::{DateTime, Utc};
use sigsentry_keys_contract::accounts::LabelAccountError;
use sigsentry_keys_core::account::{Colour, account_name};
use sigsentry_keys_platform::{keychain::Label, store::StoreId};

impl Storage {
    /// Gives an account, named as the page names it, another name and colour. Asks the keychain, and
    /// blocks for a moment.
    pub(crate) fn relabel(
        &self,
        id: &str,
        name: &str,
        colour: Colour,
    ) -> Result<(), LabelAccountError> {
        let name = account_name(name)?;
        let known = self.accounts().into_iter().find(|(known, _)| known.to_string() == id);
        let (id, label) = known.ok_or(LabelAccountError::NoSuchAccount)?;
        let label = Label { name, colour, ..label };
        let question = self.keychain.write_label(&id.to_string(), &label);
        question.wait(PATIENCE).map_err(|_| LabelAccountError::NotKept)
    }

    /// Writes down when the session of an account that is left ends. Where the keychain does not take
    /// it, the person who opens the account finds out. Blocks for a moment.
    pub(crate) fn note_end(&self, id: StoreId, session_ends: Option<DateTime<Utc>>) {
        let item = id.to_string();
        if let Ok(label) = self.keychain.read_label(&item).wait(PATIENCE)
            && label.session_ends != session_ends
        {
            let label = Label { session_ends, ..label };
            self.keychain
                .write_label(&item, &label)
                .wait(PATIENCE)
                .or_note(Area::Keychain, "a label was not written");
        }
    }
}
