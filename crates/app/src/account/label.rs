use crate::App;
use sigsentry_keys_contract::accounts::{
    AccountEntry, AccountStanding, LabelAccountError, LabelAccountRequest,
};
use sigsentry_keys_core::display::safe;
use sigsentry_keys_platform::{keychain::Label, store::StoreId};
use std::sync::Arc;

impl App {
    /// The accounts of this computer, in the order in which they came to it; none where the keychain
    /// does not say.
    pub async fn accounts(self: &Arc<Self>) -> Vec<AccountEntry> {
        let app = Arc::clone(self);
        self.ports.off_thread(move || app.list_accounts()).await.unwrap_or_default()
    }

    /// Asks the keychain, and blocks for a moment.
    pub(crate) fn list_accounts(&self) -> Vec<AccountEntry> {
        let open = self.storage.open_id();
        let now = self.ports.now();
        let entry = |(id, label): (StoreId, Label)| {
            let standing = if Some(id) == open {
                AccountStanding::Open
            } else if !self.is_for_this_address(&label.profile) {
                AccountStanding::OtherServer
            } else if label.session_ends.is_some_and(|ends| ends <= now) {
                AccountStanding::Ended
            } else {
                AccountStanding::Ready
            };
            AccountEntry {
                id: id.to_string(),
                name: safe(label.name.as_deref().unwrap_or_default()),
                colour: label.colour.into(),
                email: safe(&label.profile.account.email),
                tenant_name: safe(&label.profile.account.tenant_name),
                api_url: label.profile.address,
                standing,
            }
        };
        self.storage.accounts().into_iter().map(entry).collect()
    }

    /// Gives an account another name and colour.
    ///
    /// # Errors
    /// [`LabelAccountError`].
    pub async fn label_account(
        self: &Arc<Self>,
        request: LabelAccountRequest,
    ) -> Result<(), LabelAccountError> {
        let app = Arc::clone(self);
        let LabelAccountRequest { id, name, colour } = request;
        let labelled =
            self.ports.off_thread(move || app.storage.relabel(&id, &name, colour.into()));
        labelled.await.unwrap_or(Err(LabelAccountError::NotKept))
    }
}
