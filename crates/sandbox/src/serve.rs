//! Sockets: loopback only, plain or TLS with a certificate of its own.

use crate::{
    certificate::certificate,
    config::Config,
    faults::{Fault, HangUp},
    routes,
    world::{Account, Issued, KeyRecord, World, random_text},
};
use axum::{Router, body::Body};
use chrono::TimeDelta;
use hyper_util::rt::TokioIo;
use std::{
    io,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

/// A sandbox that listens. It ends when dropped, and its connections with it.
pub struct RunningSandbox {
    url: String,
    authority: Option<Authority>,
    world: Arc<World>,
    task: JoinHandle<()>,
}

/// The certificate authority, and the file it is in.
struct Authority {
    pem: String,
    file: PathBuf,
    /// Whether no one asked for the file, so that it goes with the sandbox.
    temporary: bool,
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
        self.authority.as_ref().map(|authority| authority.pem.as_str())
    }

    /// The file with that authority; none without TLS.
    #[must_use]
    pub fn ca_file(&self) -> Option<&Path> {
        self.authority.as_ref().map(|authority| authority.file.as_path())
    }

    /// The people who may sign in.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        self.world.data.lock().unwrap().accounts.clone()
    }

    /// The keys as they are kept, newest first: never a value.
    #[must_use]
    pub fn keys(&self) -> Vec<KeyRecord> {
        self.world.data.lock().unwrap().keys.clone()
    }

    /// Every answer to a creation, in order: an idempotency key that was used again is there again.
    #[must_use]
    pub fn issued(&self) -> Vec<Issued> {
        self.world.issued.lock().unwrap().clone()
    }

    /// Removes all faults.
    pub fn behave(&self) {
        self.world.faults.lock().unwrap().0.clear();
    }

    /// Adds a fault behind those that there are.
    pub fn misbehave(&self, fault: Fault) {
        self.world.faults.lock().unwrap().0.push(fault);
    }

    /// A key is used now, by a program that has its value.
    pub fn use_key(&self, id: &str) {
        let now = self.world.clock.now();
        let mut data = self.world.data.lock().unwrap();
        let used = data.keys.iter_mut().find(|key| key.id == id);
        used.expect("there is such a key").last_used_at = Some(now);
    }

    /// Whether it still works on a request that a fault makes late, also for a caller that has gone.
    #[must_use]
    pub fn is_late(&self) -> bool {
        Arc::strong_count(&self.world.late) > 1
    }

    /// Moves its clock.
    pub fn advance_clock(&self, span: TimeDelta) {
        self.world.clock.advance(span.num_seconds());
    }
}

impl Drop for RunningSandbox {
    fn drop(&mut self) {
        self.task.abort();
        if let Some(authority) = self.authority.as_ref().filter(|authority| authority.temporary) {
            // Gone already: that is as good.
            let _ = std::fs::remove_file(&authority.file);
        }
    }
}

/// Starts a sandbox on a loopback port.
///
/// # Errors
/// The port is taken, or the certificate file cannot be written.
pub async fn start(config: Config) -> io::Result<RunningSandbox> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
    let port = listener.local_addr()?.port();
    let (tls, given_file) = (config.tls, config.ca_file.clone());
    let world = Arc::new(World::new(config));
    let (scheme, acceptor, authority) = if tls {
        let (acceptor, pem) = certificate(world.clock.now())?;
        ("https", Some(acceptor), Some(write_authority(pem, given_file)?))
    } else {
        ("http", None, None)
    };
    let task = tokio::spawn(listen(listener, acceptor, routes::router(&world)));
    Ok(RunningSandbox { url: format!("{scheme}://127.0.0.1:{port}"), authority, world, task })
}

fn write_authority(pem: String, given: Option<PathBuf>) -> io::Result<Authority> {
    use io::Write as _;
    let temporary = given.is_none();
    let file = match given {
        Some(file) => {
            std::fs::write(&file, &pem)?;
            file
        }
        None => {
            let name = format!("sigsentry-sandbox-{}.pem", random_text(16));
            let file = std::env::temp_dir().join(name);
            // Never through a link that another person laid there.
            std::fs::File::create_new(&file)?.write_all(pem.as_bytes())?;
            file
        }
    };
    Ok(Authority { pem, file, temporary })
}

async fn listen(listener: TcpListener, tls: Option<TlsAcceptor>, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(meet(stream, tls.clone(), router.clone()))),
                // Out of descriptors, most likely: they come back.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn meet(stream: TcpStream, tls: Option<TlsAcceptor>, router: Router) {
    match tls {
        None => converse(stream, router).await,
        Some(tls) => {
            // A client that refuses the certificate hangs up.
            if let Ok(stream) = tls.accept(stream).await {
                converse(stream, router).await;
            }
        }
    }
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
