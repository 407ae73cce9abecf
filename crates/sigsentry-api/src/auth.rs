//! Signing in, asking who is signed in, refreshing, and signing out.

use crate::{
    client::Client,
    decode,
    endpoints::{self, LoggedIn, Login, Person},
    token::SessionToken,
    transport::LARGEST_SECRET,
};
use bytes::Bytes;
use reqwest::{Method, Response, header};
use sigsentry_keys_core::{account::Account, failure::RequestFailure};
use zeroize::Zeroizing;

/// A session that just began.
#[derive(Debug)]
pub struct SignedIn {
    /// What proves it.
    pub token: SessionToken,
    /// Who it belongs to.
    pub account: Account,
}

impl Client {
    /// Signs in with e-mail and password. It is sent once.
    ///
    /// # Errors
    /// [`RequestFailure`]; a wrong password is an
    /// [`ApiCode::Unauthorized`](sigsentry_keys_core::failure::ApiCode::Unauthorized).
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, RequestFailure> {
        let body = login_body(email, password).ok_or_else(|| self.unexpected())?;
        let inner = &self.inner;
        let response = inner
            .apart
            .post(inner.address.join(endpoints::LOGIN))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONNECTION, "close")
            .body(body)
            .send()
            .await
            .map_err(|error| self.failure(&error))?;
        self.begun(response, password).await
    }

    /// Exchanges a session for a new one; the old one may be over from then on. It is sent once.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn refresh(&self, token: &SessionToken) -> Result<SignedIn, RequestFailure> {
        let inner = &self.inner;
        let response = inner
            .apart
            .post(inner.address.join(endpoints::REFRESH))
            .header(header::AUTHORIZATION, token.header())
            .header(header::CONNECTION, "close")
            .send()
            .await
            .map_err(|error| self.failure(&error))?;
        self.begun(response, token.text()).await
    }

    /// The session that an answer brings; `sent` is the credential that was sent for it.
    async fn begun(&self, response: Response, sent: &str) -> Result<SignedIn, RequestFailure> {
        let answer = self.receive(response, LARGEST_SECRET).await?;
        let logged_in: LoggedIn = answer.data(sent)?;
        let token = SessionToken::take(logged_in.token).ok_or_else(|| self.unexpected())?;
        Ok(SignedIn { token, account: account(logged_in.user, &logged_in.expires_at) })
    }

    /// Who a session belongs to.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn account(&self, token: &SessionToken) -> Result<Account, RequestFailure> {
        let answer = self.get(endpoints::ME, token, &self.retry_budget()).await?;
        Ok(account(answer.data(token.text())?, ""))
    }

    /// Ends a session on the server.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), RequestFailure> {
        let answer = self.send(self.request(Method::POST, endpoints::LOGOUT, token)).await?;
        answer.done(token.text())
    }
}

/// The one copy of the password on its way to the connection; it wipes itself, and never moves.
fn login_body(email: &str, password: &str) -> Option<Bytes> {
    // JSON writes a byte with six at most.
    let room = 64 + 6 * (email.len() + password.len());
    let mut body = Zeroizing::new(Vec::with_capacity(room));
    serde_json::to_writer(&mut *body, &Login { email, password }).ok()?;
    debug_assert!(body.capacity() == room, "the body has moved");
    Some(Bytes::from_owner(body))
}

fn account(person: Person, expires_at: &str) -> Account {
    let ends = decode::rfc3339(expires_at).or_else(|| decode::rfc3339(&person.expires_at));
    Account {
        id: person.id,
        email: person.email,
        name: person.name,
        role: person.role,
        tenant_id: person.tenant_id,
        tenant_name: person.tenant_name,
        session_ends: ends,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn any_person() -> impl Strategy<Value = Value> {
        let any = crate::decode::tests::json;
        (any(), any(), any(), any(), any()).prop_map(|(id, email, name, role, ends)| {
            json!({ "id": id, "email": email, "name": name, "role": role, "expiresAt": ends })
        })
    }

    proptest! {
        #[test]
        fn any_person_with_an_id_and_an_address_is_one(json in any_person()) {
            let person = serde_json::from_value::<Person>(json.clone());
            prop_assert_eq!(person.is_ok(), json["id"].is_string() && json["email"].is_string());
            if let Ok(person) = person {
                let account = account(person, "soon");
                prop_assert_eq!(account.name.as_str(), json["name"].as_str().unwrap_or_default());
            }
        }

        #[test]
        fn any_session_with_a_token_and_a_person_is_one(
            token in crate::decode::tests::json(), ends in crate::decode::tests::json()
        ) {
            let user = json!({ "id": "u1", "email": "e" });
            let body = json!({ "token": token, "expiresAt": ends, "user": user });
            prop_assert_eq!(serde_json::from_value::<LoggedIn>(body).is_ok(), token.is_string());
        }

        /// The assertion inside proves that the buffer had room for whatever was typed.
        #[test]
        fn whatever_is_typed_is_sent_as_it_is(email in any::<String>(), password in any::<String>()) {
            let body = login_body(&email, &password).unwrap();
            let sent: serde_json::Value = serde_json::from_slice(&body).unwrap();
            prop_assert_eq!(&sent["email"], &email);
            prop_assert_eq!(&sent["password"], &password);
        }
    }
}
