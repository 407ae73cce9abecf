//! Signing in and out.

use crate::{custody::CloseRequested, failure::Failure};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the main window shows of the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SessionState {
    /// No one is signed in when absent.
    pub account: Option<AccountView>,
    /// Tells accounts apart: what the page knows of one is not shown in another. Empty for no one.
    pub whose: String,
    /// The API address in use.
    pub api_url: String,
    /// Settings that were forced from outside.
    pub notices: Vec<EnvironmentNotice>,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AccountView {
    /// E-mail address.
    pub email: String,
    /// Name; may be empty.
    pub name: String,
    /// The server's word for the role.
    pub role: String,
    /// The tenant's name; may be empty.
    pub tenant_name: String,
    /// When the session ends, where known.
    pub session_ends: Option<String>,
    /// Whether there is a session: without one, what was kept can be looked at and nothing else.
    pub live: bool,
}

/// What is in force that a person should know of: the window says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum EnvironmentNotice {
    /// `SIGSENTRY_API_URL`.
    ApiUrl { value: String },
    /// `SIGSENTRY_CA_FILE`.
    CaFile { path: String },
    /// `SIGSENTRY_DATA_DIR`.
    DataDir { path: String },
    /// A proxy of the settings.
    Proxy { address: String },
    /// The settings' file with further authorities.
    SettingsCaFile { path: String },
    /// `SSL_CERT_FILE` or `SSL_CERT_DIR` take the place of the system's authorities (Linux).
    SystemAuthorities { variable: String },
    /// There were settings, and they cannot be read any more: the defaults hold.
    SettingsLost,
}

/// What the sign-in window starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SignInOptions {
    /// The address to start with.
    pub api_url: String,
    /// The vendor's own address.
    pub default_api_url: String,
    /// The address was forced from outside and cannot be changed.
    pub api_url_fixed: bool,
    /// Settings that were forced from outside.
    pub notices: Vec<EnvironmentNotice>,
    /// Why this window opened: the session ended by itself.
    pub session_ended: bool,
    /// A session that was kept was not taken up: the proxy or the authorities are others than when it
    /// was.
    pub network_changed: bool,
    /// The e-mail address to start with; may be empty.
    pub email: String,
    /// One more account is added.
    pub another: bool,
    /// Whose session ends when another person signs in, because nothing can be kept.
    pub replaces: Option<String>,
    /// Light, dark or as the system.
    pub appearance: crate::settings::Appearance,
}

/// What the page seals the next form of its window for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormKey {
    /// An uncompressed point of P-256: 65 bytes.
    pub public_key: Vec<u8>,
}

/// Sent as a sealed form: the page encrypts its JSON for a key that Rust made for this one form
/// (`platform::sealed_form`), because the web library keeps what passes between page and app.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SignInRequest {
    /// Address of the API.
    pub api_url: String,
    /// How the person proves who they are.
    pub credentials: Credentials,
}

/// Two ways in.
#[derive(Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[ts(export)]
pub enum Credentials {
    /// As on the dashboard.
    Password {
        /// E-mail address.
        email: String,
        /// Password.
        password: String,
    },
    /// A dashboard session token, for organizations behind single sign-on.
    Token {
        /// The token.
        token: String,
    },
}

/// Why no one is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum SignInError {
    /// The address cannot be used.
    Address { problem: AddressProblem },
    /// E-mail or password is wrong.
    WrongCredentials,
    /// The token is wrong or over.
    TokenRefused,
    /// What was pasted as a session token is an API key: a key can never manage keys.
    TokenIsApiKey,
    /// A field is empty.
    Incomplete,
    /// The extra CA file cannot be read or is none; whether the environment names it.
    CaFile { path: String, forced: bool },
    /// The proxy of the settings cannot be used.
    Proxy,
    /// The proxy that a variable of the environment names cannot be used.
    EnvironmentProxy { variable: String },
    /// Another person's account is open, and a key is being made or sent, or its value is held.
    Held { reason: CloseRequested },
    /// The request failed.
    Request { failure: Failure },
}

/// Why there is no window to sign in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum OpenSignInError {
    /// The system did not open it.
    NoWindow,
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum AddressProblem {
    /// It is no address.
    Unreadable,
    /// Neither https nor http.
    Scheme,
    /// Plain http to another computer.
    PlainHttp,
    /// It carries a user name, a query or a fragment.
    Extras,
}
