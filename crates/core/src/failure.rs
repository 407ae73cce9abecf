//! What can go wrong between the app and SigSentry, by cause.

use std::time::Duration;

/// Why a request brought no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestFailure {
    /// No address is known for the host.
    #[error("no address is known for {host}")]
    HostNotFound {
        /// The host's name.
        host: String,
    },
    /// Nothing listens there, or the network is down.
    #[error("{host} cannot be reached")]
    Unreachable {
        /// The host's name.
        host: String,
    },
    /// No answer in time.
    #[error("{host} did not answer in time")]
    TimedOut {
        /// The host's name.
        host: String,
    },
    /// The connection ended before the answer was whole.
    #[error("the connection to {host} ended before the answer was whole")]
    ConnectionLost {
        /// The host's name.
        host: String,
    },
    /// The certificate is not trusted on this computer.
    #[error("the certificate of {host} is not trusted")]
    Untrusted {
        /// The host's name.
        host: String,
        /// Who issued the certificate, as it says itself.
        issuer: Option<String>,
    },
    /// The server shows an authority's own certificate in place of one that an authority issued for
    /// it. No trust in that authority can mend that.
    #[error("{host} shows the certificate of an authority")]
    AuthorityAsServer {
        /// The host's name.
        host: String,
    },
    /// The proxy wants a name and a password. Nothing was sent.
    #[error("the proxy on the way to {host} wants a sign-in")]
    ProxySignIn {
        /// The host's name.
        host: String,
    },
    /// TLS failed otherwise (expired certificate, other name, no common version).
    #[error("no secure connection to {host}")]
    Tls {
        /// The host's name.
        host: String,
        /// What rustls calls it; fit to be shown.
        reason: String,
        /// Who issued the certificate, as it says itself, where it is the certificate.
        issuer: Option<String>,
    },
    /// The answer sends the app elsewhere. It never follows.
    #[error("{host} answered with a redirect")]
    Redirected {
        /// The host's name.
        host: String,
        /// Where to, host only.
        to: Option<String>,
    },
    /// A web page in place of the answer: the network wants the person to sign in to it first.
    #[error("a network's own page came in place of {host}'s answer")]
    CaptivePortal {
        /// The host's name.
        host: String,
    },
    /// The answer is a web page that admits an error, or other text: often a proxy's or a gateway's.
    #[error("{host} answered with something that is not JSON")]
    NotJson {
        /// The host's name.
        host: String,
        /// Whether it is a web page.
        web_page: bool,
    },
    /// The answer is larger than any honest one.
    #[error("the answer of {host} is too large")]
    TooLarge {
        /// The host's name.
        host: String,
    },
    /// JSON of another shape than SigSentry's.
    #[error("the answer of {host} has an unexpected form")]
    Unexpected {
        /// The host's name.
        host: String,
    },
    /// SigSentry said no.
    #[error("{0}")]
    Api(ApiError),
}

/// SigSentry's own error, from its envelope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status} {code:?}")]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// What to branch on.
    pub code: ApiCode,
    /// The server's words, for people. Hostile until made safe for display.
    pub message: String,
    /// Problems with single fields: name of the field, words about it.
    pub fields: Vec<(String, String)>,
    /// How long to wait, where the server says so.
    pub retry_after: Option<Duration>,
}

/// The documented error codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiCode {
    /// 401: the session is over, or the credentials are wrong.
    Unauthorized,
    /// 403: the person's role does not allow it.
    Forbidden,
    /// 403: only a signed-in person may.
    DashboardOnly,
    /// 403: the plan's limit is reached.
    QuotaExceeded,
    /// 400: a field is wrong.
    ValidationError,
    /// 400: an SDK key with other permissions than the two.
    InvalidPublicKeyPermissions,
    /// 404, 410.
    NotFound,
    /// 409: the same idempotency key with another body.
    IdempotencyKeyConflict,
    /// 429.
    RateLimited,
    /// 5xx.
    InternalError,
    /// Any other, as it came. Shown, never swallowed.
    Other(String),
}

impl ApiCode {
    /// Reads the vendor's code; never fails.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "UNAUTHORIZED" => Self::Unauthorized,
            "FORBIDDEN" => Self::Forbidden,
            "DASHBOARD_ONLY" => Self::DashboardOnly,
            "QUOTA_EXCEEDED" => Self::QuotaExceeded,
            "VALIDATION_ERROR" => Self::ValidationError,
            "INVALID_PUBLIC_KEY_PERMISSIONS" => Self::InvalidPublicKeyPermissions,
            "NOT_FOUND" => Self::NotFound,
            "IDEMPOTENCY_KEY_CONFLICT" => Self::IdempotencyKeyConflict,
            "RATE_LIMITED" => Self::RateLimited,
            "INTERNAL_ERROR" => Self::InternalError,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl RequestFailure {
    /// Whether the session is over and the person has to sign in again.
    #[must_use]
    pub fn ends_session(&self) -> bool {
        matches!(self, Self::Api(error) if error.status == 401)
    }
}
