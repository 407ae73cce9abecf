//! A server that answers whatever a test wants, byte by byte.

use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

pub(crate) struct Scripted {
    /// Its address without `/v1`.
    pub(crate) url: String,
    /// What a client has to trust.
    pub(crate) ca_pem: Option<Vec<u8>>,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Scripted {
    /// Answers each request with what `script` makes of it; the connection ends with the answer.
    pub(crate) async fn start(script: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::listen("127.0.0.1", None, script).await
    }

    /// On another address of this computer.
    pub(crate) async fn start_on(
        ip: &str,
        script: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        Self::listen(ip, None, script).await
    }

    /// Always the same answer.
    pub(crate) async fn always(answer: Vec<u8>) -> Self {
        Self::start(move |_| answer.clone()).await
    }

    /// Over TLS with this certificate, which is its own authority.
    pub(crate) async fn tls(certificate: CertificateParams, key: &KeyPair) -> Self {
        Self::tls_on("127.0.0.1", certificate, key).await
    }

    pub(crate) async fn tls_on(ip: &str, certificate: CertificateParams, key: &KeyPair) -> Self {
        let signed = certificate.self_signed(key).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![signed.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let mut server = Self::listen(ip, Some(acceptor), |_| json(200, "{}")).await;
        server.ca_pem = Some(signed.pem().into_bytes());
        server
    }

    async fn listen(
        ip: &str,
        tls: Option<TlsAcceptor>,
        script: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (script, heard) = (Arc::new(script), Arc::clone(&requests));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, heard, tls) = (Arc::clone(&script), Arc::clone(&heard), tls.clone());
                tokio::spawn(async move {
                    let answer = |request: &str| {
                        heard.lock().unwrap().push(request.to_owned());
                        script(request)
                    };
                    match tls {
                        None => converse(stream, answer).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => converse(stream, answer).await,
                            Err(_) => None,
                        },
                    }
                });
            }
        });
        Self { url, ca_pem: None, requests, task }
    }

    /// Every request so far, head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn converse(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    answer: impl FnOnce(&str) -> Vec<u8>,
) -> Option<()> {
    let mut request = Vec::new();
    loop {
        if stream.read_buf(&mut request).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok())
            .unwrap_or(0);
        if body.len() >= length {
            break;
        }
    }
    stream.write_all(&answer(&String::from_utf8_lossy(&request))).await.ok()?;
    stream.shutdown().await.ok()
}

/// An answer in JSON.
pub(crate) fn json(status: u16, body: &str) -> Vec<u8> {
    answer(status, "application/json", body)
}

pub(crate) fn answer(status: u16, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Any\r\ncontent-type: {kind}\r\ncontent-length: {length}");
    format!("{head}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

/// A proxy that leads every tunnel to one place.
pub(crate) struct Tunnel {
    pub(crate) address: String,
    heads: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Tunnel {
    pub(crate) async fn to(place: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (place, heard) = (place.to_owned(), Arc::clone(&heads));
        let task = tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (place, heard) = (place.clone(), Arc::clone(&heard));
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        head.push(near.read_u8().await.ok()?);
                    }
                    heard.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
                    let mut far = TcpStream::connect(place).await.ok()?;
                    near.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.ok()?;
                    tokio::io::copy_bidirectional(&mut near, &mut far).await.ok()
                });
            }
        });
        Self { address, heads, task }
    }

    /// What was asked of the proxy itself.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

/// A server that no one should connect to.
pub(crate) struct Bystander(std::net::TcpListener);

impl Bystander {
    pub(crate) fn new() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    pub(crate) fn address(&self) -> String {
        self.0.local_addr().unwrap().to_string()
    }

    /// Whether a client has come.
    pub(crate) fn was_asked(&self) -> bool {
        self.0.accept().is_ok()
    }
}

/// The bystander notices who comes.
#[tokio::test]
async fn a_bystander_is_not_blind() {
    let bystander = Bystander::new();
    assert!(!bystander.was_asked());
    let _visitor = TcpStream::connect(bystander.address()).await.unwrap();
    assert!(bystander.was_asked());
}
