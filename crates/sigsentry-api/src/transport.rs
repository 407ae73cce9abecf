//! From an HTTP answer to data or a failure.

use crate::address::ApiAddress;
use reqwest::{Response, StatusCode, header};
use serde_json::Value;
use sigsentry_keys_core::failure::{ApiCode, ApiError, RequestFailure};
use std::{error::Error as _, io, time::Duration};
use zeroize::Zeroizing;

/// Largest answer to a read, in bytes.
pub(crate) const LARGEST_LIST: usize = 4 * 1024 * 1024;
/// Largest answer that may carry a key's value, in bytes.
pub(crate) const LARGEST_MINT: usize = 64 * 1024;

/// An answer whose body has been read whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    retry_after: Option<Duration>,
    web_page: bool,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

/// Reads an answer into a buffer that is wiped and never moves.
pub(crate) async fn read(
    mut response: Response,
    largest: usize,
    address: &ApiAddress,
) -> Result<Answer, RequestFailure> {
    let host = address.host();
    let status = response.status();
    if status.is_redirection() {
        let to = response
            .headers()
            .get(header::LOCATION)
            .and_then(|to| to.to_str().ok())
            .and_then(|to| url::Url::parse(to).ok())
            .and_then(|to| to.host_str().map(str::to_owned));
        return Err(RequestFailure::Redirected { host, to });
    }
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    let retry_after =
        header(header::RETRY_AFTER).and_then(|text| text.parse().ok()).map(Duration::from_secs);
    let web_page = header(header::CONTENT_TYPE).is_some_and(|kind| kind.contains("text/html"));
    // Grown by hand: a Vec that reallocates leaves the old block behind.
    let expected =
        response.content_length().and_then(|n| usize::try_from(n).ok()).unwrap_or(largest);
    if response.content_length().is_some() && expected > largest {
        return Err(RequestFailure::TooLarge { host });
    }
    let mut body = Zeroizing::new(Vec::with_capacity(expected.min(largest)));
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error, address))? {
        if body.len() + chunk.len() > largest {
            return Err(RequestFailure::TooLarge { host });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, retry_after, web_page, body })
}

impl Answer {
    /// The `data` of a successful envelope.
    pub(crate) fn data(&self, address: &ApiAddress) -> Result<Value, RequestFailure> {
        if !self.status.is_success() {
            return Err(self.error(address));
        }
        let mut envelope: Value =
            serde_json::from_slice(&self.body).map_err(|_| self.not_json(address))?;
        match envelope.get_mut("data") {
            Some(data) if envelope_says_success(&self.body) => Ok(data.take()),
            _ => Err(RequestFailure::Unexpected { host: address.host() }),
        }
    }

    /// The server's no.
    pub(crate) fn error(&self, address: &ApiAddress) -> RequestFailure {
        let Ok(envelope) = serde_json::from_slice::<Value>(&self.body) else {
            return if self.status.is_server_error() && !self.web_page {
                self.api_error("INTERNAL_ERROR", String::new(), Vec::new())
            } else {
                self.not_json(address)
            };
        };
        let error = &envelope["error"];
        let Some(code) = error["code"].as_str() else {
            return RequestFailure::Unexpected { host: address.host() };
        };
        let fields = error["details"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|detail| {
                Some((detail["field"].as_str()?.to_owned(), detail["message"].as_str()?.to_owned()))
            })
            .collect();
        let message = error["message"].as_str().unwrap_or_default().to_owned();
        self.api_error(code, message, fields)
    }

    fn api_error(
        &self,
        code: &str,
        message: String,
        fields: Vec<(String, String)>,
    ) -> RequestFailure {
        RequestFailure::Api(ApiError {
            status: self.status.as_u16(),
            code: ApiCode::from_name(code),
            message,
            fields,
            retry_after: self.retry_after,
        })
    }

    fn not_json(&self, address: &ApiAddress) -> RequestFailure {
        let start = self.body.trim_ascii_start();
        RequestFailure::NotJson {
            host: address.host(),
            web_page: self.web_page || start.starts_with(b"<"),
        }
    }
}

/// `success` is read on its own, so that a body is never judged by its data alone.
fn envelope_says_success(body: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Envelope {
        success: bool,
    }
    serde_json::from_slice::<Envelope>(body).is_ok_and(|envelope| envelope.success)
}

/// What went wrong on the way, by type and not by words.
pub(crate) fn failure(error: &reqwest::Error, address: &ApiAddress) -> RequestFailure {
    let host = address.host();
    if let Some(tls) = source::<rustls::Error>(error) {
        return match tls {
            rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer) => {
                RequestFailure::Untrusted { host, issuer: None }
            }
            other => RequestFailure::Tls { host, reason: other.to_string() },
        };
    }
    if error.is_timeout() {
        RequestFailure::TimedOut { host }
    } else if error.is_connect() {
        if is_name_failure(error) {
            RequestFailure::HostNotFound { host }
        } else {
            RequestFailure::Unreachable { host }
        }
    } else {
        RequestFailure::ConnectionLost { host }
    }
}

fn source<E: std::error::Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(found) = cause.downcast_ref::<E>() {
            return Some(found);
        }
        // An io::Error hides what it wraps from `source`.
        if let Some(found) = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .and_then(|inner| inner.downcast_ref::<E>())
        {
            return Some(found);
        }
        next = cause.source();
    }
    None
}

/// hyper-util names the step in its error; it has no type of its own for it.
fn is_name_failure(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if cause.to_string() == "dns error" {
            return true;
        }
        next = cause.source();
    }
    false
}
