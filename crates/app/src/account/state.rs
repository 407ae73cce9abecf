use crate::{App, held};
use sigsentry_keys_api::DEFAULT_ADDRESS;
use sigsentry_keys_contract::{
    accounts::SignInPurpose,
    session::{AccountView, SessionState, SignInOptions},
    time,
};
use sigsentry_keys_core::display::safe;
use sigsentry_keys_platform::store::Profile;

/// What a sign-in starts with.
struct SignInStart {
    api_url: String,
    email: String,
    another: bool,
    replaces: Option<String>,
}

impl App {
    /// What the sign-in window starts with.
    #[must_use]
    pub fn sign_in_options(&self) -> SignInOptions {
        let start = self.sign_in_start();
        let (session_ended, network_changed) = {
            let account = held(&self.account);
            (account.session_ended, account.network_changed)
        };
        SignInOptions {
            api_url: start.api_url,
            default_api_url: DEFAULT_ADDRESS.to_owned(),
            api_url_fixed: self.environment.api_url.is_some(),
            notices: self.notices(),
            session_ended,
            network_changed,
            appearance: self.settings().appearance,
            email: safe(&start.email),
            another: start.another,
            replaces: start.replaces.map(|email| safe(&email)),
        }
    }

    /// Who is signed in, or whose inventory is shown without a session.
    #[must_use]
    pub fn session_state(&self) -> SessionState {
        let session = held(&self.account).session.clone();
        let live = session.is_some();
        // Without a session, what an earlier one left can be looked at.
        let account = session
            .map(|session| session.live.account())
            .or_else(|| self.storage.profile().map(|profile| profile.account));
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
        if let Some(session) = &held(&self.account).session {
            return session.address.to_string();
        }
        if let Some(profile) = self.storage.profile() {
            return profile.address;
        }
        self.environment.api_url.clone().unwrap_or_else(|| DEFAULT_ADDRESS.to_owned())
    }

    /// What tells the open account apart from every other one.
    pub(crate) fn whose(&self) -> String {
        let open = held(&self.account).session.as_ref().map(|session| session.profile());
        open.or_else(|| self.storage.profile()).map_or_else(
            String::new,
            |Profile { account, address }| {
                format!("{} {} {address}", account.id, account.tenant_id)
            },
        )
    }

    /// What the sign-in window is opened for. It asks once, when it starts.
    pub fn sign_in_for(&self, purpose: SignInPurpose) {
        *held(&self.sign_in_purpose) = purpose;
    }

    fn sign_in_start(&self) -> SignInStart {
        let open = held(&self.account).session.as_ref().map(|session| session.profile());
        let kept = self.storage.profile();
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
