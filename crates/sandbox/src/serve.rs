//! Sockets: loopback only, plain or TLS with a certificate of its own.

use crate::{
    analyses, auth,
    config::Config,
    control, faults,
    faults::HangUp,
    keys, openapi, projects, rate_limit,
    world::{Account, World},
};
use axum::{
    Json, Router,
    body::Body,
    middleware::from_fn_with_state,
    routing::{delete, get, post},
};
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use std::{io, net::Ipv4Addr, sync::Arc};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

/// A sandbox that listens. It ends when dropped.
pub struct RunningSandbox {
    url: String,
    ca_pem: Option<String>,
    world: Arc<World>,
    task: JoinHandle<()>,
}

impl RunningSandbox {
    /// Its address without `/v1`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The authority that its certificate is from; none without TLS.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// The people who may sign in.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        self.world.data.lock().unwrap().accounts.clone()
    }
}

impl Drop for RunningSandbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts a sandbox on a loopback port.
///
/// # Errors
/// The port is taken, or the certificate file cannot be written.
pub async fn start(config: Config) -> io::Result<RunningSandbox> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
    let port = listener.local_addr()?.port();
    let (scheme, tls, ca_pem) = if config.tls {
        let (acceptor, ca_pem) = certificate()?;
        if let Some(path) = &config.ca_file {
            std::fs::write(path, &ca_pem)?;
        }
        ("https", Some(acceptor), Some(ca_pem))
    } else {
        ("http", None, None)
    };
    let world = Arc::new(World::new(config));
    let router = router(&world);
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (router, tls) = (router.clone(), tls.clone());
            tokio::spawn(async move {
                match tls {
                    None => converse(stream, router).await,
                    Some(tls) => {
                        // A client that refuses the certificate hangs up.
                        if let Ok(stream) = tls.accept(stream).await {
                            converse(stream, router).await;
                        }
                    }
                }
            });
        }
    });
    Ok(RunningSandbox { url: format!("{scheme}://127.0.0.1:{port}"), ca_pem, world, task })
}

async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin, router: Router) {
    let service =
        hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let router = router.clone();
            async move {
                let Ok(response) = router.oneshot(request.map(Body::new)).await;
                if response.extensions().get::<HangUp>().is_some() {
                    return Err(io::Error::from(io::ErrorKind::ConnectionAborted));
                }
                Ok(response)
            }
        });
    // A connection that breaks is the client's business.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

fn router(world: &Arc<World>) -> Router {
    let api = Router::new()
        .route("/auth/login", post(auth::login))
        .route("/auth/refresh", post(auth::refresh))
        .route("/auth/logout", post(auth::logout))
        .route("/auth/me", get(auth::me))
        .route("/config/projects", get(projects::list))
        .route("/config/api-keys", get(keys::list).post(keys::create))
        .route("/config/api-keys/{id}", delete(keys::revoke))
        .route("/analyses", get(analyses::list).post(analyses::create))
        .layer(from_fn_with_state(Arc::clone(world), faults::misbehave))
        .layer(from_fn_with_state(Arc::clone(world), rate_limit::limit));
    let mut router = Router::new()
        .nest("/v1", api)
        .route("/openapi.json", get(async || Json(openapi::document())));
    if world.config.control {
        router = router
            .route("/__control/faults", post(control::faults))
            .route("/__control/clock", post(control::clock))
            .route("/__control/token", post(control::token))
            .route("/__control/next-key", post(control::next_key))
            .route("/__control/keys", get(control::keys));
    }
    router.with_state(Arc::clone(world))
}

/// A certificate for loopback from an authority made for this start alone.
fn certificate() -> io::Result<(TlsAcceptor, String)> {
    let made = || -> Result<_, rcgen::Error> {
        let ca_key = KeyPair::generate()?;
        let mut ca = CertificateParams::new(Vec::new())?;
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.distinguished_name.push(DnType::CommonName, "SigSentry Sandbox CA");
        let ca_certificate = ca.self_signed(&ca_key)?;
        let issuer = rcgen::Issuer::new(ca, ca_key);
        let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let key = KeyPair::generate()?;
        let leaf = CertificateParams::new(names)?.signed_by(&key, &issuer)?;
        Ok((leaf.der().clone(), key.serialize_der(), ca_certificate.pem()))
    };
    let (leaf, key, ca_pem) = made().map_err(io::Error::other)?;
    let key = PrivateKeyDer::try_from(key).map_err(io::Error::other)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![leaf], key))
        .map_err(io::Error::other)?;
    Ok((TlsAcceptor::from(Arc::new(config)), ca_pem))
}
