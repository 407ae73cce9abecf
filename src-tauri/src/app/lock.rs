//! Locking: what makes the app forget, until the passphrase is typed, everything that it has read.
//!
//! A lock by hand is an exit like any other, and is refused like one. An automatic one waits until
//! nothing holds it, and then happens.

use super::{App, held, keep::milliseconds};
use crate::clock;
use chrono::{DateTime, TimeDelta, Utc};
use sigsentry_keys_contract::{
    custody::CloseRequested,
    lock::{
        LockError, LockState, LockedAccount, PassphraseError, PassphraseOptions, PassphrasePurpose,
        PassphraseRequest, Protection,
    },
};
use sigsentry_keys_core::display::safe;
use sigsentry_keys_platform::desktop::{Buses, Tells};
use std::sync::Mutex;
use tokio::sync::Notify;
use zeroize::Zeroizing;

/// What locking knows while the app runs.
#[derive(Default)]
pub(crate) struct Locking {
    /// When somebody touched the app last.
    touched: Mutex<Option<DateTime<Utc>>>,
    /// An automatic lock that waits.
    wanted: Mutex<Option<Wanted>>,
    /// Something that holds a lock up may have ended.
    pub(crate) changed: Notify,
    /// What the passphrase window is for.
    purpose: Mutex<Option<PassphrasePurpose>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Nobody knows yet.
    Silently,
    /// The page asks the person what becomes of the value.
    Said,
}

/// What there is to do about an automatic lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Nothing,
    /// A value is held: the page masks it and asks.
    Ask,
    /// Everything is forgotten: the windows go.
    Lock,
}

impl App {
    /// Whether the app can be locked. Asks the desktop, and blocks for a moment.
    pub(crate) fn lock_state(&self) -> LockState {
        let Tells { sleep, session_lock } = Buses::of_desktop().tells();
        let protection = self.keep.protection();
        LockState { protection, on_sleep: sleep, on_session_lock: session_lock }
    }

    /// Forgets everything that a passphrase protects, or says why not.
    pub(crate) fn lock(&self) -> Result<(), LockError> {
        match self.keep.protection() {
            Protection::NothingKept => return Err(LockError::NothingKept),
            Protection::NoPassphrase => return Err(LockError::NoPassphrase),
            Protection::Passphrase => {}
        }
        self.wipe().map_err(|reason| LockError::Held { reason })
    }

    /// Something else than a person wants the app locked.
    pub(crate) fn want_lock(&self) {
        self.keep.forget_opened();
        held(&self.locking.wanted).get_or_insert(Wanted::Silently);
        self.locking.changed.notify_one();
    }

    /// Somebody touched the app.
    pub(crate) fn note_activity(&self, now: DateTime<Utc>) {
        *held(&self.locking.touched) = Some(now);
    }

    /// Goes on with an automatic lock: one that is due begins, one that nothing holds happens.
    pub(crate) fn go_on_locking(&self, now: DateTime<Utc>) -> Step {
        self.keep.forget_opened_in_time(now);
        let mut wanted = held(&self.locking.wanted);
        if self.keep.protection() != Protection::Passphrase {
            *wanted = None;
            *held(&self.locking.touched) = None;
            return Step::Nothing;
        }
        if self.is_idle(now) {
            wanted.get_or_insert(Wanted::Silently);
        }
        let Some(how) = *wanted else { return Step::Nothing };
        match self.wipe() {
            Ok(()) => {
                *wanted = None;
                Step::Lock
            }
            Err(CloseRequested::ValueHeld) if how == Wanted::Silently => {
                self.end_lease();
                *wanted = Some(Wanted::Said);
                Step::Ask
            }
            Err(_) => Step::Nothing,
        }
    }

    /// By the wall clock: time asleep counts. A clock that was set back begins anew.
    fn is_idle(&self, now: DateTime<Utc>) -> bool {
        let patience = TimeDelta::minutes(self.settings().lock_after.minutes());
        let mut touched = held(&self.locking.touched);
        let last = touched.map_or(now, |last| last.min(now));
        *touched = Some(last);
        now - last >= patience
    }

    /// The server hears nothing: the session goes on after the lock.
    fn wipe(&self) -> Result<(), CloseRequested> {
        let mut current = held(&self.session);
        self.forget_account(&mut self.standstill()?);
        drop(current.take());
        self.keep.lock();
        drop(current);
        self.end_lease();
        *held(&self.locking.touched) = None;
        Ok(())
    }

    /// What the passphrase window will be for.
    pub(crate) fn choose_purpose(&self, purpose: PassphrasePurpose) {
        *held(&self.locking.purpose) = Some(purpose);
    }

    /// Asks the keychain, and blocks for a moment.
    pub(crate) fn passphrase_options(&self) -> PassphraseOptions {
        let purpose = held(&self.locking.purpose).unwrap_or(PassphrasePurpose::Unlock);
        let unlock = purpose == PassphrasePurpose::Unlock;
        let whose = if unlock {
            self.keep.locked_label().map(|label| label.profile)
        } else {
            self.keep.profile()
        };
        PassphraseOptions {
            purpose,
            whose: whose.map(|profile| LockedAccount {
                email: safe(&profile.account.email),
                tenant_name: safe(&profile.account.tenant_name),
                api_url: profile.address,
            }),
            beside_main: self.has_account(),
            wait_ms: milliseconds(self.keep.wait(unlock, clock::now())),
            appearance: self.settings().appearance,
        }
    }

    /// Does with a passphrase what was asked for. Blocks for a second or two.
    pub(crate) fn use_passphrase(&self, request: PassphraseRequest) -> Result<(), PassphraseError> {
        let now = clock::now();
        match request {
            PassphraseRequest::Unlock { passphrase } => {
                self.keep.unlock(&Zeroizing::new(passphrase), now)?;
                self.note_activity(now);
                Ok(())
            }
            PassphraseRequest::Set { fresh } => self.keep.set_passphrase(&Zeroizing::new(fresh)),
            PassphraseRequest::Change { passphrase, fresh } => {
                let (passphrase, fresh) = (Zeroizing::new(passphrase), Zeroizing::new(fresh));
                self.keep.change_passphrase(&passphrase, &fresh, now)
            }
            PassphraseRequest::Remove { passphrase } => {
                self.keep.remove_passphrase(&Zeroizing::new(passphrase), now)
            }
        }
    }
}

#[cfg(test)]
#[path = "lock_tests.rs"]
mod tests;
