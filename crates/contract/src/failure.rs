//! Why a request brought no answer, with words left to the UI.

use serde::Serialize;
use sigsentry_keys_core::{
    display::safe,
    failure::{ApiCode, RequestFailure},
};
use ts_rs::TS;

/// A closed set of causes; the UI has one message for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Failure {
    /// No one is signed in, or the session is over.
    SignedOut,
    /// No address is known for the host.
    HostNotFound { host: String },
    /// Nothing listens there, or the network is down.
    Unreachable { host: String },
    /// No answer in time.
    TimedOut { host: String },
    /// The connection ended before the answer was whole.
    ConnectionLost { host: String },
    /// The certificate is not trusted; who issued it, as it says itself.
    Untrusted { host: String, issuer: Option<String> },
    /// The server shows an authority's own certificate in place of one issued for it.
    AuthorityAsServer { host: String },
    /// The proxy wants a name and a password.
    ProxySignIn { host: String },
    /// TLS failed otherwise; who issued the certificate, where it is the certificate.
    Tls { host: String, reason: String, issuer: Option<String> },
    /// The answer sends the app elsewhere.
    Redirected { host: String, to: Option<String> },
    /// A page of the network came in place of the answer: it wants a sign-in of its own first.
    CaptivePortal { host: String },
    /// The answer is a web page that admits an error, or other text.
    NotJson { host: String, web_page: bool },
    /// The answer is larger than any honest one.
    TooLarge { host: String },
    /// JSON of another shape.
    Unexpected { host: String },
    /// The person's role does not allow it.
    Forbidden { message: String },
    /// Only a signed-in person may; the credential was an API key.
    DashboardOnly,
    /// The plan's limit is reached.
    QuotaExceeded { message: String },
    /// Fields that the server did not like.
    Rejected { message: String, fields: Vec<FieldMessage> },
    /// It is not there (any more).
    NotFound { message: String },
    /// Too many requests; how long to wait, in seconds, where known.
    RateLimited { retry_after_seconds: Option<u32> },
    /// The server failed.
    ServerError { status: u16, message: String },
    /// A code this app does not know, shown as it came.
    OtherCode { status: u16, server_code: String, message: String },
}

/// The server's words about one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldMessage {
    /// The server's name of the field.
    pub field: String,
    /// Its words.
    pub message: String,
}

impl From<&RequestFailure> for Failure {
    fn from(failure: &RequestFailure) -> Self {
        let host = |host: &str| safe(host);
        match failure {
            RequestFailure::HostNotFound { host: h } => Self::HostNotFound { host: host(h) },
            RequestFailure::Unreachable { host: h } => Self::Unreachable { host: host(h) },
            RequestFailure::TimedOut { host: h } => Self::TimedOut { host: host(h) },
            RequestFailure::ConnectionLost { host: h } => Self::ConnectionLost { host: host(h) },
            RequestFailure::Untrusted { host: h, issuer } => {
                Self::Untrusted { host: host(h), issuer: issuer.as_deref().map(safe) }
            }
            RequestFailure::AuthorityAsServer { host: h } => {
                Self::AuthorityAsServer { host: host(h) }
            }
            RequestFailure::ProxySignIn { host: h } => Self::ProxySignIn { host: host(h) },
            RequestFailure::Tls { host: h, reason, issuer } => Self::Tls {
                host: host(h),
                reason: safe(reason),
                issuer: issuer.as_deref().map(safe),
            },
            RequestFailure::Redirected { host: h, to } => {
                Self::Redirected { host: host(h), to: to.as_deref().map(safe) }
            }
            RequestFailure::CaptivePortal { host: h } => Self::CaptivePortal { host: host(h) },
            RequestFailure::NotJson { host: h, web_page } => {
                Self::NotJson { host: host(h), web_page: *web_page }
            }
            RequestFailure::TooLarge { host: h } => Self::TooLarge { host: host(h) },
            RequestFailure::Unexpected { host: h } => Self::Unexpected { host: host(h) },
            RequestFailure::Api(error) => {
                let message = safe(&error.message);
                match &error.code {
                    ApiCode::Unauthorized => Self::SignedOut,
                    ApiCode::Forbidden => Self::Forbidden { message },
                    ApiCode::DashboardOnly => Self::DashboardOnly,
                    ApiCode::QuotaExceeded => Self::QuotaExceeded { message },
                    ApiCode::ValidationError
                    | ApiCode::InvalidPublicKeyPermissions
                    | ApiCode::IdempotencyKeyConflict => Self::Rejected {
                        message,
                        fields: error
                            .fields
                            .iter()
                            .map(|(field, words)| FieldMessage {
                                field: safe(field),
                                message: safe(words),
                            })
                            .collect(),
                    },
                    ApiCode::NotFound => Self::NotFound { message },
                    ApiCode::RateLimited => Self::RateLimited {
                        retry_after_seconds: error
                            .retry_after
                            .map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)),
                    },
                    ApiCode::InternalError => Self::ServerError { status: error.status, message },
                    ApiCode::Other(code) => {
                        Self::OtherCode { status: error.status, server_code: safe(code), message }
                    }
                }
            }
        }
    }
}
