use crate::{App, ports::Event};
use sigsentry_keys_contract::offline::{Keeping, SetAsideError};
use sigsentry_keys_platform::store::Store;
use std::sync::Arc;

impl App {
    /// Opens the store of the person who is signed in, in the background: the keychain may take its
    /// time.
    pub fn adopt_in_background(self: &Arc<Self>) {
        let app = Arc::clone(self);
        self.ports.runtime.spawn_blocking(move || {
            if app.adopt() {
                app.ports.host.emit(Event::KeepingChanged(app.keeping()));
            }
        });
    }

    /// Renames the store that does not open, and starts a new one.
    ///
    /// # Errors
    /// [`SetAsideError`].
    pub async fn set_store_aside(self: &Arc<Self>) -> Result<(), SetAsideError> {
        let app = Arc::clone(self);
        let renamed = self.ports.off_thread(move || app.keep.set_aside()).await;
        renamed.unwrap_or(Err(SetAsideError::NotRenamed))?;
        self.adopt_in_background();
        Ok(())
    }

    /// Opens the store of the person who is signed in, and keeps what is known by now. Blocks while the
    /// keychain does. Whether the page has something new to show.
    pub fn adopt(&self) -> bool {
        let Ok(session) = self.session() else { return false };
        if !self.keep.adopt(&session.profile()) {
            return false;
        }
        // Refreshed meanwhile, the old token is over: the fresh one may have come before the store.
        loop {
            let token = session.live.token();
            self.keep.save_session(&session.profile(), &token);
            if Arc::ptr_eq(&token, &session.live.token()) {
                break;
            }
        }
        self.if_still(&session, |account| {
            self.note_what_is_remembered(account);
            self.keep_wishes(account);
            let earlier = self.keep.read(Store::snapshot).flatten();
            if let Some(fresh) = &account.snapshot {
                self.keep.look_for_left_behind(fresh);
            }
            account.snapshot = match (account.snapshot.take(), earlier) {
                (Some(fresh), Some(earlier)) => Some(fresh.over(&earlier)),
                (fresh, earlier) => fresh.or(earlier),
            };
            self.keep_snapshot(account);
        })
        .is_some()
    }

    /// The person does not want to wait for the keychain any longer.
    pub fn without_keychain(&self) {
        self.keep.without_keychain();
    }

    /// Whether an earlier run left a store to open.
    #[must_use]
    pub fn has_store(&self) -> bool {
        self.keep.has_store()
    }

    /// Whether anything is kept.
    #[must_use]
    pub fn keeping(&self) -> Keeping {
        self.keep.keeping()
    }

    /// Goes on after the passphrase, as a start does, or with the person who signed in meanwhile.
    pub(crate) fn open_unlocked(self: &Arc<Self>) {
        let host = &self.ports.host;
        if let Some(id) = self.keep.opened_beside() {
            host.emit(Event::PassphraseDone);
            let app = Arc::clone(self);
            self.ports.runtime.spawn_blocking(move || {
                if app.switch_to(&id.to_string()).is_ok() {
                    app.announce();
                }
                // What holds the account that is open is on its page. The passphrase is typed anew then.
                app.keep.forget_opened();
            });
        } else if self.is_signed_in() {
            host.emit(Event::PassphraseDone);
            self.adopt_in_background();
        } else {
            self.restore_in_background();
        }
    }
}
