//! From an HTTP answer to data or a failure.

use crate::{scrub::scrub, tls::Refused};
use chrono::DateTime;
use reqwest::{
    Response, StatusCode,
    header::{self, HeaderMap},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use sigsentry_keys_core::failure::{ApiCode, ApiError, RequestFailure};
use std::{error::Error, io, time::Duration};
use zeroize::Zeroizing;

/// Largest answer to a read, in bytes.
pub(crate) const LARGEST_READ: usize = 16 * 1024 * 1024;
/// Largest answer that may bring a key's value or a session, in bytes.
pub(crate) const LARGEST_SECRET: usize = 64 * 1024;
/// Longest error code that is told, in characters. The vendor's are a third of it.
const LONGEST_CODE: usize = 80;
/// Longest message of an error that is told, in characters.
const LONGEST_MESSAGE: usize = 2000;
/// Most fields that an error may complain about.
const MOST_FIELDS: usize = 50;

/// An answer whose body has been read whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// How long the server asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// How many requests are left, where the server says so.
    pub(crate) rate: Option<Rate>,
    pub(crate) body: Zeroizing<Vec<u8>>,
    web_page: bool,
    host: String,
}

/// What is left of the requests that the server allows (documented headers).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    /// Requests left in this window.
    pub(crate) remaining: u64,
    /// How long the window lasts yet, by the server's own clock.
    pub(crate) resets_in: Duration,
}

/// Reads an answer into a buffer that wipes itself. Up to [`LARGEST_SECRET`] the buffer never moves,
/// so that no block is left behind.
pub(crate) async fn read(
    mut response: Response,
    largest: usize,
    host: &str,
) -> Result<Answer, RequestFailure> {
    let host = host.to_owned();
    let status = response.status();
    if status.is_redirection() {
        return Err(RequestFailure::Redirected { host, to: destination(response.headers()) });
    }
    let headers = response.headers();
    let retry_after = number(headers, header::RETRY_AFTER.as_str()).map(Duration::from_secs);
    let rate = rate(headers);
    let web_page = text(headers, header::CONTENT_TYPE.as_str())
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("text/html"));
    let announced = response.content_length();
    if announced.is_some_and(|length| length > largest as u64) {
        return Err(RequestFailure::TooLarge { host });
    }
    let room = announced.and_then(|length| usize::try_from(length).ok());
    let room = room.unwrap_or(LARGEST_SECRET).min(largest);
    let mut body = Zeroizing::new(Vec::with_capacity(room));
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return Ok(Answer { status, retry_after, rate, body, web_page, host }),
            Err(error) => return Err(failure(&error, &host, &Refused::default())),
        };
        if body.len() + chunk.len() > largest {
            return Err(RequestFailure::TooLarge { host });
        }
        body.extend_from_slice(&chunk);
    }
}

/// The host of `Location`, where it names one.
fn destination(headers: &HeaderMap) -> Option<String> {
    let to = url::Url::parse(text(headers, header::LOCATION.as_str())?).ok()?;
    to.host_str().map(str::to_owned)
}

fn rate(headers: &HeaderMap) -> Option<Rate> {
    let remaining = number(headers, "x-ratelimit-remaining")?;
    let reset = i64::try_from(number(headers, "x-ratelimit-reset")?).ok()?;
    // Two clocks seldom agree: the server's moment is held against the server's now.
    let now = DateTime::parse_from_rfc2822(text(headers, header::DATE.as_str())?).ok()?.timestamp();
    let resets_in = u64::try_from(reset.saturating_sub(now)).unwrap_or(0);
    Some(Rate { remaining, resets_in: Duration::from_secs(resets_in) })
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name)?.trim().parse().ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The vendor's envelope around an answer (documented).
#[derive(Deserialize)]
struct Envelope<T> {
    success: bool,
    data: Option<T>,
}

impl Answer {
    /// Whether the server was too busy or failed: a read may be tried again.
    pub(crate) fn is_worth_another_try(&self) -> bool {
        self.status == StatusCode::TOO_MANY_REQUESTS || self.status.is_server_error()
    }

    /// The `data` of a successful envelope; `sent` is the credential that the request carried.
    pub(crate) fn data<T: DeserializeOwned>(&self, sent: &str) -> Result<T, RequestFailure> {
        match self.envelope(sent)? {
            Envelope { success: true, data: Some(data) } => Ok(data),
            _ => Err(self.unexpected()),
        }
    }

