use super::{Session, restore::Resumed};
use crate::{App, held, ports::Event};
use sigsentry_keys_contract::accounts::SwitchAccountError;
use sigsentry_keys_platform::store::StoreId;
use std::sync::Arc;

impl App {
    /// Opens another account as a start would: its inventory at once, its session if that still holds.
    /// Where that fails, nothing has changed.
    ///
    /// # Errors
    /// [`SwitchAccountError`].
    pub async fn switch_account(self: &Arc<Self>, id: String) -> Result<(), SwitchAccountError> {
        self.settle_session().await;
        let app = Arc::clone(self);
        let switched = self.ports.off_thread(move || app.switch_to(&id)).await;
        switched.unwrap_or(Err(SwitchAccountError::Unreadable))?;
        self.announce();
        Ok(())
    }

    /// Asks the keychain, and blocks for a moment.
    pub(crate) fn switch_to(&self, id: &str) -> Result<(), SwitchAccountError> {
        let known = self.storage.accounts().into_iter().find(|(known, _)| known.to_string() == id);
        let (id, label) = known.ok_or(SwitchAccountError::NoSuchAccount)?;
        if !self.is_for_this_address(&label.profile) {
            return Err(SwitchAccountError::OtherServer);
        }
        if self.storage.open_id() == Some(id) {
            return Ok(());
        }
        if let Some(reason) = self.blocked_reason() {
            return Err(SwitchAccountError::Held { reason });
        }
        let prepared = self.storage.prepare_switch(id)?;
        let mut account = held(&self.account);
        let idle = self.idle_guard().map_err(|reason| SwitchAccountError::Held { reason })?;
        let before = self.storage.open_id();
        let next = self.storage.commit_switch(prepared).ok_or(SwitchAccountError::NoKeychain)?;
        let left = Self::forget(&mut account, &idle);
        account.inventory = next.inventory.map(Arc::new);
        if next.session.holds(self.ports.now()) {
            match self.resumed(&next.profile, &next.session) {
                Resumed::Session(session) => account.session = Some(session),
                Resumed::NetworkChanged => account.network_changed = true,
                Resumed::Impossible => {}
            }
        }
        drop((idle, account));
        if let Some(before) = before {
            self.note_end_of(before, left.as_deref());
        }
        Ok(())
    }

    /// The others, beginning with the one that comes after the account that is open.
    pub(super) fn accounts_from_the_next_one(&self) -> Vec<StoreId> {
        let open = self.storage.open_id();
        let mut ids: Vec<_> = self.storage.accounts().into_iter().map(|(id, _)| id).collect();
        if let Some(at) = ids.iter().position(|id| Some(*id) == open) {
            ids.rotate_left(at);
            ids.remove(0);
        }
        ids
    }

    /// Writes down, by and by, when the session of an account ends that is left; without one it is over.
    pub(super) fn note_end_of(&self, id: StoreId, left: Option<&Session>) {
        let over = || Some(self.ports.now());
        let ends = left.map_or_else(over, |left| left.live.account().session_ends);
        let storage = Arc::clone(&self.storage);
        self.ports.runtime.spawn_blocking(move || storage.note_end(id, ends));
    }

    /// Tells the main page who is signed in.
    pub(crate) fn announce(&self) {
        self.ports.host.emit(Event::SessionChanged(Box::new(self.session_state())));
    }
}
