//! HTTPS with a certificate of its own.

use crate::client::Server;
use sigsentry_sandbox::{Config, RunningSandbox, Seed, start};

async fn secured(config: Config) -> RunningSandbox {
    let _ = rustls::crypto::ring::default_provider().install_default();
    start(Config { seed: Seed::Empty, tls: true, ..config }).await.unwrap()
}

async fn reach(sandbox: &RunningSandbox, ca_pem: Option<&str>) -> reqwest::Result<u16> {
    let mut builder = reqwest::Client::builder().no_proxy();
    if let Some(pem) = ca_pem {
        builder = builder.tls_certs_merge([reqwest::Certificate::from_pem(pem.as_bytes())?]);
    }
    let url = format!("{}/openapi.json", sandbox.url());
    Ok(builder.build()?.get(url).send().await?.status().as_u16())
}

#[tokio::test]
async fn whoever_trusts_its_authority_gets_in() {
    let (one, other) = (secured(Config::default()).await, secured(Config::default()).await);
    assert!(one.url().starts_with("https://127.0.0.1:"));
    assert_eq!(reach(&one, one.ca_pem()).await.unwrap(), 200);
    let by_name = one.url().replace("127.0.0.1", "localhost");
    assert_ne!(by_name, one.url());
    assert!(reach(&one, None).await.unwrap_err().is_connect());
    assert!(reach(&one, other.ca_pem()).await.unwrap_err().is_connect());
}

#[tokio::test]
async fn the_authority_is_in_the_file_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let config = Config { ca_file: Some(file.clone()), ..Config::default() };
    let sandbox = secured(config).await;
    assert_eq!(sandbox.ca_file(), Some(file.as_path()));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), sandbox.ca_pem().unwrap());
    drop(sandbox);
    assert!(file.exists(), "what was asked for stays");
}

#[tokio::test]
async fn without_a_name_the_file_is_temporary() {
    let sandbox = secured(Config::default()).await;
    let file = sandbox.ca_file().unwrap().to_owned();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), sandbox.ca_pem().unwrap());
    drop(sandbox);
    assert!(!file.exists());
}

#[tokio::test]
async fn without_tls_there_is_no_authority() {
    let server = Server::empty().await;
    assert!(server.sandbox.url().starts_with("http://127.0.0.1:"));
    assert_eq!((server.sandbox.ca_pem(), server.sandbox.ca_file()), (None, None));
}

#[tokio::test]
async fn a_dropped_sandbox_is_gone_with_its_connections() {
    let server = Server::empty().await;
    let me = async || server.get("/v1/auth/me").raw().await;
    assert_eq!(me().await.unwrap().status(), 401);
    let Server { sandbox, http } = server;
    let url = format!("{}/v1/auth/me", sandbox.url());
    drop(sandbox);
    // The runtime needs a turn to end the tasks.
    tokio::task::yield_now().await;
    assert!(http.get(url).send().await.is_err());
}