    /// Success without anything to tell: an envelope, or no body at all.
    pub(crate) fn done(&self, sent: &str) -> Result<(), RequestFailure> {
        if self.status.is_success() && self.body.is_empty() {
            return Ok(());
        }
        match self.envelope::<Value>(sent)? {
            Envelope { success: true, .. } => Ok(()),
            _ => Err(self.unexpected()),
        }
    }

    fn envelope<T: DeserializeOwned>(&self, sent: &str) -> Result<Envelope<T>, RequestFailure> {
        if !self.status.is_success() {
            return Err(self.refusal(sent));
        }
        // No message of the parser goes on: it would quote the body.
        serde_json::from_slice(&self.body)
            .map_err(|error| if error.is_data() { self.unexpected() } else { self.not_json() })
    }

    /// The server's no, without the credential that the request carried, should it repeat it.
    pub(crate) fn refusal(&self, sent: &str) -> RequestFailure {
        let envelope: Result<Value, _> = serde_json::from_slice(&self.body);
        let error = envelope.as_ref().ok().map(|envelope| &envelope["error"]);
        let short =
            |text: &str, longest| scrub(text, sent).chars().take(longest).collect::<String>();
        let words = |value: &Value| short(value.as_str().unwrap_or_default(), LONGEST_MESSAGE);
        if let Some(code) = error.and_then(|error| error["code"].as_str()) {
            let error = error.unwrap_or(&Value::Null);
            let code = short(code, LONGEST_CODE);
            let details = error["details"].as_array().into_iter().flatten();
            let fields = details
                .take(MOST_FIELDS)
                .filter(|detail| detail["field"].is_string() && detail["message"].is_string())
                .map(|detail| (words(&detail["field"]), words(&detail["message"])))
                .collect();
            return self.api_error(ApiCode::from_name(&code), words(&error["message"]), fields);
        }
        // Something before the server says no in its own way: the status is as good as the code.
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            self.api_error(ApiCode::RateLimited, String::new(), Vec::new())
        } else if self.status.is_server_error() && !self.web_page {
            self.api_error(ApiCode::InternalError, String::new(), Vec::new())
        } else if envelope.is_err() {
            self.not_json()
        } else {
            self.unexpected()
        }
    }

    fn api_error(
        &self,
        code: ApiCode,
        message: String,
        fields: Vec<(String, String)>,
    ) -> RequestFailure {
        let (status, retry_after) = (self.status.as_u16(), self.retry_after);
        RequestFailure::Api(ApiError { status, code, message, fields, retry_after })
    }

    pub(crate) fn unexpected(&self) -> RequestFailure {
        RequestFailure::Unexpected { host: self.host.clone() }
    }

    pub(crate) fn not_json(&self) -> RequestFailure {
        let start = self.body.trim_ascii_start();
        let web_page = self.web_page || start.starts_with(b"<");
        RequestFailure::NotJson { host: self.host.clone(), web_page }
    }
}

/// What went wrong on the way, by type and not by words.
pub(crate) fn failure(error: &reqwest::Error, host: &str, refused: &Refused) -> RequestFailure {
    let host = host.to_owned();
    if let Some(tls) = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return refused.failure(tls, host);
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

/// What lies behind an error, layer by layer.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| match cause.downcast_ref::<io::Error>() {
        // An io::Error hides what it wraps from `source`, and may wrap another one.
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => cause.source(),
    })
}

/// hyper-util names the step in its error; it has no type of its own for it.
fn is_name_failure(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.to_string() == "dns error")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_end_of_a_window_is_read_by_the_servers_clock() {
        let complete = [
            ("x-ratelimit-remaining", "3"),
            ("x-ratelimit-reset", "784111837"),
            ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ];
        let expected = Rate { remaining: 3, resets_in: Duration::from_secs(60) };
        assert_eq!(rate(&headers(&complete)), Some(expected));
        for missing in 0..complete.len() {
            let mut lines = complete.to_vec();
            lines.remove(missing);
            assert_eq!(rate(&headers(&lines)), None);
        }
    }

    #[test]
    fn nonsense_in_headers_says_nothing() {
        for (remaining, reset) in
            [("-1", "784111837"), ("3", "soon"), ("3", "99999999999999999999")]
        {
            let lines = [
                ("x-ratelimit-remaining", remaining),
                ("x-ratelimit-reset", reset),
                ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ];
            assert_eq!(rate(&headers(&lines)), None);
        }
        let past = headers(&[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "5"),
            ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ]);
        assert_eq!(rate(&past).map(|rate| rate.resets_in), Some(Duration::ZERO));
    }
}
