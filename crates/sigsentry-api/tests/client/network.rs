//! Everything between the two that can go wrong, each told apart.

use crate::{
    scripted::{Bystander, Scripted, answer, json},
    tenant::{FakePace, HASTY, PATIENT, Tenant, client, client_of, clock, some_token},
};
use chrono::TimeDelta;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, date_time_ymd};
use serde_json::json as value;
use sigsentry_keys_api::{ApiAddress, Client, ClientError, ConnectOptions, Origin, Session};
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
    let own = certificate("127.0.0.1");
    let server = Scripted::tls(own, &KeyPair::generate().unwrap()).await;
    let failure = failure_of(&client(&server.url, None, PATIENT, &FakePace::default())).await;
    let RequestFailure::Untrusted { issuer: Some(issuer), .. } = failure else {
        panic!("{failure:?}");
    };
    assert!(issuer.contains("CN=router.local"), "{issuer}");
    assert!(server.requests().is_empty());

    // To name it as an authority does not help, and is not advised.
    let server = Scripted::tls(authority, &KeyPair::generate().unwrap()).await;
    for client in [client(&server.url, None, PATIENT, &FakePace::default()), client_of(&server)] {
        let failure = failure_of(&client).await;
        assert_eq!(failure, RequestFailure::AuthorityAsServer { host: host(&server.url) });
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_file_with_a_byte_order_mark_trusts_its_first_certificate() {
    let server = Scripted::tls(certificate("127.0.0.1"), &KeyPair::generate().unwrap()).await;
    let pem = [b"\xef\xbb\xbf", &server.ca_pem.clone().unwrap()[..]].concat();
    let client = client(&server.url, Some(&pem), PATIENT, &FakePace::default());
    // Its answer, `{}`, came through.
    assert_eq!(failure_of(&client).await, RequestFailure::Unexpected { host: host(&server.url) });
    assert_eq!(server.requests().len(), 1);
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
    let RequestFailure::Tls { host: named, reason, issuer } = failure_of(&client_of(&server)).await
    else {
        panic!()
    };
    assert!(reason.contains("expired"), "{reason}");
    assert_eq!(named, host(&server.url));
    assert!(issuer.is_some_and(|issuer| issuer.contains("CN=router.local")));
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
    assert!(tenant.timer.waits().is_empty(), "a slow server is not asked again");
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
async fn a_page_in_place_of_an_answer_is_a_captive_portals() {
    for answer in [
        answer(200, "text/html; charset=utf-8", "<!doctype html><p>Welcome!"),
        answer(200, "application/json", "  <html>"),
        answer(511, "text/html", "<p>Sign in to the network"),
        answer(511, "application/json", "{}"),
    ] {
        let server = Scripted::always(answer).await;
        let portal = RequestFailure::CaptivePortal { host: host(&server.url) };
        assert_eq!(failure_of(&client_of(&server)).await, portal);
        assert_eq!(server.requests().len(), 1, "asking again does not sign anybody in");
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
        let options = ConnectOptions::new(address, clock(TimeDelta::zero()));
        Client::new(ConnectOptions { extra_ca_pem: Some(pem.to_vec()), ..options }).map(drop)
    };
    let good = CertificateParams::new(vec![]).unwrap();
    let good = good.self_signed(&KeyPair::generate().unwrap()).unwrap().pem();
    assert_eq!(options(good.as_bytes()), Ok(()));
    // As editors save it: a byte order mark before the first line, and lines of Windows.
    let marked = format!("\u{feff}{good}{good}").replace('\n', "\r\n");
    assert_eq!(options(marked.as_bytes()), Ok(()));
    // One that is not read is not left out in silence.
    let hidden = format!("{good}x{good}");
    assert_eq!(options(hidden.as_bytes()), Err(ClientError::Authorities));
    for pem in
        [&b""[..], b"nonsense", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
    {
        assert_eq!(options(pem), Err(ClientError::Authorities), "{}", String::from_utf8_lossy(pem));
    }
}

#[tokio::test]
async fn a_server_is_reached_by_its_ipv6_address() {
    let script = |_: &str| json(200, r#"{"success":true,"data":[]}"#);
    let plain = Scripted::start_on("::1", script).await;
    assert!(plain.url.starts_with("http://[::1]:"), "{}", plain.url);
    assert_eq!(client_of(&plain).projects(&some_token()).await, Ok(vec![]));
    let head = plain.requests()[0].to_lowercase();
    assert!(head.contains(&format!("host: {}", host(&plain.url))), "{head}");

    let key = KeyPair::generate().unwrap();
    let server = Scripted::tls_on("::1", certificate("::1"), &key).await;
    let unexpected = RequestFailure::Unexpected { host: host(&server.url) };
    assert_eq!(
        failure_of(&client_of(&server)).await,
        unexpected,
        "it spoke TLS, and answered {{}}"
    );
    let stranger = client(&server.url, None, PATIENT, &FakePace::default());
    let RequestFailure::Untrusted { host: named, .. } = failure_of(&stranger).await else {
        panic!()
    };
    assert_eq!(named, host(&server.url));
}

#[tokio::test]
async fn a_clock_that_is_off_by_a_day_is_noticed_and_harms_nothing() {
    for days in [-1, 1] {
        let tenant = Tenant::empty().await;
        let (email, password) = tenant.password("owner");
        let off = ConnectOptions {
            extra_ca_pem: Some(tenant.sandbox.ca_pem().unwrap().as_bytes().to_vec()),
            ..ConnectOptions::new(
                ApiAddress::parse(tenant.sandbox.url()).unwrap(),
                clock(TimeDelta::days(days)),
            )
        };
        let client = Client::new(off).unwrap();
        assert_eq!(client.clock_skew(), None);
        let signed_in = client.sign_in(&email, &password).await.unwrap();
        let skew = client.clock_skew().unwrap() + TimeDelta::days(days);
        assert!(skew.abs() < TimeDelta::seconds(10), "{skew}");
        // By the server's clock it has just begun, whatever this one says.
        let session = Session::new(client, signed_in, Origin::Issued);
        let ends = session.account().session_ends;
        for _ in 0..2 {
            let read = session.read(async |client: Client, token| client.keys(&token).await).await;
            assert_eq!(read.unwrap().keys.len(), 0);
        }
        assert_eq!(session.account().session_ends, ends, "not refreshed");
    }
}
