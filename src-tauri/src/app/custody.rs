use super::{App, held};
use crate::{
    clock, frames,
    trouble::{self, Area},
};
use sigsentry_keys_contract::{
    custody::{CopyError, LeaseEnd, LeaseState, Limit, Receipt},
    time,
};
use sigsentry_keys_core::custody::{
    CopyFormat, Custody, Dismissed, NoFormat, Residency, Ticket, TicketVoid,
};
use sigsentry_keys_platform::clipboard;
use std::{sync::MutexGuard, time::Duration};
use tauri::WebviewWindow;

impl App {
    pub(crate) fn custody(&self) -> MutexGuard<'_, Custody> {
        held(&self.custody)
    }

    /// Puts the value, dressed, into the clipboard for as long as the settings say.
    pub(crate) async fn copy(
        &self,
        ticket: Ticket,
        format: CopyFormat,
    ) -> Result<LeaseState, CopyError> {
        // Asked for first: the session is never waited for while values are held on to.
        let (address, whose) = (self.api_url(), self.whose());
        let line = self
            .custody()
            .dress(&ticket, format, &address)
            .map_err(|TicketVoid| CopyError::NoLongerHeld)?
            .map_err(|NoFormat| CopyError::NoFormat)?;
        let key_id = self.custody().key_id(&ticket).map(str::to_owned);
        let life = Duration::from_secs(self.settings().clipboard_life.seconds());
        let lease = self.lease.clone();
        let state = tauri::async_runtime::spawn_blocking(move || lease.copy(line, life))
            .await
            .map_err(|_| CopyError::NoClipboard)?
            .map_err(copy_error)?;
        // The value may have been dismissed meanwhile; it was copied all the same.
        let _ = self.custody().copied(&ticket);
        if let Some(key_id) = key_id
            && self.whose() == whose
        {
            self.wish_was_handed_over(&key_id, None);
        }
        Ok(lease_state(state))
    }

    pub(crate) fn lease_state(&self) -> Option<LeaseState> {
        self.lease.state().map(lease_state)
    }

    /// Ends a lease that runs, whatever the reason.
    pub(crate) fn end_lease(&self) -> Option<LeaseEnd> {
        let outcome = self.lease.end()?;
        if let Some(code) = trouble_of(&outcome) {
            trouble::note(Area::Clipboard, code);
        }
        Some(lease_end(outcome))
    }

    /// Keeps the window out of screenshots while a value is held, where the system can, and leaves
    /// no frame of it afterwards.
    pub(crate) fn guard_picture(&self, window: &WebviewWindow) {
        let held = !self.custody().is_empty();
        // A system that cannot do it is named in the receipt.
        let _ = window.set_content_protected(held);
        if !held {
            frames::forget(window);
        }
        self.locking.changed.notify_one();
    }

    /// What is said when a value is gone.
    pub(crate) fn receipt(&self, dismissed: &Dismissed) -> Receipt {
        let lease = self.lease_state();
        let locked = dismissed.residency == Residency::Locked;
        let linux = cfg!(target_os = "linux");
        let limits = [
            (!locked).then_some(Limit::Swap),
            dismissed.copied.then_some(Limit::ClipboardReaders),
            (linux && dismissed.copied && lease.is_some()).then_some(Limit::ServedByApp),
            linux.then_some(Limit::Screenshots),
        ];
        Receipt {
            wiped_at: time(clock::now()),
            locked_in_ram: locked,
            handed_over: dismissed.handed_over,
            stored_in: dismissed.stored_in.clone(),
            lease,
            limits: limits.into_iter().flatten().collect(),
        }
    }
}

fn copy_error(error: clipboard::CopyError) -> CopyError {
    trouble::note(
        Area::Clipboard,
        match error {
            clipboard::CopyError::NoClipboard => "no clipboard",
            clipboard::CopyError::Refused => "refused",
            clipboard::CopyError::TimedOut => "no answer",
            clipboard::CopyError::NotConfirmed => "not confirmed",
        },
    );
    match error {
        clipboard::CopyError::NoClipboard => CopyError::NoClipboard,
        clipboard::CopyError::Refused | clipboard::CopyError::TimedOut => CopyError::Refused,
        clipboard::CopyError::NotConfirmed => CopyError::NotConfirmed,
    }
}

fn lease_state(state: clipboard::LeaseState) -> LeaseState {
    let milliseconds = |time: Duration| u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
    LeaseState { remaining_ms: milliseconds(state.remaining), total_ms: milliseconds(state.total) }
}

pub(crate) fn lease_end(outcome: clipboard::Outcome) -> LeaseEnd {
    match outcome {
        clipboard::Outcome::Cleared => LeaseEnd::Cleared,
        clipboard::Outcome::LeftAlone => LeaseEnd::LeftAlone,
        clipboard::Outcome::Failed => LeaseEnd::Failed,
        clipboard::Outcome::PutBack { by } => LeaseEnd::PutBack { by },
    }
}

/// What is noted of a lease's end, where it did not end as it should.
pub(crate) fn trouble_of(outcome: &clipboard::Outcome) -> Option<&'static str> {
    match outcome {
        clipboard::Outcome::Cleared | clipboard::Outcome::LeftAlone => None,
        clipboard::Outcome::Failed => Some("not cleared"),
        clipboard::Outcome::PutBack { .. } => Some("put back by another program"),
    }
}
