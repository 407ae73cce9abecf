//! Preparing the way to a server.

use crate::{
    address::ApiAddress,
    client::{Client, Inner},
    pace::{Pace, RealPace},
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
    /// How long to wait.
    pub time_outs: TimeOuts,
    /// Time and chance for waiting between two tries.
    pub pace: Arc<dyn Pace>,
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
    /// With the usual time-outs: 10, 30 and 60 seconds.
    #[must_use]
    pub fn new(address: ApiAddress, extra_ca_pem: Option<Vec<u8>>) -> Self {
        let time_outs = TimeOuts {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            mint: Duration::from_secs(60),
        };
        Self { address, extra_ca_pem, time_outs, pace: Arc::new(RealPace::new()) }
    }
}

/// The extra certificate authorities cannot be read, or TLS cannot be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the certificate authorities cannot be used")]
pub struct ClientError;

impl Client {
    /// Prepares the way; nothing is sent.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn new(options: ConnectOptions) -> Result<Self, ClientError> {
        tls::install_provider();
        let ConnectOptions { address, extra_ca_pem, time_outs, pace } = options;
        let refused = Refused::default();
        let tls = tls::config(extra_ca_pem.as_deref(), refused.clone()).ok_or(ClientError)?;
        let builder = || {
            let builder = reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .user_agent(concat!("SigSentry-Keys/", env!("CARGO_PKG_VERSION")))
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .http1_only()
                .referer(false)
                .connect_timeout(time_outs.connect)
                .timeout(time_outs.read);
            // What is meant for this computer, perhaps in clear, must not go through a proxy.
            if address.is_loopback() { builder.no_proxy() } else { builder }
        };
        let shared = builder().build().map_err(|_| ClientError)?;
        let apart = builder().pool_max_idle_per_host(0).build().map_err(|_| ClientError)?;
        let mint_time_out = time_outs.mint;
        let inner = Inner { address, shared, apart, mint_time_out, refused, pace };
        Ok(Self { inner: Arc::new(inner) })
    }
}
