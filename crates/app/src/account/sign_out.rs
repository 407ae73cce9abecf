use super::Session;
use crate::{
    App, held,
    ports::Event,
    trouble::{Area, OrNote as _},
};
use sigsentry_keys_contract::{
    accounts::SignInPurpose, custody::CloseRequested, offline::SignOutScope,
};
use std::{sync::Arc, time::Duration};

/// How long the server may take to end a session when the app ends.
const PARTING: Duration = Duration::from_secs(2);

impl App {
    /// Signs out of the account that is open, and goes on with the next one; without one, the person has
    /// to sign in.
    ///
    /// # Errors
    /// What is under way or held.
    pub async fn sign_out(self: &Arc<Self>, scope: SignOutScope) -> Result<(), CloseRequested> {
        let app = Arc::clone(self);
        let signed_out = self.ports.off_thread(move || app.leave_for_the_next(scope)).await;
        // It ends in any case; what it could not forget is encrypted.
        let goes_on = signed_out.unwrap_or(Ok(false))?;
        self.announce();
        if !goes_on {
            self.sign_in_for(SignInPurpose::Usual);
            self.ports.host.emit(Event::SignedOut);
        }
        Ok(())
    }

    /// Whether an account is open afterwards. Asks the keychain, and blocks for a moment.
    pub(crate) fn leave_for_the_next(&self, scope: SignOutScope) -> Result<bool, CloseRequested> {
        let others = self.accounts_from_the_next_one();
        {
            let mut account = held(&self.account);
            let left = Self::forget(&mut account, &self.idle_guard()?);
            left.into_iter().for_each(|session| self.end(session));
        }
        self.end_lease();
        self.storage.sign_out(scope);
        Ok(others.iter().any(|id| self.switch_to(&id.to_string()).is_ok()))
    }

    /// Tells the server that a session is over, which may take its time.
    pub(super) fn end(&self, session: Arc<Session>) {
        self.ports.runtime.spawn(async move {
            // Best effort: the token is gone here, and ends by itself there.
            let _ = session.live.end().await;
        });
    }

    /// The last thing before the process ends: everything is wiped, the clipboard is cleared, and the
    /// store's file is whole. Blocks for two seconds at most.
    pub fn leave_nothing(&self) {
        held(&self.custody).dismiss_all();
        self.end_lease();
        let kept = self.storage.profile().is_some();
        let session = std::mem::take(&mut *held(&self.account)).session;
        if let Some(session) = session.filter(|_| !kept) {
            // No later start takes it up. The person waits for the end of the app, and not for a server.
            let ending = async { tokio::time::timeout(PARTING, session.live.end()).await };
            self.ports.runtime.block_on(ending).or_note(Area::Network, "a session did not end");
        }
        self.storage.close();
    }
}
