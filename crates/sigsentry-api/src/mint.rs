//! Making a key: a connection of its own, a wiped buffer, and the value straight into its pages.

use crate::{
    client::Client,
    endpoints::{self, Create, IDEMPOTENCY_KEY},
    read,
    token::SessionToken,
    transport::{self, Answer, LARGEST_MINT},
};
use reqwest::header;
use serde::Deserialize;
use serde_json::Value;
use sigsentry_keys_core::{
    creation::{Attempt, IssueError, Issued, KeyFate, KeyIssuer},
    failure::RequestFailure,
};
use sigsentry_keys_secret::OneTimeSecret;

/// Makes keys in the name of a session.
pub struct Issuer<'a> {
    pub(crate) client: &'a Client,
    pub(crate) token: &'a SessionToken,
}

impl KeyIssuer for Issuer<'_> {
    async fn issue(&self, attempt: &Attempt) -> Result<Issued, IssueError> {
        let inner = &self.client.inner;
        let response = inner
            .mints
            .post(inner.address.join(endpoints::KEYS))
            .header(header::AUTHORIZATION, self.token.header())
            .header(header::CONNECTION, "close")
            .header(header::ACCEPT_ENCODING, "identity")
            .header(IDEMPOTENCY_KEY, &attempt.idempotency_key)
            .json(&Create::from(&attempt.request))
            .send()
            .await
            .map_err(|error| self.unsent(&error))?;
        let answer = transport::read(response, LARGEST_MINT, &inner.address)
            .await
            .map_err(|failure| IssueError { failure, fate: KeyFate::Unknown })?;
        if answer.status.is_success() {
            self.issued(&answer)
        } else {
            let failure = answer.error(&inner.address);
            // A no in SigSentry's own words is a no; a proxy's page or a failing server is not.
            let decided = matches!(&failure, RequestFailure::Api(error) if error.status < 500);
            let fate = if decided { KeyFate::NotCreated } else { KeyFate::Unknown };
            Err(IssueError { failure, fate })
        }
    }
}

impl Issuer<'_> {
    /// Without a connection nothing was made; after that nobody knows.
    fn unsent(&self, error: &reqwest::Error) -> IssueError {
        let fate = if error.is_connect() { KeyFate::NotCreated } else { KeyFate::Unknown };
        IssueError { failure: self.client.failure(error), fate }
    }

    fn issued(&self, answer: &Answer) -> Result<Issued, IssueError> {
        let lost = |fate| IssueError { failure: self.client.unexpected(), fate };
        // No message of the parser goes on: it would quote the body.
        let Ok(envelope) = serde_json::from_slice::<Envelope>(&answer.body) else {
            return Err(match serde_json::from_slice::<Identified>(&answer.body) {
                Ok(identified) => lost(KeyFate::ValueLost { id: identified.data.id }),
                Err(_) => lost(KeyFate::Unknown),
            });
        };
        let created = envelope.data;
        let record = read::key(&Value::Object(created.record))
            .map_err(|id| lost(KeyFate::ValueLost { id: (id != "?").then_some(id) }))?;
        Ok(Issued { record, value: created.key })
    }
}

#[derive(Deserialize)]
struct Envelope {
    data: Created,
}

/// `key` goes into its pages; everything else is an ordinary record.
#[derive(Deserialize)]
struct Created {
    key: OneTimeSecret,
    #[serde(flatten)]
    record: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
struct Identified {
    data: Id,
}

#[derive(Deserialize)]
struct Id {
    id: Option<String>,
}
