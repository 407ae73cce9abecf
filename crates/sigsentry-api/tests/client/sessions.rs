//! Signing in, asking who is signed in, signing out.

use crate::{
    scripted::{Scripted, answer, json},
    tenant::{HASTY, Tenant, api, client_of, plain, some_request},
};
use chrono::TimeDelta;
use serde_json::json as value;
use sigsentry_keys_api::SessionToken;
use sigsentry_keys_core::failure::{ApiCode, RequestFailure};
use sigsentry_sandbox::{Config, Seed};

#[tokio::test]
async fn the_right_password_brings_a_session_of_a_day() {
    let tenant = Tenant::empty().await;
    for role in ["owner", "admin", "member", "viewer"] {
        let (email, password) = tenant.password(role);
        let signed_in = tenant.client.sign_in(&email, &password).await.unwrap();
        assert_eq!((&signed_in.account.email, signed_in.account.role.as_str()), (&email, role));
        assert_eq!(signed_in.account.tenant_name, "Northwind Labs");
        let again = tenant.client.account(&signed_in.token).await.unwrap();
        assert_eq!(again, signed_in.account);
        let from_now = again.session_ends.unwrap() - chrono::DateTime::<chrono::Utc>::from(now());
        assert!(from_now <= TimeDelta::hours(24) && from_now > TimeDelta::hours(23));
    }
}

#[allow(clippy::disallowed_methods, reason = "compared with a server's clock")]
fn now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

#[tokio::test]
async fn a_wrong_password_is_a_no_and_no_crash() {
    let tenant = Tenant::empty().await;
    let (email, _) = tenant.password("owner");
    let long = "🔑".repeat(2000);
    for password in ["wrong", "\"},{", "pä\u{0}\n\u{202e}ß", " ", long.as_str()] {
        let failure = tenant.client.sign_in(&email, password).await.unwrap_err();
        assert!(failure.ends_session());
        assert_eq!(api(failure).code, ApiCode::Unauthorized);
    }
    assert!(tenant.timer.waits().is_empty(), "it is not tried again");
}

#[tokio::test]
async fn a_session_that_is_over_says_so() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    tenant.client.sign_out(&token).await.unwrap();
    for failure in [
        tenant.client.account(&token).await.unwrap_err(),
        tenant.client.projects(&token).await.unwrap_err(),
        tenant.client.keys(&token).await.unwrap_err(),
        tenant.client.revoke(&token, "k1").await.unwrap_err(),
        tenant.client.sign_out(&token).await.unwrap_err(),
        tenant.mint(&token, some_request()).await.unwrap_err().failure,
    ] {
        assert!(failure.ends_session(), "{failure:?}");
    }
    let token = tenant.sign_in("owner").await;
    tenant.sandbox.advance_clock(TimeDelta::hours(25));
    assert!(tenant.client.account(&token).await.unwrap_err().ends_session());
}

#[tokio::test]
async fn an_api_key_is_no_session() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    let mut issued = tenant.mint(&token, some_request()).await.unwrap();
    let key = SessionToken::new(&plain(&mut issued.value)).unwrap();
    let failure = tenant.client.account(&key).await.unwrap_err();
    assert!(!failure.ends_session());
    let error = api(failure);
    assert_eq!((error.status, error.code), (403, ApiCode::DashboardOnly));
    let error = api(tenant.client.keys(&key).await.unwrap_err());
    assert_eq!(error.code, ApiCode::DashboardOnly);
    let refused = tenant.mint(&key, some_request()).await.unwrap_err();
    assert_eq!(api(refused.failure).code, ApiCode::DashboardOnly);
}

#[tokio::test]
async fn the_password_travels_once_and_on_a_connection_of_its_own() {
    let body = value!({ "success": true, "data": { "token": "t0ken", "user": {
        "id": "u1", "email": "e@x.example" } } });
    let server = Scripted::always(json(200, &body.to_string())).await;
    let signed_in = client_of(&server).sign_in("e@x.example", "hunter2\"").await.unwrap();
    assert_eq!(signed_in.account.session_ends, None);
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /v1/auth/login HTTP/1.1"), "{head}");
    assert!(head.contains("connection: close"), "{head}");
    assert_eq!(body, r#"{"email":"e@x.example","password":"hunter2\""}"#);
}

#[tokio::test]
async fn an_answer_that_is_no_session_is_none() {
    let user = r#""user":{"id":"u1","email":"e"}"#;
    for (body, is_json) in [
        (String::new(), false),
        ("nonsense".into(), false),
        ("{}".into(), true),
        (r#"{"success":true}"#.into(), true),
        (r#"{"success":true,"data":{}}"#.into(), true),
        (format!(r#"{{"success":false,"data":{{"token":"t",{user}}}}}"#), true),
        (format!(r#"{{"success":true,"data":{{"token":"",{user}}}}}"#), true),
        (format!(r#"{{"success":true,"data":{{"token":"a b",{user}}}}}"#), true),
        (format!(r#"{{"success":true,"data":{{"token":"t\r\nX-A: 1",{user}}}}}"#), true),
        (format!(r#"{{"success":true,"data":{{"token":17,{user}}}}}"#), true),
        (r#"{"success":true,"data":{"token":"t","user":{"id":"u1"}}}"#.into(), true),
    ] {
        let server = Scripted::always(json(200, &body)).await;
        let failure = client_of(&server).sign_in("e", "password").await.unwrap_err();
        let host = server.url.trim_start_matches("http://").to_owned();
        let expected = if is_json {
            RequestFailure::Unexpected { host }
        } else {
            RequestFailure::NotJson { host, web_page: false }
        };
        assert_eq!(failure, expected, "{body}");
    }
    let server = Scripted::always(answer(200, "text/plain", " <html>")).await;
    let failure = client_of(&server).sign_in("e", "password").await.unwrap_err();
    assert!(matches!(failure, RequestFailure::CaptivePortal { .. }), "{failure:?}");
}

#[tokio::test]
async fn a_session_has_a_size_and_a_time() {
    let config = Config { seed: Seed::Empty, ..Config::default() };
    let tenant = Tenant::start_with(config, HASTY).await;
    let (email, password) = tenant.password("owner");
    for unknown_length in [false, true] {
        let fault =
            value!({ "times": 1, "oversizedBody": 70_000, "unknownLength": unknown_length });
        tenant.misbehave(fault);
        let failure = tenant.client.sign_in(&email, &password).await.unwrap_err();
        assert!(matches!(failure, RequestFailure::TooLarge { .. }), "{failure:?}");
    }
    tenant.misbehave(value!({ "times": 1, "bytesPerSecond": 16 }));
    let failure = tenant.client.sign_in(&email, &password).await.unwrap_err();
    assert!(matches!(failure, RequestFailure::TimedOut { .. }), "{failure:?}");
}

#[tokio::test]
async fn signing_out_needs_no_words() {
    let server = Scripted::always(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_vec());
    let server = server.await;
    client_of(&server).sign_out(&crate::tenant::some_token()).await.unwrap();
    assert!(server.requests()[0].starts_with("POST /v1/auth/logout"));
}
