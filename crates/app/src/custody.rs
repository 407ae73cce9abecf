//! A value from its creation to its end: shown, copied, spelled, dismissed.

use crate::{
    App, held,
    trouble::{self, Area},
};
use sigsentry_keys_contract::{
    custody::{CopyError, CustodyError, LeaseEnd, LeaseState, Limit, Receipt, SpelledCharacter},
    time,
};
use sigsentry_keys_core::custody::{
    CopyFormat, Dismissed, NoFormat, Palette, Raster, Residency, Ticket, TicketVoid,
};
use sigsentry_keys_platform::clipboard;
use std::{sync::Arc, time::Duration};

impl App {
    /// The value's picture: pixels, never text.
    ///
    /// # Errors
    /// [`CustodyError`].
    pub fn reveal(
        &self,
        ticket: &Ticket,
        scale: f32,
        palette: Palette,
    ) -> Result<Raster, CustodyError> {
        held(&self.custody).reveal(ticket, scale, palette).map_err(no_longer_held)
    }

    /// One character at a time, on the person's explicit request; none behind the end.
    ///
    /// # Errors
    /// [`CustodyError`].
    pub fn spell(
        &self,
        ticket: &Ticket,
        index: u32,
    ) -> Result<Option<SpelledCharacter>, CustodyError> {
        let spelled = held(&self.custody).spell(ticket, index as usize).map_err(no_longer_held)?;
        Ok(spelled.map(|character| SpelledCharacter { character: character.into(), index }))
    }

    /// Wipes the value: the person is done with it.
    ///
    /// # Errors
    /// [`CustodyError`].
    pub async fn dismiss(self: &Arc<Self>, ticket: Ticket) -> Result<Receipt, CustodyError> {
        let dismissed = held(&self.custody).dismiss(&ticket).map_err(no_longer_held)?;
        self.protect_value();
        let (app, id) = (Arc::clone(self), dismissed.record.id.clone());
        self.ports.off_thread(move || app.record_dismissed(&id)).await;
        Ok(self.receipt(&dismissed))
    }

    /// Puts the value, dressed, into the clipboard for as long as the settings say.
    ///
    /// # Errors
    /// [`CopyError`].
    pub async fn copy(&self, ticket: Ticket, format: CopyFormat) -> Result<LeaseState, CopyError> {
        // Asked for first: the session is never waited for while values are held on to.
        let (address, whose) = (self.api_url(), self.whose());
        let line = held(&self.custody)
            .dress(&ticket, format, &address)
            .map_err(|TicketVoid| CopyError::NoLongerHeld)?
            .map_err(|NoFormat| CopyError::NoFormat)?;
        let key_id = held(&self.custody).key_id(&ticket).map(str::to_owned);
        let life = Duration::from_secs(self.settings().clipboard_life.seconds());
        let lease = self.lease.clone();
        let copied = self.ports.off_thread(move || lease.copy(line, life)).await;
        let state = copied.ok_or(CopyError::NoClipboard)?.map_err(copy_error)?;
        // The value may have been dismissed meanwhile; it was copied all the same.
        let _ = held(&self.custody).copied(&ticket);
        if let Some(key_id) = key_id
            && self.whose() == whose
        {
            self.record_copied(&key_id, format);
        }
        Ok(lease_state(state))
    }

    /// How long the lease that runs lasts; none if none does.
    #[must_use]
    pub fn lease_state(&self) -> Option<LeaseState> {
        self.lease.state().map(lease_state)
    }

    /// Ends a lease that runs, whatever the reason.
    pub fn end_lease(&self) -> Option<LeaseEnd> {
        let outcome = self.lease.end()?;
        if let Some(code) = trouble_of(&outcome) {
            trouble::note(Area::Clipboard, code);
        }
        Some(lease_end(outcome))
    }

    /// Keeps the window out of screenshots while a value is held, where the system can, and leaves
    /// no frame of it afterwards. A system that cannot do it is named in the receipt.
    pub(crate) fn protect_value(&self) {
        self.ports.host.protect_value(!held(&self.custody).is_empty());
        self.locking.changed.notify_one();
    }

    /// What is said when a value is gone.
    fn receipt(&self, dismissed: &Dismissed) -> Receipt {
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
            wiped_at: time(self.ports.now()),
            locked_in_ram: locked,
            handed_over: dismissed.handed_over,
            stored_in: dismissed.stored_in.clone(),
            lease,
            limits: limits.into_iter().flatten().collect(),
        }
    }
}

fn no_longer_held(TicketVoid: TicketVoid) -> CustodyError {
    CustodyError::NoLongerHeld
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

#[cfg(test)]
mod tests {
    use crate::support::SignedIn;
    use sigsentry_keys_contract::{activity::DeedView, custody::CustodyError};
    use sigsentry_keys_core::custody::{Palette, Ticket};

    const INK: Palette = Palette { prefix: [0; 3], letter: [0; 3], digit: [0; 3] };

    #[test]
    fn a_dismissed_value_is_gone_for_every_use_and_its_receipt_says_what_was_so() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await;
            let ticket = || Ticket::from_text(made.ticket.clone());
            assert!(one.app.reveal(&ticket(), 1.0, INK).is_ok());
            assert!(one.app.blocked_reason().is_some());
            let receipt = one.app.dismiss(ticket()).await.unwrap();
            assert!(!receipt.handed_over);
            assert_eq!(receipt.stored_in, Vec::<String>::new());
            assert_eq!(receipt.lease, None);
            assert_eq!(one.app.blocked_reason(), None);
            let gone = Err(CustodyError::NoLongerHeld);
            assert_eq!(one.app.reveal(&ticket(), 1.0, INK).map(drop), gone);
            assert_eq!(one.app.spell(&ticket(), 0).map(drop), gone);
            assert_eq!(one.app.dismiss(ticket()).await.map(drop), gone);
            assert_eq!(one.deeds(&made.key.id), [DeedView::Dismissed, DeedView::Created]);
        });
    }

    #[test]
    fn a_ticket_of_another_value_opens_nothing() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await;
            let other = Ticket::from_text("00000000000000000000000000000000".into());
            assert_eq!(one.app.spell(&other, 0), Err(CustodyError::NoLongerHeld));
            assert!(one.app.spell(&Ticket::from_text(made.ticket), 0).is_ok());
        });
    }
}
