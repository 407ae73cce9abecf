//! Through the proxy that was chosen, and with what is meant for this computer through none.

use crate::{
    scripted::{Bystander, Scripted, Tunnel, answer, json},
    tenant::{FakePace, HASTY, PATIENT, client, client_of, clock, some_token},
};
use chrono::TimeDelta;
use rcgen::{CertificateParams, KeyPair};
use sigsentry_keys_api::{ApiAddress, Client, ConnectOptions, Proxy, ProxyAddress};
use sigsentry_keys_core::failure::RequestFailure;
use std::process::Command;

fn through(proxy: Proxy, url: &str, ca_pem: Option<Vec<u8>>) -> Client {
    let address = ApiAddress::parse(url).unwrap();
    let options = ConnectOptions::new(address, clock(TimeDelta::zero()));
    let ours = ConnectOptions { extra_ca_pem: ca_pem, time_outs: PATIENT, proxy, ..options };
    Client::new(ours).unwrap()
}

fn at(address: &str) -> Proxy {
    Proxy::At(ProxyAddress::parse(address).unwrap())
}

#[tokio::test]
async fn a_proxy_of_ones_own_carries_what_is_sealed_for_the_server() {
    let certificate = CertificateParams::new(vec!["api.example".to_owned()]).unwrap();
    let server = Scripted::tls(certificate, &KeyPair::generate().unwrap()).await;
    let tunnel = Tunnel::to(server.url.trim_start_matches("https://")).await;
    let far = through(at(&tunnel.address), "https://api.example", server.ca_pem.clone());
    let failure = far.projects(&some_token()).await.unwrap_err();
    let answered = RequestFailure::Unexpected { host: "api.example".into() };
    assert_eq!(failure, answered, "the server's answer, {{}}, came through");
    assert_eq!(server.requests().len(), 1);
    let heads = tunnel.heads();
    assert!(heads[0].starts_with("CONNECT api.example:443 HTTP/1.1"), "{heads:?}");
    assert!(!heads[0].to_lowercase().contains("authorization"), "{heads:?}");
}

#[tokio::test]
async fn a_proxy_that_refuses_or_is_not_there_is_no_way_around_it() {
    let body = "<h1>Proxy authentication required</h1>";
    let refusing = Scripted::always(answer(407, "text/html", body)).await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let host = || "api.example".to_owned();
    for (proxy, expected) in [
        (refusing.url.clone(), RequestFailure::ProxySignIn { host: host() }),
        (free.to_string(), RequestFailure::Unreachable { host: host() }),
    ] {
        let far = through(at(&proxy), "https://api.example", None);
        let failure = far.projects(&some_token()).await.unwrap_err();
        assert_eq!(failure, expected, "{proxy}");
    }
    assert!(refusing.requests()[0].starts_with("CONNECT api.example:443"));
}

#[tokio::test]
async fn what_is_meant_for_this_computer_goes_through_no_proxy_of_ones_own() {
    let proxy = Bystander::new();
    let near = Scripted::always(json(200, r#"{"success":true,"data":[]}"#)).await;
    let client = through(at(&proxy.address()), &near.url, None);
    assert_eq!(client.projects(&some_token()).await, Ok(vec![]));
    assert!(!proxy.was_asked());
}

/// The far end of the test below, with a proxy in its environment.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn behind_a_proxy() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        match std::env::var("SIGSENTRY_TEST_FAR").as_deref() {
            Ok("around") => {
                let far = through(Proxy::None, "https://api.invalid", None);
                let failure = far.projects(&some_token()).await.unwrap_err();
                assert!(matches!(failure, RequestFailure::HostNotFound { .. }), "{failure:?}");
            }
            Ok(_) => {
                let far = client("https://api.example", None, HASTY, &FakePace::default());
                far.projects(&some_token()).await.unwrap_err();
            }
            Err(_) => {
                let body = r#"{"success":true,"data":[]}"#;
                let near = Scripted::always(json(200, body)).await;
                assert_eq!(client_of(&near).projects(&some_token()).await, Ok(vec![]));
            }
        }
    });
}

#[test]
fn the_proxy_is_asked_for_others_and_never_for_this_computer() {
    for (far, asked) in [(Some("through"), true), (Some("around"), false), (None, false)] {
        let proxy = Bystander::new();
        let url = format!("http://{}", proxy.address());
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "--include-ignored", "proxy::behind_a_proxy"]);
        for name in ["http_proxy", "https_proxy", "all_proxy"] {
            child.env(name, &url).env(name.to_uppercase(), &url);
        }
        child.env_remove("no_proxy").env_remove("NO_PROXY");
        if let Some(far) = far {
            child.env("SIGSENTRY_TEST_FAR", far);
        }
        let output = child.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        assert_eq!(proxy.was_asked(), asked, "{far:?}");
    }
}
