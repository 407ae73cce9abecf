//! What the application takes from outside.

use crate::clock;
use chrono::{DateTime, Utc};
use sigsentry_keys_contract::{
    custody::{AbandonedKey, LeaseEnd},
    inventory::ReadingProgress,
    lock::LockState,
    offline::StorageState,
    revocation::BulkProgress,
    session::SessionState,
};
use sigsentry_keys_core::first_use::FirstUseNews;
use std::sync::Arc;
use tokio::runtime::Handle;

/// Shows what the application has to show. Each call returns at once, from any thread.
pub trait Host: Send + Sync {
    /// While a value is held, the main window is kept out of screenshots, where the system can; when
    /// none is held any more, no frame of it stays.
    fn protect_value(&self, held: bool);

    /// Something happened that a page or the windows follow. A page that is not there misses nothing:
    /// it asks when it starts.
    fn emit(&self, event: Event);
}

/// What a host follows.
#[derive(Debug, Clone)]
pub enum Event {
    /// To the main page: who is signed in, or that no one is any more.
    SessionChanged(Box<SessionState>),
    /// To the main page: whether anything is kept.
    StorageChanged(StorageState),
    /// To the main page: the clipboard lease has ended.
    LeaseEnded(LeaseEnd),
    /// To the main page: a key came for a page that is gone.
    KeyAbandoned(Box<AbandonedKey>),
    /// To the main page: a passphrase was set, changed or removed.
    LockChanged(LockState),
    /// To the main page: a value holds an automatic lock up, and a person has to decide.
    LockWanted,
    /// To the main page: how far the reading is.
    Reading(ReadingProgress),
    /// To the main page: how far a bulk revocation is.
    Bulk(BulkProgress),
    /// To the main page: there is a new reading to look at, which is still being written.
    InventoryRead,
    /// To the person, by the desktop: keys that were handed over came into use, or did not.
    FirstUses(FirstUseNews),
    /// There is something to look at: the main window takes over.
    Opened,
    /// No one is signed in.
    SignedOut,
    /// A person may want to sign in, whatever else is shown.
    SignInWanted,
    /// The store of the last run waits for its passphrase.
    PassphraseWanted,
    /// The person signs in instead of typing a passphrase.
    SignInInstead,
    /// Nothing asks for a passphrase any more.
    PassphraseDone,
    /// Everything was forgotten: the pages go.
    Locked,
}

/// The time, as a port.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Fills bytes with randomness.
pub type Random = fn(&mut [u8]);

/// What the application takes from outside.
#[derive(Clone)]
pub struct Ports {
    /// The wall clock.
    pub clock: Clock,
    /// Randomness for names, tickets, idempotency keys and data keys.
    pub random: Random,
    /// What runs requests, and work that blocks.
    pub runtime: Handle,
    /// Who shows things.
    pub host: Arc<dyn Host>,
}

impl Ports {
    /// The system's clock and randomness.
    #[must_use]
    pub fn of_system(runtime: Handle, host: Arc<dyn Host>) -> Self {
        Self { clock: Arc::new(clock::now), random, runtime, host }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// 16 random bytes.
    pub(crate) fn number(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        (self.random)(&mut bytes);
        bytes
    }

    /// Does work that blocks: keychains, disks and Argon2 take their time. None where it panicked.
    pub(crate) async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        self.runtime.spawn_blocking(work).await.ok()
    }
}

/// Without the system's randomness there are no idempotency keys and no tickets either, and the app
/// ends here.
fn random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system has randomness");
}
