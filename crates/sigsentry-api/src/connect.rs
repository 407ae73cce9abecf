//! Preparing the way to a server.

use crate::{
    address::ApiAddress,
    client::{Client, Inner},
    clock::{Clock, Skew},
    proxy::{Proxy, unusable_variable},
    timer::{RealPace, Timer},
    tls::{self, Refused},
};
use reqwest::redirect;
use std::{sync::Arc, time::Duration};

/// How to reach a server.
pub struct ConnectOptions {
    /// Where it is.
    pub address: ApiAddress,
    /// Further certificate authorities, as PEM.
    pub extra_ca_pem: Option<Vec<u8>>,
    /// Through which proxy. What is meant for this computer never goes through one.
    pub proxy: Proxy,
    /// This computer's clock.
    pub clock: Clock,
    /// How long to wait.
    pub time_outs: TimeOuts,
    /// Time and chance for waiting between two tries.
    pub timer: Arc<dyn Timer>,
}

/// How long to wait.
#[derive(Debug, Clone, Copy)]
pub struct TimeOuts {
    /// For a connection.
    pub connect: Duration,
    /// For the whole answer to a read, a revocation, or a sign-in.
    pub read: Duration,
    /// For the whole answer to a creation.
    pub mint: Duration,
}

impl ConnectOptions {
    /// With the system's proxy and the usual time-outs: 10, 30 and 60 seconds.
    #[must_use]
    pub fn new(address: ApiAddress, clock: Clock) -> Self {
        let time_outs = TimeOuts {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            mint: Duration::from_secs(60),
        };
        let timer = Arc::new(RealPace::new());
        Self { address, extra_ca_pem: None, proxy: Proxy::System, clock, time_outs, timer }
    }
}

/// How long a connection that no one uses is kept. The clock that the pool goes by stands still while
/// the computer sleeps: what is older than a reading may be dead by then.
const IDLE: Duration = Duration::from_secs(10);
/// How long what was sent may go unconfirmed before the connection counts as dead (Linux).
#[cfg(target_os = "linux")]
const UNCONFIRMED: Duration = Duration::from_secs(5);

/// Why the way to a server cannot be prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The extra certificate authorities cannot be used, or TLS cannot be set up.
    #[error("the certificate authorities cannot be used")]
    Authorities,
    /// The proxy of one's own cannot be used.
    #[error("the proxy cannot be used")]
    Proxy,
    /// The proxy that a variable of the environment names cannot be used.
    #[error("the proxy in {variable} cannot be used")]
    EnvironmentProxy {
        /// The variable's name.
        variable: &'static str,
    },
}

impl Client {
    /// Prepares the way; nothing is sent.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn new(options: ConnectOptions) -> Result<Self, ClientError> {
        tls::install_provider();
        let ConnectOptions { address, extra_ca_pem, proxy, clock, time_outs, timer } = options;
        let refused = Refused::default();
        let tls = tls::config(extra_ca_pem.as_deref(), refused.clone())
            .ok_or(ClientError::Authorities)?;
        // What is meant for this computer, perhaps in clear, must not go through a proxy.
        let proxy = if address.is_loopback() { Proxy::None } else { proxy };
        if proxy == Proxy::System
            && let Some(variable) = unusable_variable(|name| std::env::var(name).ok())
        {
            return Err(ClientError::EnvironmentProxy { variable });
        }
        let builder = || {
            let builder = reqwest::Client::builder()
                .pool_idle_timeout(IDLE)
                .tls_backend_preconfigured(tls.clone())
                .user_agent(concat!("SigSentry-Keys/", env!("CARGO_PKG_VERSION")))
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .http1_only()
                .referer(false)
                .connect_timeout(time_outs.connect)
                .timeout(time_outs.read);
            #[cfg(target_os = "linux")]
            let builder = builder.tcp_user_timeout(UNCONFIRMED);
            proxy.on(builder).ok_or(ClientError::Proxy)
        };
        let failed = |_| ClientError::Authorities;
        let shared = builder()?.build().map_err(failed)?;
        let apart = builder()?.pool_max_idle_per_host(0).build().map_err(failed)?;
        let mint_time_out = time_outs.mint;
        let skew = Skew::new(clock);
        let inner = Inner { address, shared, apart, mint_time_out, refused, timer, skew };
        Ok(Self { inner: Arc::new(inner) })
    }
}
