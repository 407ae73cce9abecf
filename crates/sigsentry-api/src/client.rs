use crate::{
    address::ApiAddress,
    clock::Skew,
    retry_budget::{MOST_TRIES, RetryBudget},
    timer::Timer,
    tls::Refused,
    token::SessionToken,
    transport::{self, Answer, LARGEST_READ},
};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{Method, RequestBuilder, Response, header};
use sigsentry_keys_core::failure::RequestFailure;
use std::{sync::Arc, time::Duration};

/// The way to one server. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) address: ApiAddress,
    /// For what carries nothing worse than the session: connections are kept and used again.
    pub(crate) shared: reqwest::Client,
    /// For what carries a password or brings a key's value: a connection of its own for each, so
    /// that no pool keeps a buffer with a secret in it.
    pub(crate) apart: reqwest::Client,
    pub(crate) mint_time_out: Duration,
    pub(crate) refused: Refused,
    pub(crate) timer: Arc<dyn Timer>,
    pub(crate) skew: Skew,
}

impl Client {
    pub(crate) fn retry_budget(&self) -> RetryBudget<'_> {
        RetryBudget::new(&*self.inner.timer)
    }

    /// What lasts so long to wait.
    pub(crate) fn patience(&self, most: Duration) -> RetryBudget<'_> {
        RetryBudget::of(&*self.inner.timer, most)
    }

    /// Reads `path`. A server that is busy or fails and a connection that is lost are tried again,
    /// a few times and as long as retry_budget lasts: reading twice does no harm.
    pub(crate) async fn get(
        &self,
        path: &str,
        token: &SessionToken,
        retry_budget: &RetryBudget<'_>,
    ) -> Result<Answer, RequestFailure> {
        let mut tries = 1;
        loop {
            let outcome = self.send(self.request(Method::GET, path, token)).await;
            let asked = match &outcome {
                Ok(answer) if answer.is_worth_another_try() => answer.retry_after,
                Err(RequestFailure::ConnectionLost { .. }) => None,
                _ => return outcome,
            };
            let go_on = tries < MOST_TRIES
                && match asked {
                    Some(asked) => retry_budget.wait(asked).await,
                    None => retry_budget.back_off(tries).await,
                };
            if !go_on {
                return outcome;
            }
            tries += 1;
        }
    }

    pub(crate) fn request(
        &self,
        method: Method,
        path: &str,
        token: &SessionToken,
    ) -> RequestBuilder {
        let url = self.inner.address.join(path);
        self.inner.shared.request(method, url).header(header::AUTHORIZATION, token.header())
    }

    /// Sends once, and reads the answer.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Answer, RequestFailure> {
        let response = request.send().await.map_err(|error| self.failure(&error))?;
        self.receive(response, LARGEST_READ).await
    }

    pub(crate) async fn receive(
        &self,
        response: Response,
        largest: usize,
    ) -> Result<Answer, RequestFailure> {
        self.inner.skew.note(response.headers());
        transport::read(response, largest, &self.inner.address.host()).await
    }

    /// How far the server's clock is ahead of this computer's (behind it, if negative), to the second,
    /// as its last answer said.
    #[must_use]
    pub fn clock_skew(&self) -> Option<TimeDelta> {
        self.inner.skew.last()
    }

    /// The time by the server's clock; by this computer's until the server said one.
    #[must_use]
    pub fn server_time(&self) -> DateTime<Utc> {
        self.inner.skew.server_time()
    }

    /// A failure on the way, with the issuer of a refused certificate.
    pub(crate) fn failure(&self, error: &reqwest::Error) -> RequestFailure {
        transport::failure(error, &self.inner.address.host(), &self.inner.refused)
    }

    pub(crate) fn unexpected(&self) -> RequestFailure {
        RequestFailure::Unexpected { host: self.inner.address.host() }
    }
}
