//! What the app knows while it runs, and the use cases that the commands call.

mod accounts;
mod creation;
mod custody;
mod form;
mod handoff;
mod inventory;
mod keep;
#[cfg(test)]
mod killed;
mod lock;
mod network;
mod offline;
mod revocation;
mod session;

pub(crate) use custody::{lease_end, trouble_of};
pub(crate) use keep::Keep;
pub(crate) use lock::Step;

use crate::{
    environment::Environment,
    settings_file::{self, Found},
    trouble::{Area, OrNote as _},
};
use handoff::Handoff;
use lock::Locking;
use session::Session;
use sigsentry_keys_contract::{
    accounts::SignInPurpose,
    custody::CloseRequested,
    settings::{Settings, Zoom, ZoomStep},
};
use sigsentry_keys_core::{
    creation::{Attempt, Intent},
    custody::Custody,
    inventory::Snapshot,
};
use sigsentry_keys_platform::{clipboard::ClipboardLease, sealed_form::FormKey};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicU64},
};

/// One per process. Every lock is held for a moment only, never across a request.
pub(crate) struct App {
    pub(crate) environment: Environment,
    pub(crate) data_dir: PathBuf,
    session: Mutex<Option<Arc<Session>>>,
    session_ended: Mutex<bool>,
    /// What the sign-in window was opened for last.
    sign_in_purpose: Mutex<SignInPurpose>,
    snapshot: Mutex<Option<Snapshot>>,
    custody: Mutex<Custody>,
    /// Held while a key is being made: what a second try is refused by. Inside, the last attempt
    /// whose end is not known.
    attempt: tokio::sync::Mutex<Option<Attempt>>,
    lease: ClipboardLease,
    settings: Mutex<Settings>,
    /// There were settings, and they cannot be read any more.
    settings_lost: bool,
    /// A session that was kept was not taken up, because it would have gone another way than before.
    network_changed: Mutex<bool>,
    /// Counts the main window's pages: what was asked for by one that is gone belongs to nobody.
    page: AtomicU64,
    handoff: Handoff,
    pub(crate) keep: Arc<Keep>,
    /// Wishes of this run whose end the person does not know yet.
    wishes: Mutex<Vec<Intent>>,
    pub(crate) locking: Locking,
    /// Windows whose pages have drawn themselves.
    ready: Mutex<BTreeSet<String>>,
    /// By window: what opens the next form that is typed there.
    form_keys: Mutex<BTreeMap<String, FormKey>>,
}

impl App {
    pub(crate) fn new(
        environment: Environment,
        data_dir: PathBuf,
        found: Found,
        lease: ClipboardLease,
        keep: Keep,
    ) -> Self {
        Self {
            environment,
            data_dir,
            session: Mutex::default(),
            session_ended: Mutex::default(),
            sign_in_purpose: Mutex::default(),
            snapshot: Mutex::default(),
            custody: Mutex::default(),
            attempt: tokio::sync::Mutex::default(),
            lease,
            settings: Mutex::new(found.settings),
            settings_lost: found.lost,
            network_changed: Mutex::default(),
            page: AtomicU64::new(0),
            handoff: Handoff::default(),
            keep: Arc::new(keep),
            wishes: Mutex::default(),
            locking: Locking::default(),
            ready: Mutex::default(),
            form_keys: Mutex::default(),
        }
    }

    pub(crate) fn settings(&self) -> Settings {
        held(&self.settings).clone()
    }

    /// Takes the next zoom over and keeps it. What cannot be written holds until the app quits.
    pub(crate) fn zoom(&self, step: ZoomStep) -> Zoom {
        let mut settings = held(&self.settings);
        settings.zoom = settings.zoom.step(step);
        let (zoom, written) = (settings.zoom, settings_file::write(&self.data_dir, &settings));
        drop(settings);
        written.or_note(Area::Settings, "zoom was not written");
        zoom
    }

    /// A window was made: its page has not drawn itself yet.
    pub(crate) fn forget_page(&self, window: &str) {
        held(&self.ready).remove(window);
    }

    /// A page has drawn itself.
    pub(crate) fn note_page_ready(&self, window: &str) {
        held(&self.ready).insert(window.to_owned());
    }

    pub(crate) fn is_page_ready(&self, window: &str) -> bool {
        held(&self.ready).contains(window)
    }

    /// Why the window may not close right now.
    pub(crate) fn holds_exit(&self) -> Option<CloseRequested> {
        if self.attempt.try_lock().is_err() {
            Some(CloseRequested::Creating)
        } else if self.handoff.is_sending() {
            Some(CloseRequested::Sending)
        } else if held(&self.custody).is_empty() {
            None
        } else {
            Some(CloseRequested::ValueHeld)
        }
    }
}

/// The data behind a lock, also after a panic elsewhere: every change under these locks is whole.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
