//! Making a key: a connection of its own, a wiped buffer, and the value straight into its pages.

use crate::{
    client::Client,
    decode,
    endpoints::{self, Create, IDEMPOTENCY_KEY},
    record::Record,
    token::SessionToken,
    transport::{Answer, LARGEST_SECRET},
};
use reqwest::header;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value};
use sigsentry_keys_core::{
    creation::{Attempt, IssueError, Issued, KeyFate},
    failure::RequestFailure,
};
use sigsentry_keys_secret::OneTimeSecret;
use std::fmt;

/// Makes keys in the name of a session.
pub struct Issuer<'a> {
    pub(crate) client: &'a Client,
    pub(crate) token: &'a SessionToken,
}

impl Client {
    /// The way to make keys.
    #[must_use]
    pub fn issuer<'a>(&'a self, token: &'a SessionToken) -> Issuer<'a> {
        Issuer { client: self, token }
    }
}

impl Issuer<'_> {
    /// Sends one try of an attempt. It is not repeated by itself.
    ///
    /// # Errors
    /// [`IssueError`]: what went wrong, and what became of the key.
    pub async fn issue(&self, attempt: &Attempt) -> Result<Issued, IssueError> {
        let inner = &self.client.inner;
        let response = inner
            .apart
            .post(inner.address.join(endpoints::KEYS))
            .timeout(inner.mint_time_out)
            .header(header::AUTHORIZATION, self.token.header())
            .header(header::CONNECTION, "close")
            .header(header::ACCEPT_ENCODING, "identity")
            .header(IDEMPOTENCY_KEY, &attempt.idempotency_key)
            .json(&Create::from(&attempt.request))
            .send()
            .await
            .map_err(|error| self.unsent(&error))?;
        let answer = self
            .client
            .receive(response, LARGEST_SECRET)
            .await
            .map_err(|failure| IssueError { failure, fate: KeyFate::Unknown })?;
        if answer.status.is_success() {
            issued(&answer, attempt)
        } else {
            let failure = answer.refusal(self.token.text());
            // A no in SigSentry's own words is a no; a proxy's page or a failing server is not.
            let decided = matches!(&failure, RequestFailure::Api(error) if error.status < 500);
            let fate = if decided { KeyFate::NotCreated } else { KeyFate::Unknown };
            Err(IssueError { failure, fate })
        }
    }
}

impl Issuer<'_> {
    /// Without a connection nothing was made; after that no one knows.
    fn unsent(&self, error: &reqwest::Error) -> IssueError {
        let fate = if error.is_connect() { KeyFate::NotCreated } else { KeyFate::Unknown };
        IssueError { failure: self.client.failure(error), fate }
    }
}

fn issued(answer: &Answer, attempt: &Attempt) -> Result<Issued, IssueError> {
    let lost = |failure, fate| Err(IssueError { failure, fate });
    match Minted::read(&answer.body) {
        // A value that came is handed on, whatever else is wrong with the answer.
        Ok(Minted { value: Some(value), record }) => {
            let record = decode::key(&Record::of(Value::Object(record)))
                .unwrap_or_else(|unreadable| decode::as_asked_for(unreadable.0, &attempt.request));
            Ok(Issued { record, value })
        }
        Ok(Minted { value: None, record }) => {
            let id = record.get("id").and_then(Value::as_str).map(str::to_owned);
            lost(answer.unexpected(), KeyFate::ValueLost { id })
        }
        Err(Unreadable { id: Some(id), .. }) => {
            lost(answer.unexpected(), KeyFate::ValueLost { id: Some(id) })
        }
        Err(Unreadable { id: None, json: true }) => lost(answer.unexpected(), KeyFate::Unknown),
        Err(Unreadable { id: None, json: false }) => lost(answer.not_json(), KeyFate::Unknown),
    }
}

/// The `data` of a creation's answer: the value in pages of its own, and the known fields of the
/// record. What is not known is not even copied: a server may repeat the value in it.
#[derive(Debug)]
struct Minted {
    value: Option<OneTimeSecret>,
    record: Map<String, Value>,
}

/// Why an answer cannot be read: nothing of the parser's words, which quote the body.
#[derive(Debug, PartialEq, Eq)]
struct Unreadable {
    /// The id of the key, where the answer is whole enough to have one.
    id: Option<String>,
    /// Whether it is JSON at all.
    json: bool,
}

