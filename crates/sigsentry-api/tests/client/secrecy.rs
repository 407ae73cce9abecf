//! No failure says a value, a session token or a password, whatever the server sends.

use crate::{
    scripted::{Scripted, answer, json},
    tenant::{attempt, client_of, some_request, some_token},
};
use std::fmt::{Debug, Display};

/// What is public of it are the first 16 characters.
const VALUE: &str = "ss_org_AbC123456qqqQQQqqqQQQqqqQQQqqqQQQ";
const SECRET_PART: &str = "qqqQQQqqq";
const PASSWORD: &str = "correct horse battery";
const TOKEN_PART: &str = "c2lnbmF0dXJl";

fn said<E: Debug + Display>(error: &E) -> String {
    format!("{error} {error:?} {error:#?}")
}

/// Answers in which `{}` stands for what must not come through.
fn answers() -> Vec<(u16, &'static str, &'static str)> {
    let json = "application/json";
    vec![
        (201, json, r#"{"success":true,"data":{"id":"k1","key":"{}"#),
        (201, json, r#"{"success":true,"data":{"id":"k1","key":"{} "}}"#),
        (201, json, r#"{"success":true,"data":{"id":"k1","key":["{}"]}}"#),
        (201, json, r#"{"success":true,"data":{"id":"k1","key":"{}","key":"{}"}}"#),
        (201, json, r#"{"success":true,"data":{"id":"k1","value":"{}"}}"#),
        (201, json, r#"{"success":true,"data":"{}"}"#),
        (201, json, r#"{"success":"{}","data":{"token":"{} ","user":"{}"}}"#),
        (201, json, r#"{"success":true,"data":{"token":"{} ","user":{"id":"u","email":"e"}}}"#),
        (201, json, r#""{}""#),
        (201, json, "{}"),
        (201, "text/html", "<p>{}</p>"),
        (400, json, r#"{"error":{"code":"X","message":"{} is odd, {}!"}}"#),
        (400, json, r#"{"error":{"code":"{}","message":""}}"#),
        (400, json, r#"{"error":{"code":"X","details":[{"field":"{}","message":"{}"}]}}"#),
        (401, json, r#"{"error":{"code":"UNAUTHORIZED","message":"'{}' is wrong"}}"#),
        (500, "text/plain", "trace: {}"),
        (502, "text/html", "<pre>{}</pre>"),
    ]
}

#[tokio::test]
async fn a_failed_creation_says_no_value_and_no_token() {
    let token = some_token();
    let sent = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl";
    for (status, kind, body) in answers() {
        for secret in [VALUE, sent] {
            let body = body.replace("{}", secret);
            assert!(body.contains(SECRET_PART) || body.contains(TOKEN_PART));
            let server = Scripted::always(answer(status, kind, &body)).await;
            let client = client_of(&server);
            // A token in place of a value is a value, as far as a person can tell.
            let Err(error) = client.issuer(&token).issue(&attempt(some_request())).await else {
                assert!(body.contains(sent), "{body}");
                continue;
            };
            let said = said(&error);
            assert!(!said.contains(SECRET_PART) && !said.contains(TOKEN_PART), "{said}");
            assert!(server.requests()[0].contains(sent), "the token was sent");
        }
    }
}

#[tokio::test]
async fn a_failed_sign_in_says_no_password_and_no_token() {
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl";
    for (status, kind, body) in answers() {
        for secret in [PASSWORD, token] {
            let body = body.replace("{}", secret);
            assert!(body.contains(PASSWORD) || body.contains(TOKEN_PART));
            let server = Scripted::always(answer(status, kind, &body)).await;
            let failure = client_of(&server).sign_in("e@x.example", PASSWORD).await.unwrap_err();
            let said = said(&failure);
            assert!(!said.contains("horse") && !said.contains(TOKEN_PART), "{said}");
            assert!(server.requests()[0].contains(PASSWORD), "the password was sent");
        }
    }
}

#[tokio::test]
async fn a_failed_read_or_revocation_says_no_token() {
    let token = some_token();
    let sent = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl";
    for (status, kind, body) in answers() {
        let body = body.replace("{}", sent);
        assert!(body.contains(TOKEN_PART));
        let server = Scripted::always(answer(status, kind, &body)).await;
        let client = client_of(&server);
        let mut all = vec![said(&client.projects(&token).await.unwrap_err())];
        all.push(said(&client.account(&token).await.unwrap_err()));
        all.push(said(&client.keys(&token).await.unwrap_err()));
        all.extend(client.revoke(&token, "k1").await.err().map(|error| said(&error)));
        all.extend(client.sign_out(&token).await.err().map(|error| said(&error)));
        for said in all {
            assert!(!said.contains(TOKEN_PART), "{said}");
        }
    }
}

#[tokio::test]
async fn what_succeeds_says_nothing_either() {
    let body = format!(
        r#"{{"success":true,"data":{{"id":"k1","name":"n","prefix":"{VALUE}","key":"{VALUE}","note":"{VALUE}"}}}}"#
    );
    let server = Scripted::always(json(201, &body)).await;
    let token = some_token();
    let client = client_of(&server);
    let issued = client.issuer(&token).issue(&attempt(some_request())).await.unwrap();
    let said = format!("{issued:?}");
    assert!(said.contains(&VALUE[..16]), "{said}");
    assert!(!said.contains(SECRET_PART), "{said}");
    let user = r#""user":{"id":"u1","email":"e@x.example"}"#;
    let body = format!(r#"{{"success":true,"data":{{"token":"opaque-{TOKEN_PART}",{user}}}}}"#);
    let server = Scripted::always(json(200, &body)).await;
    let signed_in = client_of(&server).sign_in("e@x.example", PASSWORD).await.unwrap();
    let said = format!("{signed_in:?}");
    assert!(said.contains("e@x.example") && !said.contains(TOKEN_PART), "{said}");
}
