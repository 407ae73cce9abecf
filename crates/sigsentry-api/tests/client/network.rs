//! Everything between the two that can go wrong, each told apart.

use crate::{
    scripted::{Bystander, Scripted, answer},
    tenant::{FakePace, HASTY, PATIENT, Tenant, client, client_of, some_token},
};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, date_time_ymd};
use serde_json::json as value;
use sigsentry_keys_api::{ApiAddress, Client, ClientError, ConnectOptions};
use sigsentry_keys_core::failure::RequestFailure;
use sigsentry_sandbox::{Config, Seed};

async fn failure_of(client: &Client) -> RequestFailure {
    client.projects(&some_token()).await.unwrap_err()
}

fn host(url: &str) -> String {
    url.split_once("://").unwrap().1.to_owned()
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_names_it() {
    let tenant = Tenant::empty().await;
    let url = tenant.sandbox.url();
    let stranger = client(url, None, PATIENT, &FakePace::default());
    let (projects, keys) = tokio::join!(failure_of(&stranger), async {
        stranger.keys(&some_token()).await.unwrap_err()
    });
    for failure in [projects, keys] {
        let RequestFailure::Untrusted { host: named, issuer: Some(issuer) } = failure else {
            panic!("{failure:?}");
        };
        assert_eq!(named, host(url));
        assert!(issuer.contains("CN=SigSentry Sandbox CA"), "{issuer}");
    }
}

fn certificate(name: &str) -> CertificateParams {
    let mut certificate = CertificateParams::new(vec![name.to_owned()]).unwrap();
    certificate.distinguished_name.push(DnType::CommonName, "router.local");
    certificate
}

#[tokio::test]
async fn a_self_signed_certificate_names_itself() {
    let mut authority = certificate("127.0.0.1");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    for own in [certificate("127.0.0.1"), authority] {
        let server = Scripted::tls(own, &KeyPair::generate().unwrap()).await;
        let failure = failure_of(&client(&server.url, None, PATIENT, &FakePace::default())).await;
        let RequestFailure::Untrusted { issuer: Some(issuer), .. } = failure else {
            panic!("{failure:?}");
        };
        assert!(issuer.contains("CN=router.local"), "{issuer}");
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_no_question_of_trust() {
    let key = KeyPair::generate().unwrap();
    let server = Scripted::tls(certificate("elsewhere.example"), &key).await;
    let RequestFailure::Tls { reason, .. } = failure_of(&client_of(&server)).await else {
        panic!()
    };
    assert!(reason.contains("not valid for name"), "{reason}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_certificate_that_is_over_says_so() {
    let mut old = certificate("127.0.0.1");
    old.not_before = date_time_ymd(2019, 1, 1);
    old.not_after = date_time_ymd(2020, 1, 1);
    let server = Scripted::tls(old, &KeyPair::generate().unwrap()).await;
    let RequestFailure::Tls { reason, .. } = failure_of(&client_of(&server)).await else {
        panic!()
    };
    assert!(reason.contains("expired"), "{reason}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_told_apart() {
    let plain = sigsentry_sandbox::start(Config::default()).await.unwrap();
    let url = plain.url().replace("http://", "https://");
    let failure = failure_of(&client(&url, None, PATIENT, &FakePace::default())).await;
    assert!(matches!(failure, RequestFailure::Tls { .. }), "{failure:?}");
}

#[tokio::test]
async fn nobody_there_and_no_such_name_are_told_apart() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = client(&format!("https://{free}"), None, PATIENT, &FakePace::default());
    let unreachable = RequestFailure::Unreachable { host: free.to_string() };
    assert_eq!(failure_of(&gone).await, unreachable);
    let nowhere = client("https://no-such-host.invalid", None, PATIENT, &FakePace::default());
    let unknown = RequestFailure::HostNotFound { host: "no-such-host.invalid".into() };
    assert_eq!(failure_of(&nowhere).await, unknown);
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_is_not_waited_for() {
    let config = Config { seed: Seed::Empty, ..Config::default() };
    let tenant = Tenant::start_with(config, HASTY).await;
    for fault in [value!({ "latencyMs": 60_000 }), value!({ "bytesPerSecond": 16 })] {
        let token = tenant.sign_in("viewer").await;
        let mut once = fault;
        once["times"] = value!(1);
        tenant.misbehave(once);
        let failure = tenant.client.projects(&token).await.unwrap_err();
        assert!(matches!(failure, RequestFailure::TimedOut { .. }), "{failure:?}");
    }
    assert!(tenant.pace.waits().is_empty(), "a slow server is not asked again");
}

#[tokio::test]
async fn a_redirect_is_told_and_never_followed() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("viewer").await;
    let bystander = Bystander::new();
    tenant.misbehave(value!({ "redirect": format!("http://{}/v1", bystander.address()) }));
    let to = Some("127.0.0.1".to_owned());
    let redirected = RequestFailure::Redirected { host: host(tenant.sandbox.url()), to };
    assert_eq!(tenant.client.projects(&token).await.unwrap_err(), redirected);
    assert_eq!(tenant.client.sign_in("e", "p").await.unwrap_err(), redirected);
    assert_eq!(tenant.client.revoke(&token, "k1").await.unwrap_err(), redirected);
    let minted = tenant.mint(&token, crate::tenant::some_request()).await.unwrap_err();
    assert_eq!(minted.failure, redirected);
    assert!(!bystander.was_asked());
}

#[tokio::test]
async fn a_redirect_without_a_host_is_one_too() {
    for location in ["location: /login\r\n", "location: \u{1f}\r\n", ""] {
        let head = format!("HTTP/1.1 302 Found\r\n{location}connection: close\r\n");
        let server =
            Scripted::always(format!("{head}content-length: 0\r\n\r\n").into_bytes()).await;
        let failure = failure_of(&client_of(&server)).await;
        let plain_redirect = matches!(failure, RequestFailure::Redirected { to: None, .. });
        // A control character in a header is no HTTP at all.
        assert!(plain_redirect || location.contains('\u{1f}'), "{failure:?}");
    }
}

#[tokio::test]
async fn what_is_not_json_is_told_from_what_is_a_page() {
    for (answer, web_page) in [
        (answer(200, "text/html; charset=utf-8", "<!doctype html><p>Welcome!"), true),
        (answer(200, "application/json", "  <html>"), true),
        (answer(403, "Text/HTML", "blocked"), true),
        (answer(502, "text/html", "<h1>Bad gateway</h1>"), true),
        (answer(200, "text/plain", "hello"), false),
        (answer(404, "text/plain", "404 page not found"), false),
        (answer(200, "application/json", ""), false),
    ] {
        let server = Scripted::always(answer).await;
        let not_json = RequestFailure::NotJson { host: host(&server.url), web_page };
        assert_eq!(failure_of(&client_of(&server)).await, not_json);
    }
}

#[tokio::test]
async fn a_huge_answer_is_not_taken_in() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("viewer").await;
    for unknown_length in [false, true] {
        let size = 17 * 1024 * 1024;
        let fault = value!({ "times": 1, "oversizedBody": size, "unknownLength": unknown_length });
        tenant.misbehave(fault);
        let failure = tenant.client.projects(&token).await.unwrap_err();
        assert!(matches!(failure, RequestFailure::TooLarge { .. }), "{failure:?}");
    }
    let server = Scripted::always(
        b"HTTP/1.1 200 OK\r\ncontent-length: 9000000000000000000\r\n\r\n{".to_vec(),
    );
    let failure = failure_of(&client_of(&server.await)).await;
    assert!(matches!(failure, RequestFailure::TooLarge { .. }), "{failure:?}");
}

#[tokio::test]
async fn noise_in_place_of_http_is_a_lost_connection() {
    for noise in [&b""[..], b"\x16\x03\x01\x02\x00", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200"] {
        let server = Scripted::always(noise.to_vec()).await;
        let failure = failure_of(&client_of(&server)).await;
        let lost = RequestFailure::ConnectionLost { host: host(&server.url) };
        assert_eq!(failure, lost, "{noise:?}");
    }
}

#[test]
fn plain_http_is_for_this_computer_only() {
    assert!(ApiAddress::parse("http://127.0.0.1:1").is_ok());
    for far in
        ["http://api.sigsentry.com", "http://192.168.0.7:8080", "http://localhost.evil.example"]
    {
        assert!(ApiAddress::parse(far).is_err(), "{far}");
    }
}

#[test]
fn authorities_that_cannot_be_read_are_refused() {
    let options = |pem: &[u8]| {
        let address = ApiAddress::parse("https://api.example").unwrap();
        Client::new(ConnectOptions::new(address, Some(pem.to_vec()))).map(drop)
    };
    let good = CertificateParams::new(vec![]).unwrap();
    let good = good.self_signed(&KeyPair::generate().unwrap()).unwrap().pem();
    assert_eq!(options(good.as_bytes()), Ok(()));
    for pem in
        [&b""[..], b"nonsense", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
    {
        assert_eq!(options(pem), Err(ClientError), "{}", String::from_utf8_lossy(pem));
    }
}
