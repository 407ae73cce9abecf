use super::OpenAccount;
use crate::{
    App, held,
    ports::Event,
    trouble::{self, Area},
};
use sigsentry_keys_api::{
    AddressProblem, ApiAddress, Client, Origin, Session as LiveSession, SessionToken, SignedIn,
};
use sigsentry_keys_contract::{
    custody::CloseRequested,
    failure::Failure,
    session::{self, Credentials, SignInError, SignInRequest},
};
use sigsentry_keys_core::failure::RequestFailure;
use sigsentry_keys_platform::store::Profile;
use std::sync::Arc;
use zeroize::Zeroizing;

/// How long a lock by hand or a switch waits for a refresh.
const SETTLING: std::time::Duration = std::time::Duration::from_secs(5);

/// A signed-in person and the way to the server.
pub(crate) struct Session {
    /// Its token changes while it lasts.
    pub(crate) live: LiveSession,
    pub(crate) address: ApiAddress,
}

impl Session {
    /// Whose it is, and on which server.
    pub(crate) fn profile(&self) -> Profile {
        Profile { account: self.live.account(), address: self.address.to_string() }
    }
}

impl App {
    /// Signs in with what was typed in the sign-in window, and opens the person's store. `sealed` is a
    /// [`SignInRequest`] as that window's sealed form.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn sign_in_typed(
        self: &Arc<Self>,
        window: &str,
        sealed: &[u8],
    ) -> Result<(), SignInError> {
        let request = self.open_form(window, sealed).ok_or(SignInError::Incomplete)?;
        self.sign_in(request).await?;
        self.announce();
        self.ports.host.emit(Event::Opened);
        self.open_store_in_background();
        Ok(())
    }

    /// Signs in: the session is in use afterwards.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn sign_in(&self, request: SignInRequest) -> Result<(), SignInError> {
        let asked = self.environment.api_url.as_deref().unwrap_or(&request.api_url);
        let address = ApiAddress::parse(asked).map_err(|problem| SignInError::Address {
            problem: match problem {
                AddressProblem::Unreadable => session::AddressProblem::Unreadable,
                AddressProblem::Scheme => session::AddressProblem::Scheme,
                AddressProblem::PlainHttp => session::AddressProblem::PlainHttp,
                AddressProblem::Extras => session::AddressProblem::Extras,
            },
        })?;
        let client = self.connect(address.clone())?;
        let (signed_in, origin) = match request.credentials {
            Credentials::Password { email, password } => {
                let password = Zeroizing::new(password);
                if email.trim().is_empty() || password.is_empty() {
                    return Err(SignInError::Incomplete);
                }
                let signed_in = client
                    .sign_in(email.trim(), &password)
                    .await
                    .map_err(|failure| refused(&failure, SignInError::WrongCredentials))?;
                (signed_in, Origin::Issued)
            }
            Credentials::Token { token } => {
                let token = Zeroizing::new(token);
                let text = token.trim();
                if text.is_empty() {
                    return Err(SignInError::Incomplete);
                }
                if ["ss_", "tb_"].iter().any(|prefix| text.starts_with(prefix)) {
                    return Err(SignInError::TokenIsApiKey);
                }
                let token = SessionToken::new(text).ok_or(SignInError::TokenRefused)?;
                let account = client
                    .account(&token)
                    .await
                    .map_err(|failure| refused(&failure, SignInError::TokenRefused))?;
                (SignedIn { token, account }, Origin::Brought)
            }
        };
        let session = Arc::new(self.live(client, address, signed_in, origin));
        self.begin(&session).map_err(|reason| {
            // No one uses it, so it need not last.
            self.end(session);
            SignInError::Held { reason }
        })
    }

    /// A session whose fresh tokens are kept where the old one was.
    pub(super) fn live(
        &self,
        client: Client,
        address: ApiAddress,
        signed_in: SignedIn,
        origin: Origin,
    ) -> Session {
        let (storage, at) = (Arc::clone(&self.storage), address.to_string());
        let live = LiveSession::new(client, signed_in, origin).heard_by(move |token, account| {
            let profile = Profile { account: account.clone(), address: at.clone() };
            storage.save_session(&profile, token);
        });
        Session { live, address }
    }

    /// Takes a session up. Another person's account takes the place of the one that is open, if nothing
    /// of that one is held.
    pub(super) fn begin(&self, session: &Arc<Session>) -> Result<(), CloseRequested> {
        let mut account = held(&self.account);
        let profile = session.profile();
        let open = account.session.as_ref().map(|open| open.profile());
        let before = open.or_else(|| self.storage.profile());
        if before.is_none_or(|before| !before.is_same(&profile)) {
            let left = Self::forget(&mut account, &self.idle_guard()?);
            match (self.storage.open_id(), left) {
                (Some(id), left) => self.note_end_of(id, left.as_deref()),
                // Nothing of it is kept: no one comes back to it.
                (None, left) => left.into_iter().for_each(|session| self.end(session)),
            }
            self.storage.close_for(&profile);
        }
        account.session_ended = false;
        account.network_changed = false;
        self.storage.set_way(self.way());
        account.session = Some(Arc::clone(session));
        Ok(())
    }

    /// The session, or that there is none.
    pub(crate) fn session(&self) -> Result<Arc<Session>, Failure> {
        held(&self.account).session.clone().ok_or(Failure::SignedOut)
    }

    /// Does `work` with the open account if this session is still the one in use. What comes after a
    /// sign-out, or after another account was opened, is dropped.
    pub(crate) fn if_still<R>(
        &self,
        session: &Arc<Session>,
        work: impl FnOnce(&mut OpenAccount) -> R,
    ) -> Option<R> {
        let mut account = held(&self.account);
        let in_use = account.session.as_ref().is_some_and(|in_use| Arc::ptr_eq(in_use, session));
        in_use.then(|| work(&mut account))
    }

    /// A failure as the page hears of it; a refused session is remembered as over.
    pub(crate) fn failure(&self, session: &Arc<Session>, failure: &RequestFailure) -> Failure {
        trouble::note(Area::Network, code_of(failure));
        if failure.ends_session() {
            self.if_still(session, |account| account.session_ended = true);
        }
        Failure::from(failure)
    }

    /// Refreshes the session if it is about to end.
    pub async fn freshen_session(&self) {
        if let Ok(session) = self.session() {
            session.live.freshen().await;
        }
    }

    /// Waits until a refresh that is under way has brought its token to the store, for a few seconds at
    /// most: a lock or a switch in between would lose it, and the old one is over by then.
    pub(crate) async fn settle_session(&self) {
        if let Ok(session) = self.session() {
            // The server that takes longer costs this session; the person does not wait for it.
            let _ = tokio::time::timeout(SETTLING, session.live.settled()).await;
        }
    }

    /// Whether there is a session.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        held(&self.account).session.is_some()
    }

    /// Whether there is anything to look at: a session, or what an earlier one left.
    #[must_use]
    pub fn has_account(&self) -> bool {
        self.is_signed_in() || self.storage.profile().is_some()
    }
}

