//! From an HTTP answer to data or a failure.

use crate::{
    headers::{self, Rate},
    redact::redact,
    tls::Refused,
};
use reqwest::{Response, StatusCode};
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
        return Err(RequestFailure::Redirected {
            host,
            to: headers::destination(response.headers()),
        });
    }
    let retry_after = headers::retry_after(response.headers());
    let rate = headers::rate(response.headers());
    let web_page = headers::is_of_kind(response.headers(), "text/html");
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

/// The vendor's envelope around an answer (documented).
#[derive(Deserialize)]
struct Envelope<T> {
    success: bool,
    data: Option<T>,
}

impl Answer {
    /// Whether the server was too busy or failed: a read may be tried again.
    pub(crate) fn is_worth_another_try(&self) -> bool {
        self.status == StatusCode::TOO_MANY_REQUESTS
            || (self.status.is_server_error() && !self.is_captive_portal())
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
            |text: &str, longest| redact(text, sent).chars().take(longest).collect::<String>();
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
        } else if self.is_captive_portal() {
            self.not_json()
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
        let host = self.host.clone();
        if self.is_captive_portal() {
            RequestFailure::CaptivePortal { host }
        } else {
            RequestFailure::NotJson { host, web_page: self.is_web_page() }
        }
    }

    fn is_web_page(&self) -> bool {
        self.web_page || self.body.trim_ascii_start().starts_with(b"<")
    }

    /// A page where data was asked for, served as if all were well; or the status that says so
    /// (RFC 6585). A gateway that fails and a filter that blocks have pages, too, and own up to it.
    fn is_captive_portal(&self) -> bool {
        self.status == StatusCode::NETWORK_AUTHENTICATION_REQUIRED
            || (self.status.is_success() && self.is_web_page())
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
        if has_cause(error, PROXY_SIGN_IN) {
            RequestFailure::ProxySignIn { host }
        } else if has_cause(error, NAME_FAILURE) {
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

/// hyper-util has no public types for these steps. A test of each notices when it words them anew.
const NAME_FAILURE: &str = "dns error";
const PROXY_SIGN_IN: &str = "proxy authorization required";

fn has_cause(error: &reqwest::Error, words: &str) -> bool {
    causes(error).any(|cause| cause.to_string().ends_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answer(status: u16, web_page: bool, body: &[u8]) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            retry_after: None,
            rate: None,
            body: Zeroizing::new(body.to_vec()),
            web_page,
            host: "host".into(),
        }
    }

    /// An envelope as a server might get it wrong.
    fn envelope() -> impl Strategy<Value = Value> {
        let json = crate::decode::tests::json;
        (json(), json(), json(), json(), any::<Option<bool>>()).prop_map(
            |(data, code, message, details, success)| {
                serde_json::json!({ "success": success, "data": data, "error": {
                    "code": code, "message": message, "details": details } })
            },
        )
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_answer_or_a_failure(
            status in 200_u16..600, web_page: bool, body: Vec<u8>
        ) {
            let answer = answer(status, web_page, &body);
            let _ = (answer.data::<Value>("sent"), answer.done("sent"), answer.not_json());
            let _ = (answer.refusal("sent"), answer.is_worth_another_try());
        }

        #[test]
        fn any_envelope_is_an_answer_or_a_failure(status in 200_u16..600, body in envelope()) {
            let answer = answer(status, false, &serde_json::to_vec(&body).unwrap());
            let data = answer.data::<Value>("sent");
            let good = answer.status.is_success() && body["success"] == true && !body["data"].is_null();
            prop_assert_eq!(data.is_ok(), good);
            if let RequestFailure::Api(error) = answer.refusal("sent") {
                prop_assert!(error.message.chars().count() <= LONGEST_MESSAGE);
                prop_assert!(error.fields.len() <= MOST_FIELDS);
            }
        }

        #[test]
        fn what_was_sent_is_never_said_again(sent in "[!-~]{4,40}", around in "[ -~]{0,20}") {
            let words = format!("{around}{sent}{around}");
            let body = serde_json::json!({ "error": { "code": words, "message": words,
                "details": [{ "field": words, "message": words }] } });
            let refusal = answer(400, false, &serde_json::to_vec(&body).unwrap()).refusal(&sent);
            let RequestFailure::Api(error) = refusal else { panic!() };
            let fields = error.fields.iter().flat_map(|(field, message)| [field, message]);
            for words in fields.chain([&error.message]) {
                prop_assert!(!words.contains(&sent), "{}", words);
            }
        }
    }
}
