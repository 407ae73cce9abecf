//! A session while it lasts: refreshed before it ends, and once where the server says that it is over.

use crate::{auth::SignedIn, client::Client, token::SessionToken};
use chrono::{DateTime, TimeDelta, Utc};
use sigsentry_keys_core::{account::Account, failure::RequestFailure};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long before its end a session is refreshed whose beginning is not known: its token was typed.
const AHEAD: TimeDelta = TimeDelta::minutes(30);
/// Which part of its life a session may have left before it is refreshed: the last tenth.
const LAST_PART: i32 = 10;
/// How long to wait after a refresh that failed on the way.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

/// A signed-in person's way to the server. The token changes; who holds an old one lets it go, and it
/// is wiped.
pub struct Session {
    client: Mutex<Client>,
    held: Mutex<Held>,
    /// Written while the session is refreshed, read while something is sent that is sent once: a
    /// refresh ends the session that a creation travels with.
    turn: tokio::sync::RwLock<()>,
    refreshed: Option<Refreshed>,
}

/// Hears of every fresh token, and of whom it belongs to.
type Refreshed = Box<dyn Fn(&SessionToken, &Account) + Send + Sync>;

struct Held {
    token: Arc<SessionToken>,
    account: Account,
    /// When to refresh, by the server's clock; never, where the server refused or named no end.
    due: Option<DateTime<Utc>>,
}

/// Where a token came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The server gave it out just now.
    Issued,
    /// A person brought it: it is not known when it began.
    Brought,
}

impl Session {
    /// A session that begins here.
    #[must_use]
    pub fn new(client: Client, signed_in: SignedIn, origin: Origin) -> Self {
        let held = Held::new(signed_in, origin, client.server_time());
        Self {
            client: Mutex::new(client),
            held: Mutex::new(held),
            turn: tokio::sync::RwLock::default(),
            refreshed: None,
        }
    }

    /// Tells `hear` of every fresh token: a caller that keeps the old one has to know, for it is over.
    #[must_use]
    pub fn heard_by(self, hear: impl Fn(&SessionToken, &Account) + Send + Sync + 'static) -> Self {
        Self { refreshed: Some(Box::new(hear)), ..self }
    }

    /// Who it belongs to, and when it ends as it stands now.
    #[must_use]
    pub fn account(&self) -> Account {
        self.held().account.clone()
    }

    /// The way to the server.
    #[must_use]
    pub fn client(&self) -> Client {
        lock(&self.client).clone()
    }

    /// Takes another way to the same server from now on.
    pub fn set_client(&self, client: Client) {
        *lock(&self.client) = client;
    }

    /// Reads. Where the server says that the session is over, it is refreshed and the read repeated,
    /// once: reading twice does no harm. Reads that hear it at the same time refresh once.
    ///
    /// # Errors
    /// [`RequestFailure`]; that the session is over only where it could not be refreshed either.
    pub async fn read<T, F>(
        &self,
        ask: impl Fn(Client, Arc<SessionToken>) -> F,
    ) -> Result<T, RequestFailure>
    where
        F: Future<Output = Result<T, RequestFailure>>,
    {
        self.freshen().await;
        let token = self.token();
        match ask(self.client(), Arc::clone(&token)).await {
            Err(over) if over.ends_session() => {
                let renewed = self.renew(token).await;
                match renewed {
                    Ok(()) => ask(self.client(), self.token()).await,
                    // The server was asked, and it stays over.
                    Err(RequestFailure::Api(_)) => Err(over),
                    Err(on_the_way) => Err(on_the_way),
                }
            }
            outcome => outcome,
        }
    }

    /// Sends something that must not be sent twice: refreshed before, if it is time, and never after.
    pub async fn once<T, F>(&self, send: impl FnOnce(Client, Arc<SessionToken>) -> F) -> T
    where
        F: Future<Output = T>,
    {
        self.freshen().await;
        let _turn = self.turn.read().await;
        send(self.client(), self.token()).await
    }

    /// Waits until no refresh is under way: what is kept of the session is then the token that holds.
    pub async fn settled(&self) {
        let _turn = self.turn.read().await;
    }

    /// Ends the session on the server, whichever token it has by then.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn end(&self) -> Result<(), RequestFailure> {
        let _turn = self.turn.read().await;
        self.client().sign_out(&self.token()).await
    }

    /// Refreshes if it is time. What fails is no loss: the session goes on as it is until its end.
    pub async fn freshen(&self) {
        let now = self.client().server_time();
        if !self.held().is_due(now) {
            return;
        }
        let stale = self.token();
        // Its end is said by the next request that meets it.
        let _ = self.renew(stale).await;
    }

    /// Refreshes, unless another person did since `stale` was current.
    async fn renew(&self, stale: Arc<SessionToken>) -> Result<(), RequestFailure> {
        let _turn = self.turn.write().await;
        if !Arc::ptr_eq(&self.held().token, &stale) {
            return Ok(());
        }
        let client = self.client();
        let answer = client.refresh(&stale).await;
        drop(stale);
        let now = client.server_time();
        let mut held = self.held();
        match answer {
            Ok(fresh) if fresh.account.is_same(&held.account) => {
                *held = Held::new(fresh, Origin::Issued, now);
                let (token, account) = (Arc::clone(&held.token), held.account.clone());
                drop(held);
                if let Some(hear) = &self.refreshed {
                    hear(&token, &account);
                }
                Ok(())
            }
            // What another server calls a session is none.
            Ok(_) => {
                held.due = None;
                Err(client.unexpected())
            }
            Err(failure) => {
                let lasting = matches!(&failure, RequestFailure::Api(error) if error.status < 429);
                held.due = held.due.filter(|_| !lasting).map(|_| now + AGAIN);
                Err(failure)
            }
        }
    }

    /// The token as it is now; a caller that holds on to it keeps it from being wiped.
    #[must_use]
    pub fn token(&self) -> Arc<SessionToken> {
        Arc::clone(&self.held().token)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        lock(&self.held)
    }
}

impl Held {
    fn new(signed_in: SignedIn, origin: Origin, now: DateTime<Utc>) -> Self {
        let SignedIn { token, account } = signed_in;
        let due = account.session_ends.map(|ends| due(ends, origin, now));
        Self { token: Arc::new(token), account, due }
    }

    fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.due.is_some_and(|due| due <= now)
    }
}

/// When a session is refreshed that ends at `ends`.
fn due(ends: DateTime<Utc>, origin: Origin, now: DateTime<Utc>) -> DateTime<Utc> {
    match origin {
        Origin::Issued => ends - (ends - now).max(TimeDelta::zero()) / LAST_PART,
        Origin::Brought => ends - AHEAD,
    }
}

/// The data behind a lock, also after a panic elsewhere: every change under these locks is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + 60 * minutes, 0).unwrap()
    }

    #[test]
    fn a_session_is_refreshed_in_its_last_tenth() {
        assert_eq!(due(at(24 * 60), Origin::Issued, at(0)), at(24 * 60 - 144));
        assert_eq!(due(at(15), Origin::Issued, at(5)), at(14));
        // Over already, by this clock: at its end, and not for ever before.
        assert_eq!(due(at(15), Origin::Issued, at(40)), at(15));
    }

    #[test]
    fn a_session_of_unknown_age_is_refreshed_half_an_hour_ahead() {
        assert_eq!(due(at(24 * 60), Origin::Brought, at(0)), at(24 * 60 - 30));
        assert!(due(at(20), Origin::Brought, at(0)) <= at(0));
    }
}
