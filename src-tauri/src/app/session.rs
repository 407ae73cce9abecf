use super::{App, held, keep::same};
use crate::trouble::{self, Area};
use sigsentry_keys_api::{
    AddressProblem, ApiAddress, Client, DEFAULT_ADDRESS, Origin, Session as LiveSession,
    SessionToken, SignedIn,
};
use sigsentry_keys_contract::{
    custody::CloseRequested,
    failure::Failure,
    session::{
        self, AccountView, Credentials, SessionState, SignInError, SignInOptions, SignInRequest,
    },
    time,
};
use sigsentry_keys_core::{display::safe, failure::RequestFailure};
use sigsentry_keys_platform::store::Profile;
use std::sync::Arc;
use zeroize::Zeroizing;

/// How long a lock by hand or a switch waits for a refresh.
const SETTLING: std::time::Duration = std::time::Duration::from_secs(5);

/// A signed-in person and the way to the server.
pub(crate) struct Session {
    /// Its token changes while it lasts.
    pub(crate) live: LiveSession,
    pub(super) address: ApiAddress,
}

impl Session {
    /// Whose it is, and on which server.
    pub(super) fn profile(&self) -> Profile {
        Profile { account: self.live.account(), address: self.address.to_string() }
    }
}

impl App {
    pub(crate) fn sign_in_options(&self) -> SignInOptions {
        let start = self.sign_in_start();
        SignInOptions {
            api_url: start.api_url,
            default_api_url: DEFAULT_ADDRESS.to_owned(),
            api_url_fixed: self.environment.api_url.is_some(),
            notices: self.notices(),
            session_ended: *held(&self.session_ended),
            network_changed: *held(&self.network_changed),
            appearance: self.settings().appearance,
            email: safe(&start.email),
            another: start.another,
            replaces: start.replaces.map(|email| safe(&email)),
        }
    }

    pub(crate) fn session_state(&self) -> SessionState {
        let session = held(&self.session).clone();
        let live = session.is_some();
        // Without a session, what an earlier one left can be looked at.
        let account = session
            .map(|session| session.live.account())
            .or_else(|| self.keep.profile().map(|profile| profile.account));
        let whose = self.whose();
        SessionState {
            whose,
            account: account.map(|account| AccountView {
                live,
                email: safe(&account.email),
                name: safe(&account.name),
                role: safe(&account.role),
                tenant_name: safe(&account.tenant_name),
                session_ends: account.session_ends.map(time),
            }),
            api_url: self.api_url(),
            notices: self.notices(),
        }
    }

    /// The address in use, or the one to start with.
    pub(crate) fn api_url(&self) -> String {
        if let Some(session) = &*held(&self.session) {
            return session.address.to_string();
        }
        if let Some(profile) = self.keep.profile() {
            return profile.address;
        }
        self.environment.api_url.clone().unwrap_or_else(|| DEFAULT_ADDRESS.to_owned())
    }

    pub(crate) async fn sign_in(&self, request: SignInRequest) -> Result<(), SignInError> {
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
            // Nobody uses it, so it need not last.
            end(session);
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
        let (keep, at) = (Arc::clone(&self.keep), address.to_string());
        let live = LiveSession::new(client, signed_in, origin).heard_by(move |token, account| {
            let profile = Profile { account: account.clone(), address: at.clone() };
            keep.save_session(&profile, token);
        });
        Session { live, address }
    }

    /// Takes a session up. Somebody else's account takes the place of the one that is open, if nothing
    /// of that one is held.
    pub(super) fn begin(&self, session: &Arc<Session>) -> Result<(), CloseRequested> {
        let mut current = held(&self.session);
        let profile = session.profile();
        let before = current.as_ref().map(|old| old.profile()).or_else(|| self.keep.profile());
        if before.is_none_or(|before| !same(&before, &profile)) {
            self.forget_account(&mut self.standstill()?);
            match (self.keep.open_id(), current.take()) {
                (Some(id), left) => self.note_end_of(id, left.as_deref()),
                // Nothing of it is kept: nobody comes back to it.
                (None, left) => left.into_iter().for_each(end),
            }
            self.keep.close_for(&profile);
        }
        *held(&self.session_ended) = false;
        *held(&self.network_changed) = false;
        self.keep.set_way(self.way());
        *current = Some(Arc::clone(session));
        Ok(())
    }

    /// The session, or that there is none.
    pub(super) fn session(&self) -> Result<Arc<Session>, Failure> {
        held(&self.session).clone().ok_or(Failure::SignedOut)
    }

    /// Does `work` if this session is still the one in use. Whatever comes after a sign-out, or after
    /// another account was opened, belongs to nobody any more. `work` may not ask for the session.
    pub(super) fn if_still<R>(
        &self,
        session: &Arc<Session>,
        work: impl FnOnce() -> R,
    ) -> Option<R> {
        let current = held(&self.session);
        current.as_ref().is_some_and(|current| Arc::ptr_eq(current, session)).then(work)
    }

    /// A failure as the page hears of it; a refused session is remembered as over.
    pub(super) fn failure(&self, session: &Arc<Session>, failure: &RequestFailure) -> Failure {
        trouble::note(Area::Network, code_of(failure));
        if failure.ends_session() {
            self.if_still(session, || *held(&self.session_ended) = true);
        }
        Failure::from(failure)
    }

    /// Refreshes the session if it is about to end.
    pub(crate) async fn freshen_session(&self) {
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

    /// Forgets the session and everything it brought.
    pub(crate) fn forget_session(&self) -> Option<Arc<Session>> {
        *held(&self.session_ended) = false;
        *held(&self.snapshot) = None;
        self.handoff.forget();
        held(&self.session).take()
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        held(&self.session).is_some()
    }

    /// Whether there is anything to look at: a session, or what an earlier one left.
    pub(crate) fn has_account(&self) -> bool {
        self.is_signed_in() || self.keep.profile().is_some()
    }
}

/// Tells the server that a session is over, which may take its time.
pub(super) fn end(session: Arc<Session>) {
    tauri::async_runtime::spawn(async move {
        // Best effort: the token is gone here, and ends by itself there.
        let _ = session.live.end().await;
    });
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
