use super::Session;
use crate::{App, handoff::Remembered, held, meanwhile::Meanwhile};
use chrono::{DateTime, Utc};
use sigsentry_keys_contract::{custody::CloseRequested, revocation::BulkRevocation};
use sigsentry_keys_core::{
    creation::{Attempt, PendingCreation},
    inventory::Inventory,
};
use std::sync::Arc;
use tokio::sync::MutexGuard;

/// Everything that the app knows of the account that is open, beside its store. To forget the account
/// is to drop this.
#[derive(Default)]
pub(crate) struct OpenAccount {
    pub(crate) session: Option<Arc<Session>>,
    /// The server has refused the session.
    pub(crate) session_ended: bool,
    /// The kept session was not taken up, because it would have gone another way than before.
    pub(crate) network_changed: bool,
    /// Shared with the questions that look at it: they hold no one up.
    pub(crate) inventory: Option<Arc<Inventory>>,
    /// When that was read, by the server's clock; none if it was by an earlier run: this computer's clock
    /// may have been set since, and nothing says how far it was from the server's then.
    pub(crate) read_at: Option<DateTime<Utc>>,
    /// Records that the whole readings under way may not have.
    pub(crate) meanwhile: Meanwhile,
    /// Creations of this run whose end the person does not know yet.
    pub(crate) pending_creations: Vec<PendingCreation>,
    /// The last creation whose end is not known: it can be tried again.
    pub(crate) unsettled: Option<Attempt>,
    /// Keys that are being revoked together, or were and the person has not seen how it ended.
    pub(crate) bulk: Option<BulkRevocation>,
    /// What could not be kept of sendings.
    pub(crate) remembered: Remembered,
}

/// Nothing of the open account is under way, and nothing begins for as long as this lives.
pub(crate) struct IdleGuard<'a> {
    _creating: MutexGuard<'a, ()>,
    _sending: MutexGuard<'a, ()>,
}

impl App {
    /// That nothing of the open account is under way or held; otherwise what is.
    pub(crate) fn idle_guard(&self) -> Result<IdleGuard<'_>, CloseRequested> {
        let creating = self.creating.try_lock().map_err(|_| CloseRequested::Creating)?;
        let sending = self.handoff.hold().ok_or(CloseRequested::Sending)?;
        if !held(&self.custody).is_empty() {
            return Err(CloseRequested::ValueHeld);
        }
        Ok(IdleGuard { _creating: creating, _sending: sending })
    }

    /// Forgets what is known of the open account beside its store, and gives back its session. A
    /// creation whose end is not known stays in its store, and is looked for when the account is open
    /// again.
    pub(crate) fn forget(account: &mut OpenAccount, _idle: &IdleGuard<'_>) -> Option<Arc<Session>> {
        std::mem::take(account).session
    }
}
