use crate::{App, ports::Event};
use sigsentry_keys_contract::offline::{SetAsideError, StorageState};
use sigsentry_keys_core::inventory::{Differences, Inventory};
use std::sync::Arc;

impl App {
    /// Opens the store of the person who is signed in, in the background: the keychain may take its
    /// time.
    pub fn open_store_in_background(self: &Arc<Self>) {
        let app = Arc::clone(self);
        self.ports.runtime.spawn_blocking(move || {
            if app.open_or_create() {
                app.ports.host.emit(Event::StorageChanged(app.storage_state()));
            }
        });
    }

    /// Renames the store that does not open, and starts a new one.
    ///
    /// # Errors
    /// [`SetAsideError`].
    pub async fn set_store_aside(self: &Arc<Self>) -> Result<(), SetAsideError> {
        let app = Arc::clone(self);
        let renamed = self.ports.off_thread(move || app.storage.set_aside()).await;
        renamed.unwrap_or(Err(SetAsideError::NotRenamed))?;
        self.open_store_in_background();
        Ok(())
    }

    /// Opens the store of the person who is signed in, and keeps what is known by now. Blocks while the
    /// keychain does. Whether the page has something new to show.
    pub fn open_or_create(&self) -> bool {
        let Ok(session) = self.session() else { return false };
        if !self.storage.open_or_create(&session.profile()) {
            return false;
        }
        // Refreshed meanwhile, the old token is over: the fresh one may have come before the store.
        loop {
            let token = session.live.token();
            self.storage.save_session(&session.profile(), &token);
            if Arc::ptr_eq(&token, &session.live.token()) {
                break;
            }
        }
        self.if_still(&session, |account| {
            self.note_what_is_remembered(account);
            self.record_all_pending(account);
            let earlier = self.storage.inventory();
            let (inventory, found) = match (account.inventory.take(), &earlier) {
                (Some(fresh), Some(earlier)) => {
                    let reading = fresh.reading().clone().over(earlier.reading());
                    let fresh = Inventory::of(reading.observed(Some(earlier)));
                    (Some(Arc::new(fresh.with_notes(earlier.notes().clone()))), true)
                }
                (fresh, _) => (fresh, false),
            };
            if let Some(fresh) = &inventory {
                if let Some(read_at) = account.read_at {
                    self.storage.reconcile(fresh.reading(), read_at);
                }
                let found = earlier.as_ref().filter(|_| found);
                let found = found.map(|earlier| Differences::between(earlier, fresh.reading()));
                self.storage.save_reading(&session.profile(), fresh.reading(), found.as_ref());
            }
            account.inventory = inventory.or(earlier.map(Arc::new));
        })
        .is_some()
    }

    /// The person does not want to wait for the keychain any longer.
    pub fn without_keychain(&self) {
        self.storage.without_keychain();
    }

    /// Whether an earlier run left a store to open.
    #[must_use]
    pub fn has_store(&self) -> bool {
        self.storage.has_store()
    }

    /// Whether anything is kept.
    #[must_use]
    pub fn storage_state(&self) -> StorageState {
        self.storage.state()
    }

    /// Goes on after the passphrase, as a start does, or with the person who signed in meanwhile.
    pub(crate) fn open_unlocked(self: &Arc<Self>) {
        let host = &self.ports.host;
        if let Some(id) = self.storage.opened_beside() {
            host.emit(Event::PassphraseDone);
            let app = Arc::clone(self);
            self.ports.runtime.spawn_blocking(move || {
                if app.switch_to(&id.to_string()).is_ok() {
                    app.announce();
                }
                // What holds the account that is open is on its page. The passphrase is typed anew then.
                app.storage.forget_opened();
            });
        } else if self.is_signed_in() {
            host.emit(Event::PassphraseDone);
            self.open_store_in_background();
        } else {
            self.restore_in_background();
        }
    }
}
