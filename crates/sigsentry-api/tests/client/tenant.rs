//! A sandbox over TLS, and the client that speaks to it.

use crate::scripted::Scripted;
use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use serde_json::Value;
use sigsentry_keys_api::{
    ApiAddress, Client, Clock, ConnectOptions, SessionToken, TimeOuts, Timer,
};
use sigsentry_keys_core::{
    creation::{Attempt, IssueError, Issued, MintRequest, organization_key},
    failure::{ApiError, RequestFailure},
};
use sigsentry_keys_secret::OneTimeSecret;
use sigsentry_sandbox::{Config, RunningSandbox, Seed, start};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

pub(crate) struct Tenant {
    pub(crate) sandbox: Arc<RunningSandbox>,
    pub(crate) client: Client,
    pub(crate) timer: FakePace,
    http: reqwest::Client,
}

/// A clock that moves by being waited for, and the sandbox's with it.
#[derive(Clone, Default)]
pub(crate) struct FakePace {
    waits: Arc<Mutex<Vec<Duration>>>,
    sandbox: Option<Arc<RunningSandbox>>,
}

impl FakePace {
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }
}

impl Timer for FakePace {
    fn elapsed(&self) -> Duration {
        self.waits().iter().sum()
    }

    fn pause(&self, span: Duration) -> BoxFuture<'static, ()> {
        self.waits.lock().unwrap().push(span);
        if let Some(sandbox) = &self.sandbox {
            let seconds = i64::try_from(span.as_secs()).unwrap();
            sandbox.advance_clock(TimeDelta::seconds(seconds));
        }
        Box::pin(std::future::ready(()))
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

/// Long enough for a busy machine.
pub(crate) const PATIENT: TimeOuts = TimeOuts {
    connect: Duration::from_secs(20),
    read: Duration::from_secs(20),
    mint: Duration::from_secs(20),
};
/// For answers that will not come.
pub(crate) const HASTY: TimeOuts = TimeOuts {
    connect: Duration::from_secs(20),
    read: Duration::from_millis(300),
    mint: Duration::from_millis(300),
};

impl Tenant {
    /// One project, four people, no keys.
    pub(crate) async fn empty() -> Self {
        Self::start(Config { seed: Seed::Empty, ..Config::default() }).await
    }

    pub(crate) async fn start(config: Config) -> Self {
        Self::start_with(config, PATIENT).await
    }

    pub(crate) async fn start_with(config: Config, time_outs: TimeOuts) -> Self {
        // Wine takes no authority of the tests' own; on this computer the client speaks plain HTTP, too.
        let tls = !cfg!(windows);
        let sandbox = Arc::new(start(Config { tls, ..config }).await.unwrap());
        let timer = FakePace { sandbox: Some(Arc::clone(&sandbox)), ..FakePace::default() };
        let ca_pem = sandbox.ca_pem().map(str::as_bytes);
        let client = client(sandbox.url(), ca_pem, time_outs, &timer);
        let ca = ca_pem.map(|pem| reqwest::Certificate::from_pem(pem).unwrap());
        let http = reqwest::Client::builder().no_proxy().tls_certs_only(ca).build().unwrap();
        Self { sandbox, client, timer, http }
    }

    pub(crate) fn password(&self, role: &str) -> (String, String) {
        let accounts = self.sandbox.accounts();
        let account = accounts.into_iter().find(|account| account.role == role).unwrap();
        (account.email, account.password)
    }

    pub(crate) async fn sign_in(&self, role: &str) -> SessionToken {
        let (email, password) = self.password(role);
        self.client.sign_in(&email, &password).await.unwrap().token
    }

    pub(crate) fn misbehave(&self, fault: Value) {
        self.sandbox.misbehave(serde_json::from_value(fault).unwrap());
    }

    pub(crate) async fn mint(
        &self,
        token: &SessionToken,
        request: MintRequest,
    ) -> Result<Issued, IssueError> {
        self.client.issuer(token).issue(&attempt(request)).await
    }

    /// Asks for the list of analyses with a key, as the integration that got it would: status and
    /// code.
    pub(crate) async fn analyses(&self, key: &str, project: Option<&str>) -> (u16, String) {
        let url = format!("{}/v1/analyses", self.sandbox.url());
        let mut request = self.http.get(url).bearer_auth(key);
        if let Some(project) = project {
            request = request.header("X-Project-Id", project);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap();
        (status, body["error"]["code"].as_str().unwrap_or_default().to_owned())
    }
}

pub(crate) fn client(
    url: &str,
    ca_pem: Option<&[u8]>,
    time_outs: TimeOuts,
    timer: &FakePace,
) -> Client {
    let address = ApiAddress::parse(url).unwrap();
    let options = ConnectOptions {
        extra_ca_pem: ca_pem.map(<[u8]>::to_vec),
        time_outs,
        timer: Arc::new(timer.clone()),
        ..ConnectOptions::new(address, clock(TimeDelta::zero()))
    };
    Client::new(options).unwrap()
}

/// This computer's clock, were it so far ahead.
#[allow(clippy::disallowed_methods, reason = "compared with a server's clock")]
pub(crate) fn clock(ahead: TimeDelta) -> Clock {
    Arc::new(move || chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()) + ahead)
}

/// A client of a server with a script.
pub(crate) fn client_of(server: &Scripted) -> Client {
    client(&server.url, server.ca_pem.as_deref(), PATIENT, &FakePace::default())
}

/// A session token that no server gave out.
pub(crate) fn some_token() -> SessionToken {
    SessionToken::new("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl").unwrap()
}

pub(crate) fn attempt(request: MintRequest) -> Attempt {
    Attempt { request, idempotency_key: uuid::Uuid::new_v4().to_string() }
}

pub(crate) fn some_request() -> MintRequest {
    organization_key("tenant audit", &["config:read".to_owned()]).unwrap()
}

/// The value, for comparing.
pub(crate) fn plain(secret: &mut OneTimeSecret) -> String {
    // EXPOSE: a test compares it and tries it out.
    secret.expose(str::to_owned)
}

/// SigSentry's own error.
pub(crate) fn api(failure: RequestFailure) -> ApiError {
    match failure {
        RequestFailure::Api(error) => error,
        other => panic!("{other:?}"),
    }
}