fn refused(failure: &RequestFailure, otherwise: SignInError) -> SignInError {
    trouble::note(Area::Network, code_of(failure));
    if failure.ends_session() {
        otherwise
    } else {
        SignInError::Request { failure: Failure::from(failure) }
    }
}

/// What is noted of a request that failed: its kind, and nothing that a server or a person said.
fn code_of(failure: &RequestFailure) -> &'static str {
    match failure {
        RequestFailure::HostNotFound { .. } => "host not found",
        RequestFailure::Unreachable { .. } => "unreachable",
        RequestFailure::TimedOut { .. } => "timed out",
        RequestFailure::ConnectionLost { .. } => "connection lost",
        RequestFailure::Untrusted { .. } => "certificate not trusted",
        RequestFailure::AuthorityAsServer { .. } => "an authority's certificate as a server's",
        RequestFailure::ProxySignIn { .. } => "the proxy wants a sign-in",
        RequestFailure::Tls { .. } => "TLS failed",
        RequestFailure::Redirected { .. } => "redirected",
        RequestFailure::CaptivePortal { .. } => "captive portal",
        RequestFailure::NotJson { .. } => "not JSON",
        RequestFailure::TooLarge { .. } => "too large",
        RequestFailure::Unexpected { .. } => "of an unexpected form",
        RequestFailure::Api(error) => match error.status {
            401 => "refused: 401",
            403 => "refused: 403",
            404 | 410 => "refused: 404 or 410",
            409 => "refused: 409",
            429 => "refused: 429",
            400..=499 => "refused: 4xx",
            500..=599 => "failed: 5xx",
            _ => "refused: other status",
        },
    }
}