impl Minted {
    fn read(body: &[u8]) -> Result<Self, Unreadable> {
        #[derive(Deserialize)]
        struct Envelope<T> {
            data: T,
        }
        #[derive(Deserialize)]
        struct Identified {
            id: Option<String>,
        }
        serde_json::from_slice::<Envelope<Self>>(body).map(|envelope| envelope.data).map_err(|_| {
            let id = serde_json::from_slice::<Envelope<Identified>>(body).ok();
            Unreadable {
                id: id.and_then(|envelope| envelope.data.id),
                json: serde_json::from_slice::<IgnoredAny>(body).is_ok(),
            }
        })
    }
}

impl<'de> Deserialize<'de> for Minted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Minted;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the answer to a creation")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Minted, A::Error> {
                let mut minted = Minted { value: None, record: Map::new() };
                while let Some(name) = map.next_key::<String>()? {
                    if name == endpoints::VALUE {
                        let value = map.next_value::<OneTimeSecret>()?;
                        if minted.value.replace(value).is_some() {
                            // Which of the two would open the door is a person's guess.
                            return Err(A::Error::custom("two values"));
                        }
                    } else if endpoints::RECORD.contains(&name.as_str()) {
                        minted.record.insert(name, map.next_value()?);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(minted)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const VALUE: &str = "ss_secret_AbC123456789";

    fn body(data: &str) -> Vec<u8> {
        format!(r#"{{"success":true,"data":{data}}}"#).into_bytes()
    }

    fn holds(minted: &mut Minted, expected: &str) -> bool {
        // EXPOSE: the test compares it.
        minted.value.as_mut().unwrap().expose(|value| value == expected)
    }

    #[test]
    fn the_value_is_taken_wherever_it_stands() {
        for data in [
            format!(r#"{{"key":"{VALUE}","id":"k1","name":"n"}}"#),
            format!(r#"{{"id":"k1","more":[{{"key":"other"}}],"key":"{VALUE}","name":"n"}}"#),
        ] {
            let mut minted = Minted::read(&body(&data)).unwrap();
            assert!(holds(&mut minted, VALUE));
            assert_eq!(minted.record, *json!({ "id": "k1", "name": "n" }).as_object().unwrap());
        }
    }

    #[test]
    fn what_is_not_known_is_not_copied() {
        let data = format!(r#"{{"key":"{VALUE}","id":"k1","plaintext":"{VALUE}"}}"#);
        let minted = Minted::read(&body(&data)).unwrap();
        assert_eq!(minted.record.len(), 1);
    }

    #[test]
    fn an_answer_without_a_readable_value_says_which_key_it_is() {
        assert!(Minted::read(&body(r#"{"id":"k1"}"#)).unwrap().value.is_none());
        for key in [
            r#""""#,
            "17",
            "null",
            r#""ss_secret_ with a space""#,
            r#""ss_secret_\u202e""#,
            r#"{"value":"ss_secret_AbC"}"#,
        ] {
            let read = Minted::read(&body(&format!(r#"{{"key":{key},"id":"k1"}}"#)));
            let lost = Unreadable { id: Some("k1".into()), json: true };
            assert_eq!(read.unwrap_err(), lost, "{key}");
        }
    }

    #[test]
    fn two_values_are_none() {
        let data = format!(r#"{{"key":"{VALUE}","id":"k1","key":"ss_secret_other0000"}}"#);
        assert_eq!(Minted::read(&body(&data)).unwrap_err().id.as_deref(), Some("k1"));
    }

    #[test]
    fn what_is_no_envelope_says_nothing() {
        for (body, json) in [
            (&b""[..], false),
            (b"<html>", false),
            (b"{\"success\":true,\"data\":{\"id\":\"k1\",\"key\":\"ss_sec", false),
            (b"{}", true),
            (b"[]", true),
            (b"{\"data\":null}", true),
            (b"{\"data\":[]}", true),
        ] {
            assert_eq!(Minted::read(body).unwrap_err(), Unreadable { id: None, json });
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in any::<Vec<u8>>()) {
            let _ = Minted::read(&bytes);
        }

        #[test]
        fn any_json_is_read_without_panic(data in crate::decode::tests::json()) {
            let body = serde_json::to_vec(&json!({ "success": true, "data": data })).unwrap();
            if let Ok(minted) = Minted::read(&body) {
                prop_assert_eq!(minted.value.is_some(), data.get("key").is_some());
            }
        }

        #[test]
        fn any_value_that_can_be_held_arrives_whole(value in "[!-~]{1,200}") {
            let body = serde_json::to_vec(&json!({ "data": { "key": value } })).unwrap();
            prop_assert!(holds(&mut Minted::read(&body).unwrap(), &value));
        }
    }
}
