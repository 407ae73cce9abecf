use super::Session;
use crate::{App, held, ports::Event, storage::Restored};
use sigsentry_keys_api::{ApiAddress, Origin, SessionToken, SignedIn};
use sigsentry_keys_core::account::Account;
use sigsentry_keys_platform::store::{KeptSession, Profile};
use std::sync::Arc;

/// What became of a session that was kept.
pub(super) enum Resumed {
    Session(Arc<Session>),
    /// It would go another way than before: settings lie in a plain file, and a program that can write
    /// to it could read along.
    NetworkChanged,
    /// Its token, its address or the way there cannot be used.
    Impossible,
}

impl App {
    /// Opens what an earlier run left, in the background. Until the keychain answers, a person can sign
    /// in.
    pub fn restore_in_background(self: &Arc<Self>) {
        let app = Arc::clone(self);
        self.ports.runtime.spawn_blocking(move || {
            let host = &app.ports.host;
            if app.restore(&mut || host.emit(Event::SignInWanted)) {
                app.announce();
                host.emit(Event::Opened);
            } else if app.storage.is_locked() && !app.has_account() {
                host.emit(Event::PassphraseWanted);
            } else if !app.has_account() {
                host.emit(Event::SignInWanted);
                host.emit(Event::PassphraseDone);
            }
        });
    }

    /// Opens what an earlier run left, and goes on with its session where that still holds. Whether
    /// there is something to look at. Blocks while the keychain does; `on_wait` hears of that.
    pub fn restore(&self, on_wait: &mut dyn FnMut()) -> bool {
        let wanted = |whose: &Profile| self.is_for_this_address(whose);
        let Some(Restored { profile, session: kept, inventory }) =
            self.storage.restore(&wanted, on_wait)
        else {
            return false;
        };
        // The person who signed in meanwhile comes first.
        if self.is_signed_in() {
            return false;
        }
        {
            let mut account = held(&self.account);
            (account.inventory, account.read_at) = (inventory.map(Arc::new), None);
        }
        if kept.holds(self.ports.now()) {
            match self.resumed(&profile, &kept) {
                // Its store is the one that is open: no other account makes way for it.
                Resumed::Session(session) => drop(self.begin(&session)),
                Resumed::NetworkChanged => held(&self.account).network_changed = true,
                Resumed::Impossible => {}
            }
        }
        // Last: until the session is taken up, the window shows no account.
        self.storage.label_open();
        true
    }

    /// An address that was forced from outside is another server's.
    pub(super) fn is_for_this_address(&self, profile: &Profile) -> bool {
        self.environment.api_url.as_deref().is_none_or(|forced| {
            ApiAddress::parse(forced).is_ok_and(|forced| forced.to_string() == profile.address)
        })
    }

    pub(super) fn resumed(&self, profile: &Profile, kept: &KeptSession) -> Resumed {
        if kept.way.as_ref().is_some_and(|way| *way != self.way()) {
            return Resumed::NetworkChanged;
        }
        let session = || {
            let address = ApiAddress::parse(&profile.address).ok()?;
            let token = SessionToken::new(&kept.token)?;
            let client = self.connect(address.clone()).ok()?;
            let account = Account { session_ends: kept.ends, ..profile.account.clone() };
            Some(self.live(client, address, SignedIn { token, account }, Origin::Brought))
        };
        session().map_or(Resumed::Impossible, |session| Resumed::Session(Arc::new(session)))
    }
}
