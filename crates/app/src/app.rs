use crate::{
    account::OpenAccount,
    environment::Environment,
    handoff::Handoff,
    lock::Locking,
    ports::{Event, Ports},
    revocation::Bulk,
    settings_file::{self, ReadSettings},
    storage::Storage,
    triage::Triage,
    trouble::{self, Area, OrNote as _},
};
use sigsentry_keys_contract::{
    accounts::SignInPurpose,
    custody::CloseRequested,
    settings::{Settings, WindowPlace, Zoom, ZoomStep},
};
use sigsentry_keys_core::custody::Custody;
use sigsentry_keys_platform::{
    clipboard::ClipboardLease,
    keychain::Keychain,
    sealed_form::FormKey,
    store::{InstanceLock, LockError, StorePlace},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicU64},
};

/// One per process.
///
/// Every lock but `reading` is held for a moment only, and none across a request. The order in which they are taken:
/// `creating` and `sending` (both only tried), `reviewing`, `reading`, `account`, `custody`, the storage's own, the rest.
pub struct App {
    pub(crate) environment: Environment,
    data_dir: PathBuf,
    pub(crate) ports: Ports,
    /// Everything that belongs to one account, beside its store.
    pub(crate) account: Mutex<OpenAccount>,
    /// What the sign-in window was opened for last.
    pub(crate) sign_in_purpose: Mutex<SignInPurpose>,
    pub(crate) custody: Mutex<Custody>,
    /// Held while a key is being made: what a second try is refused by.
    pub(crate) creating: tokio::sync::Mutex<()>,
    /// Held while a reading takes the place of the one before, and is written.
    pub(crate) reading: Mutex<()>,
    /// Held while a review is changed.
    pub(crate) reviewing: Mutex<()>,
    pub(crate) bulk: Bulk,
    pub(crate) triage: Triage,
    /// Tells the reading that is under way to end.
    pub(crate) cancel: tokio::sync::Notify,
    pub(crate) lease: ClipboardLease,
    pub(crate) settings: Mutex<Settings>,
    /// There were settings, and they cannot be read any more.
    pub(crate) settings_lost: bool,
    /// Counts the main window's pages: what was asked for by one that is gone belongs to no one.
    pub(crate) page: AtomicU64,
    pub(crate) handoff: Handoff,
    pub(crate) storage: Arc<Storage>,
    pub(crate) locking: Locking,
    /// By window: what opens the next form that is typed there.
    pub(crate) form_keys: Mutex<BTreeMap<String, FormKey>>,
}

/// What an app is made of.
pub struct Parts {
    /// What was forced from outside.
    pub environment: Environment,
    /// Where settings, stores and the web view's files are kept.
    pub data_dir: PathBuf,
    /// Where data keys are kept.
    pub keychain: Keychain,
    /// No one else writes stores while it is held; without it, nothing is kept.
    pub lock: Result<InstanceLock, LockError>,
    /// The time, randomness, the runtime, and who shows things.
    pub ports: Ports,
}

impl App {
    /// Reads the settings and starts the clipboard's thread.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { environment, data_dir, keychain, lock, ports } = parts;
        let ReadSettings { settings, lost } = settings_file::read(&data_dir);
        let host = Arc::clone(&ports.host);
        let lease = ClipboardLease::start(move |outcome| {
            if let Some(code) = crate::custody::trouble_of(&outcome) {
                trouble::note(Area::Clipboard, code);
            }
            host.emit(Event::LeaseEnded(crate::custody::lease_end(outcome)));
        });
        let storage = Storage::new(keychain, StorePlace::new(&data_dir), lock, ports.clone());
        Self {
            environment,
            data_dir,
            ports,
            account: Mutex::default(),
            sign_in_purpose: Mutex::default(),
            custody: Mutex::default(),
            creating: tokio::sync::Mutex::default(),
            reading: Mutex::default(),
            reviewing: Mutex::default(),
            bulk: Bulk::default(),
            triage: Triage::default(),
            cancel: tokio::sync::Notify::new(),
            lease,
            settings: Mutex::new(settings),
            settings_lost: lost,
            page: AtomicU64::new(0),
            handoff: Handoff::default(),
            storage: Arc::new(storage),
            locking: Locking::default(),
            form_keys: Mutex::default(),
        }
    }

    /// Where settings, stores and the web view's files are kept.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> Settings {
        held(&self.settings).clone()
    }

    /// Keeps where the main window is. What cannot be written is as it was at the next start.
    pub fn keep_window(&self, place: WindowPlace) {
        let mut settings = held(&self.settings);
        if settings.window != Some(place) {
            settings.window = Some(place);
            let written = settings_file::write(&self.data_dir, &settings);
            drop(settings);
            written.or_note(Area::Settings, "the window's place was not written");
        }
    }

    /// Takes the next zoom over and keeps it. What cannot be written holds until the app quits.
    pub fn zoom(&self, step: ZoomStep) -> Zoom {
        let mut settings = held(&self.settings);
        settings.zoom = settings.zoom.step(step);
        let (zoom, written) = (settings.zoom, settings_file::write(&self.data_dir, &settings));
        drop(settings);
        written.or_note(Area::Settings, "zoom was not written");
        zoom
    }

    /// Why the window may not close right now.
    #[must_use]
    pub fn blocked_reason(&self) -> Option<CloseRequested> {
        if self.creating.try_lock().is_err() {
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
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
