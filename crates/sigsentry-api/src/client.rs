use crate::{
    address::ApiAddress,
    endpoints,
    mint::Issuer,
    read,
    tls::{self, RefusedIssuer},
    token::SessionToken,
    transport::{self, Answer, LARGEST_LIST},
};
use reqwest::{Method, RequestBuilder, header, redirect};
use serde_json::Value;
use sigsentry_keys_core::{
    account::{Account, Project},
    failure::{ApiCode, RequestFailure},
};
use std::{sync::Arc, time::Duration};
use zeroize::Zeroizing;

/// How to reach a server.
pub struct ConnectOptions {
    /// Where it is.
    pub address: ApiAddress,
    /// Further certificate authorities, as PEM.
    pub extra_ca_pem: Option<Vec<u8>>,
    /// How long to wait.
    pub time_outs: TimeOuts,
}

/// How long to wait.
#[derive(Debug, Clone, Copy)]
pub struct TimeOuts {
    /// For a connection.
    pub connect: Duration,
    /// For the whole answer to a read or a revocation.
    pub read: Duration,
    /// For the whole answer to a creation.
    pub mint: Duration,
}

impl ConnectOptions {
    /// With the usual time-outs: 10, 30 and 60 seconds.
    #[must_use]
    pub fn new(address: ApiAddress, extra_ca_pem: Option<Vec<u8>>) -> Self {
        let time_outs = TimeOuts {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            mint: Duration::from_secs(60),
        };
        Self { address, extra_ca_pem, time_outs }
    }
}

/// The extra certificate authorities cannot be read, or TLS cannot be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the certificate authorities cannot be used")]
pub struct ClientError;

/// The way to one server. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) address: ApiAddress,
    reads: reqwest::Client,
    pub(crate) mints: reqwest::Client,
    refused: RefusedIssuer,
}

/// A session that just began.
#[derive(Debug)]
pub struct SignedIn {
    /// What proves it.
    pub token: SessionToken,
    /// Who it belongs to.
    pub account: Account,
}

/// A key opens nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// Somebody had revoked it before.
    pub already: bool,
}

impl Client {
    /// Prepares the way; nothing is sent.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn new(options: ConnectOptions) -> Result<Self, ClientError> {
        tls::install_provider();
        let refused = RefusedIssuer::default();
        let tls =
            tls::config(options.extra_ca_pem.as_deref(), refused.clone()).ok_or(ClientError)?;
        let time_outs = options.time_outs;
        let builder = |whole: Duration| {
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .user_agent(concat!("SigSentry-Keys/", env!("CARGO_PKG_VERSION")))
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .http1_only()
                .referer(false)
                .connect_timeout(time_outs.connect)
                .timeout(whole)
        };
        let reads = builder(time_outs.read).build().map_err(|_| ClientError)?;
        // A connection of its own for each creation: no pool keeps a buffer with a value in it.
        let mints =
            builder(time_outs.mint).pool_max_idle_per_host(0).build().map_err(|_| ClientError)?;
        let inner = Inner { address: options.address, reads, mints, refused };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Signs in with e-mail and password.
    ///
    /// # Errors
    /// [`RequestFailure`]; a wrong password is an [`ApiCode::Unauthorized`].
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, RequestFailure> {
        let body = Zeroizing::new(
            serde_json::to_vec(&endpoints::Login { email, password })
                .map_err(|_| self.unexpected())?,
        );
        let request = self
            .request(Method::POST, endpoints::LOGIN, None)
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.to_vec());
        let answer = self.send(request).await?;
        if !answer.status.is_success() {
            return Err(answer.error(&self.inner.address));
        }
        #[derive(serde::Deserialize)]
        struct Envelope {
            data: endpoints::LoggedIn,
        }
        let logged_in =
            serde_json::from_slice::<Envelope>(&answer.body).map_err(|_| self.unexpected())?.data;
        let token = SessionToken::new(&logged_in.token).ok_or_else(|| self.unexpected())?;
        Ok(SignedIn { token, account: account(logged_in.user, logged_in.expires_at) })
    }

    /// Who a session belongs to.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn account(&self, token: &SessionToken) -> Result<Account, RequestFailure> {
        let data = self.get(endpoints::ME, token).await?;
        let person = serde_json::from_value(data).map_err(|_| self.unexpected())?;
        Ok(account(person, None))
    }

    /// Ends a session on the server.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), RequestFailure> {
        let request = self.request(Method::POST, endpoints::LOGOUT, Some(token));
        self.send(request).await?.data(&self.inner.address).map(drop)
    }

    /// The tenant's projects.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn projects(&self, token: &SessionToken) -> Result<Vec<Project>, RequestFailure> {
        let data = self.get(endpoints::PROJECTS, token).await?;
        let items = data.as_array().ok_or_else(|| self.unexpected())?;
        Ok(items.iter().filter_map(read::project).collect())
    }

    /// Revokes a key, immediately and for good (documented).
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn revoke(&self, token: &SessionToken, id: &str) -> Result<Revoked, RequestFailure> {
        let request = self.request(Method::DELETE, &endpoints::key(id), Some(token));
        let answer = self.send(request).await?;
        match answer.data(&self.inner.address) {
            Ok(_) => Ok(Revoked { already: false }),
            Err(RequestFailure::Api(error))
                if error.code == ApiCode::NotFound && matches!(error.status, 404 | 410) =>
            {
                Ok(Revoked { already: true })
            }
            // A revocation may answer without a body.
            Err(_) if answer.status.as_u16() == 204 => Ok(Revoked { already: false }),
            Err(failure) => Err(failure),
        }
    }

    /// The way to make keys.
    #[must_use]
    pub fn issuer<'a>(&'a self, token: &'a SessionToken) -> Issuer<'a> {
        Issuer { client: self, token }
    }

    pub(crate) async fn get(
        &self,
        path: &str,
        token: &SessionToken,
    ) -> Result<Value, RequestFailure> {
        let request = self.request(Method::GET, path, Some(token));
        self.send(request).await?.data(&self.inner.address)
    }

    fn request(&self, method: Method, path: &str, token: Option<&SessionToken>) -> RequestBuilder {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut url = self.inner.address.join(path);
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        let request = self.inner.reads.request(method, url);
        match token {
            Some(token) => request.header(header::AUTHORIZATION, token.header()),
            None => request,
        }
    }

    async fn send(&self, request: RequestBuilder) -> Result<Answer, RequestFailure> {
        let response = request.send().await.map_err(|error| self.failure(&error))?;
        transport::read(response, LARGEST_LIST, &self.inner.address).await
    }

    /// A failure on the way, with the issuer of a refused certificate.
    pub(crate) fn failure(&self, error: &reqwest::Error) -> RequestFailure {
        match transport::failure(error, &self.inner.address) {
            RequestFailure::Untrusted { host, .. } => {
                RequestFailure::Untrusted { host, issuer: self.inner.refused.take() }
            }
            other => other,
        }
    }

    pub(crate) fn unexpected(&self) -> RequestFailure {
        RequestFailure::Unexpected { host: self.inner.address.host() }
    }
}

fn account(person: endpoints::Person, expires_at: Option<String>) -> Account {
    let ends = expires_at.or(person.expires_at);
    Account {
        id: person.id,
        email: person.email,
        name: person.name,
        role: person.role,
        tenant_id: person.tenant_id,
        tenant_name: person.tenant_name,
        session_ends: ends.as_deref().and_then(read::rfc3339),
    }
}
