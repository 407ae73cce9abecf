//! Locking: what makes the app forget, until the passphrase is typed, everything that it has read.
//!
//! A lock by hand is an exit like any other, and is refused like one. An automatic one waits until
//! nothing holds it, and then happens.

use crate::{App, held, ports::Event, storage::milliseconds};
use chrono::{DateTime, TimeDelta, Utc};
use sigsentry_keys_contract::{
    custody::CloseRequested,
    lock::{
        ForgetLockedError, LockError, LockState, LockedAccount, PassphraseError, PassphraseOptions,
        PassphrasePurpose, PassphraseRequest, Protection,
    },
};
use sigsentry_keys_core::display::safe;
use sigsentry_keys_platform::desktop::{Desktop, Tells};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;
use zeroize::Zeroizing;

/// What locking knows while the app runs.
#[derive(Default)]
pub(crate) struct Locking {
    /// When the person touched the app last.
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
    /// Not known yet.
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
    /// Whether the app can be locked, and when it locks itself.
    ///
    /// None where the desktop's thread panicked.
    pub async fn lock_state(self: &Arc<Self>) -> Option<LockState> {
        let app = Arc::clone(self);
        self.ports.off_thread(move || app.ask_lock_state()).await
    }

    /// Asks the desktop, and blocks for a moment.
    fn ask_lock_state(&self) -> LockState {
        let Tells { sleep, session_lock } = Desktop::of_person().tells();
        let protection = self.storage.protection();
        LockState { protection, on_sleep: sleep, on_session_lock: session_lock }
    }

    /// Locks by hand: forgets everything that a passphrase protects.
    ///
    /// # Errors
    /// [`LockError`]: why not.
    pub async fn lock_by_hand(&self) -> Result<(), LockError> {
        self.settle_session().await;
        self.lock()?;
        self.ports.host.emit(Event::Locked);
        Ok(())
    }

    pub(crate) fn lock(&self) -> Result<(), LockError> {
        match self.storage.protection() {
            Protection::NothingKept => return Err(LockError::NothingKept),
            Protection::NoPassphrase => return Err(LockError::NoPassphrase),
            Protection::Passphrase => {}
        }
        self.wipe().map_err(|reason| LockError::Held { reason })
    }

    /// Something else than a person wants the app locked.
    pub(crate) fn want_lock(&self) {
        self.storage.forget_opened();
        held(&self.locking.wanted).get_or_insert(Wanted::Silently);
        self.locking.changed.notify_one();
    }

    /// The person touched the app.
    pub fn note_touch(&self) {
        self.note_activity(self.ports.now());
    }

    fn note_activity(&self, now: DateTime<Utc>) {
        *held(&self.locking.touched) = Some(now);
    }

    /// Goes on with an automatic lock: one that is due begins, one that nothing holds happens.
    pub(crate) fn go_on_locking(&self, now: DateTime<Utc>) -> Step {
        self.storage.forget_opened_in_time(now);
        let mut wanted = held(&self.locking.wanted);
        if self.storage.protection() != Protection::Passphrase {
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
        let mut account = held(&self.account);
        drop(Self::forget(&mut account, &self.idle_guard()?));
        self.storage.lock();
        drop(account);
        self.end_lease();
        *held(&self.locking.touched) = None;
        Ok(())
    }

    /// What the passphrase window will be for.
    pub fn choose_purpose(&self, purpose: PassphrasePurpose) {
        *held(&self.locking.purpose) = Some(purpose);
    }

    /// What the passphrase window starts with. None where the keychain's thread panicked.
    pub async fn passphrase_options(self: &Arc<Self>) -> Option<PassphraseOptions> {
        let app = Arc::clone(self);
        self.ports.off_thread(move || app.ask_passphrase_options()).await
    }

    /// Asks the keychain, and blocks for a moment.
    fn ask_passphrase_options(&self) -> PassphraseOptions {
        let purpose = held(&self.locking.purpose).unwrap_or(PassphrasePurpose::Unlock);
        let unlock = purpose == PassphrasePurpose::Unlock;
        let whose = if unlock {
            self.storage.locked_label().map(|label| label.profile)
        } else {
            self.storage.profile()
        };
        PassphraseOptions {
            purpose,
            whose: whose.map(|profile| LockedAccount {
                email: safe(&profile.account.email),
                tenant_name: safe(&profile.account.tenant_name),
                api_url: profile.address,
            }),
            beside_main: self.has_account(),
            wait_ms: milliseconds(self.storage.wait(unlock, self.ports.now())),
            appearance: self.settings().appearance,
        }
    }

    /// Does with a passphrase what was asked for, and goes on from there.
    ///
    /// # Errors
    /// [`PassphraseError`].
    pub async fn take_passphrase(
        self: &Arc<Self>,
        request: PassphraseRequest,
    ) -> Result<(), PassphraseError> {
        let unlocks = matches!(request, PassphraseRequest::Unlock { .. });
        let app = Arc::clone(self);
        let used = self.ports.off_thread(move || app.use_passphrase(request)).await;
        used.unwrap_or(Err(PassphraseError::NoMemory))?;
        if unlocks {
            self.open_unlocked();
        } else {
            if let Some(state) = self.lock_state().await {
                self.ports.host.emit(Event::LockChanged(state));
            }
            self.ports.host.emit(Event::PassphraseDone);
        }
        Ok(())
    }

    /// The same with a [`PassphraseRequest`] as a window's sealed form.
    ///
    /// # Errors
    /// [`PassphraseError`].
    pub async fn use_passphrase_typed(
        self: &Arc<Self>,
        window: &str,
        sealed: &[u8],
    ) -> Result<(), PassphraseError> {
        self.take_passphrase(self.open_form(window, sealed).ok_or(PassphraseError::Empty)?).await
    }

    /// Gives up what is under a passphrase that no one knows any more.
    ///
    /// # Errors
    /// [`ForgetLockedError`].
    pub async fn forget_locked(self: &Arc<Self>) -> Result<(), ForgetLockedError> {
        let app = Arc::clone(self);
        let forgotten = self.ports.off_thread(move || app.storage.forget_locked()).await;
        forgotten.unwrap_or(Err(ForgetLockedError::NotRemoved))?;
        if self.has_account() {
            self.ports.host.emit(Event::PassphraseDone);
            self.open_store_in_background();
        } else {
            // Without a window to sign in with, this one stays, and says that nothing is locked any
            // more.
            self.ports.host.emit(Event::SignInInstead);
        }
        Ok(())
    }

    /// Does with a passphrase what was asked for. Blocks for a second or two.
    pub(crate) fn use_passphrase(&self, request: PassphraseRequest) -> Result<(), PassphraseError> {
        let now = self.ports.now();
        match request {
            PassphraseRequest::Unlock { passphrase } => {
                self.storage.unlock(&Zeroizing::new(passphrase), now)?;
                self.note_activity(now);
                Ok(())
            }
            PassphraseRequest::Set { fresh } => self.storage.set_passphrase(&Zeroizing::new(fresh)),
            PassphraseRequest::Change { passphrase, fresh } => {
                let (passphrase, fresh) = (Zeroizing::new(passphrase), Zeroizing::new(fresh));
                self.storage.change_passphrase(&passphrase, &fresh, now)
            }
            PassphraseRequest::Remove { passphrase } => {
                self.storage.remove_passphrase(&Zeroizing::new(passphrase), now)
            }
        }
    }
}

#[cfg(test)]
#[path = "lock_tests.rs"]
mod tests;
