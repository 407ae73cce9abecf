//! Several accounts on one computer: one is open at a time, and nothing of it is seen in another.

use super::{
    App, held,
    session::{Session, end},
};
use crate::clock;
use sigsentry_keys_contract::{
    accounts::{
        AccountEntry, AccountStanding, LabelAccountError, LabelAccountRequest, SignInPurpose,
        SwitchAccountError,
    },
    custody::CloseRequested,
    offline::SignOutScope,
};
use sigsentry_keys_core::{creation::Attempt, display::safe};
use sigsentry_keys_platform::{
    keychain::Label,
    store::{Profile, StoreId},
};
use std::sync::Arc;
use tokio::sync::MutexGuard;

/// Nothing of the open account is under way, and nothing begins for as long as this lives.
pub(super) struct Standstill<'a> {
    attempt: MutexGuard<'a, Option<Attempt>>,
    _sending: MutexGuard<'a, ()>,
}

/// What a sign-in starts with.
pub(super) struct SignInStart {
    pub(super) api_url: String,
    pub(super) email: String,
    pub(super) another: bool,
    pub(super) replaces: Option<String>,
}

impl App {
    /// The accounts of this computer, in the order in which they came to it. Asks the keychain, and
    /// blocks for a moment.
    pub(crate) fn accounts(&self) -> Vec<AccountEntry> {
        let open = self.keep.open_id();
        let now = clock::now();
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
        self.keep.accounts().into_iter().map(entry).collect()
    }

    pub(crate) fn label_account(
        &self,
        request: &LabelAccountRequest,
    ) -> Result<(), LabelAccountError> {
        self.keep.relabel(&request.id, &request.name, request.colour.into())
    }

    /// Opens another account as a start would: its inventory at once, its session if that still holds.
    /// Where that fails, nothing has changed. Asks the keychain, and blocks for a moment.
    pub(crate) fn switch_account(&self, id: &str) -> Result<(), SwitchAccountError> {
        let known = self.keep.accounts().into_iter().find(|(known, _)| known.to_string() == id);
        let (id, label) = known.ok_or(SwitchAccountError::NoSuchAccount)?;
        if !self.is_for_this_address(&label.profile) {
            return Err(SwitchAccountError::OtherServer);
        }
        if self.keep.open_id() == Some(id) {
            return Ok(());
        }
        if let Some(reason) = self.holds_exit() {
            return Err(SwitchAccountError::Held { reason });
        }
        let beside = self.keep.open_beside(id)?;
        let mut current = held(&self.session);
        let held_by = |reason| SwitchAccountError::Held { reason };
        let mut still = self.standstill().map_err(held_by)?;
        let before = self.keep.open_id();
        let next = self.keep.go_over_to(beside).ok_or(SwitchAccountError::NoKeychain)?;
        let left = current.take();
        self.forget_account(&mut still);
        *held(&self.snapshot) = next.snapshot;
        if next.session.holds(clock::now()) {
            *current = self.resumed(&next.profile, &next.session).map(Arc::new);
        }
        drop((still, current));
        if let Some(before) = before {
            self.note_end_of(before, left.as_deref());
        }
        Ok(())
    }

    /// Signs out of the account that is open, and goes on with the next one. Whether one is open
    /// afterwards. Asks the keychain, and blocks for a moment.
    pub(crate) fn sign_out(&self, scope: SignOutScope) -> Result<bool, CloseRequested> {
        let others = self.accounts_from_the_next_one();
        {
            let mut current = held(&self.session);
            self.forget_account(&mut self.standstill()?);
            current.take().into_iter().for_each(end);
        }
        self.end_lease();
        self.keep.sign_out(scope);
        Ok(others.iter().any(|id| self.switch_account(&id.to_string()).is_ok()))
    }

    /// The others, beginning with the one that comes after the account that is open.
    fn accounts_from_the_next_one(&self) -> Vec<StoreId> {
        let open = self.keep.open_id();
        let mut ids: Vec<_> = self.keep.accounts().into_iter().map(|(id, _)| id).collect();
        if let Some(at) = ids.iter().position(|id| Some(*id) == open) {
            ids.rotate_left(at);
            ids.remove(0);
        }
        ids
    }

    /// That nothing of the open account is under way or held; otherwise what is.
    pub(super) fn standstill(&self) -> Result<Standstill<'_>, CloseRequested> {
        let attempt = self.attempt.try_lock().map_err(|_| CloseRequested::Creating)?;
        let sending = self.handoff.hold().ok_or(CloseRequested::Sending)?;
        if !self.custody().is_empty() {
            return Err(CloseRequested::ValueHeld);
        }
        Ok(Standstill { attempt, _sending: sending })
    }

    /// Forgets what is known of the open account beside its session and its store. A creation whose end
    /// is not known stays in its store, and is looked for when the account is open again.
    pub(super) fn forget_account(&self, still: &mut Standstill<'_>) {
        *still.attempt = None;
        held(&self.wishes).clear();
        *held(&self.snapshot) = None;
        *held(&self.session_ended) = false;
        self.handoff.forget();
    }

    /// Writes down, by and by, when the session of an account ends that is left; without one it is over.
    pub(super) fn note_end_of(&self, id: StoreId, left: Option<&Session>) {
        let ends = left.map_or_else(|| Some(clock::now()), |left| left.live.account().session_ends);
        let keep = Arc::clone(&self.keep);
        tauri::async_runtime::spawn_blocking(move || keep.note_end(id, ends));
    }

    /// What tells the open account apart from every other one.
    pub(super) fn whose(&self) -> String {
        let open = held(&self.session).as_ref().map(|session| session.profile());
        open.or_else(|| self.keep.profile()).map_or_else(
            String::new,
            |Profile { account, address }| {
                format!("{} {} {address}", account.id, account.tenant_id)
            },
        )
    }

    /// What the sign-in window is opened for. It asks once, when it starts.
    pub(crate) fn sign_in_for(&self, purpose: SignInPurpose) {
        *held(&self.sign_in_purpose) = purpose;
    }

    pub(super) fn sign_in_start(&self) -> SignInStart {
        let open = held(&self.session).as_ref().map(|session| session.profile());
        let kept = self.keep.profile();
        let nothing_kept = kept.is_none();
        let usual = open.or(kept);
        let api_url = self.api_url();
        match held(&self.sign_in_purpose).clone() {
            SignInPurpose::Usual => {
                let email = usual.map(|usual| usual.account.email).unwrap_or_default();
                SignInStart { api_url, email, another: false, replaces: None }
            }
            SignInPurpose::Another => {
                let replaces = usual.filter(|_| nothing_kept).map(|usual| usual.account.email);
                SignInStart { api_url, email: String::new(), another: true, replaces }
            }
            SignInPurpose::Account { email, api_url } => {
                SignInStart { api_url, email, another: false, replaces: None }
            }
        }
    }
}

#[cfg(test)]
mod tests;
