//! A session is refreshed before it ends, once where it is over, and never around a creation.

use crate::{
    scripted::{Scripted, json},
    tenant::{Tenant, api, attempt, client_of, some_request, some_token},
};
use chrono::TimeDelta;
use serde_json::json as value;
use sigsentry_keys_api::{Client, Origin, Session, SessionToken, SignedIn};
use sigsentry_keys_core::{
    account::Account,
    creation::{IssueError, Issued, KeyFate},
    failure::RequestFailure,
};
use std::sync::Arc;

async fn session(tenant: &Tenant, role: &str) -> Session {
    let (email, password) = tenant.password(role);
    let signed_in = tenant.client.sign_in(&email, &password).await.unwrap();
    Session::new(tenant.client.clone(), signed_in, Origin::Issued)
}

async fn projects(session: &Session) -> Result<usize, RequestFailure> {
    session.read(|client, token| async move { Ok(client.projects(&token).await?.len()) }).await
}

async fn mint(session: &Session) -> Result<Issued, IssueError> {
    let attempt = attempt(some_request());
    session.once(|client, token| async move { client.issuer(&token).issue(&attempt).await }).await
}

/// The token that a request would travel with now.
async fn token(session: &Session) -> Arc<SessionToken> {
    session.read(async |_: Client, token| Ok(token)).await.unwrap()
}

/// A session that no server knows, with an end far away.
fn some_session(server: &Scripted) -> Session {
    let account = Account {
        id: "u1".into(),
        email: "e@x.example".into(),
        name: String::new(),
        role: "owner".into(),
        tenant_id: String::new(),
        tenant_name: String::new(),
        session_ends: None,
    };
    Session::new(client_of(server), SignedIn { token: some_token(), account }, Origin::Brought)
}

const OVER: &str = r#"{"success":false,"error":{"code":"UNAUTHORIZED","message":"over"}}"#;

fn fresh(person: &str) -> Vec<u8> {
    let user = value!({ "id": person, "email": "e@x.example" });
    let data = value!({ "token": "fr3sh", "user": user });
    json(200, &value!({ "success": true, "data": data }).to_string())
}

/// Refreshes with `answer`, and lets only the fresh token in.
async fn server(answer: Vec<u8>) -> Scripted {
    Scripted::start(move |request| {
        if request.starts_with("POST /v1/auth/refresh") {
            answer.clone()
        } else if request.contains("Bearer fr3sh") {
            json(200, r#"{"success":true,"data":[]}"#)
        } else {
            json(401, OVER)
        }
    })
    .await
}

fn refreshes(server: &Scripted) -> usize {
    let requests = server.requests();
    requests.iter().filter(|request| request.starts_with("POST /v1/auth/refresh")).count()
}

#[tokio::test]
async fn a_session_is_refreshed_in_its_last_tenth_and_not_before() {
    let tenant = Tenant::empty().await;
    let session = session(&tenant, "viewer").await;
    let (first, ends) = (token(&session).await, session.account().session_ends.unwrap());
    for (hours, refreshed) in [(21, false), (1, true)] {
        tenant.sandbox.advance_clock(TimeDelta::hours(hours));
        // The first read hears what time it is over there.
        projects(&session).await.unwrap();
        projects(&session).await.unwrap();
        assert_eq!(!Arc::ptr_eq(&first, &token(&session).await), refreshed);
    }
    let longer = session.account().session_ends.unwrap() - ends;
    assert!((TimeDelta::hours(21)..=TimeDelta::hours(23)).contains(&longer), "{longer}");
    assert!(tenant.client.account(&first).await.unwrap_err().ends_session());
    // Past the end of the first one, the second goes on.
    tenant.sandbox.advance_clock(TimeDelta::hours(3));
    assert_eq!(projects(&session).await, Ok(1));
}

#[tokio::test]
async fn a_typed_token_is_refreshed_half_an_hour_before_its_end() {
    let tenant = Tenant::empty().await;
    let brought = tenant.sign_in("viewer").await;
    let account = tenant.client.account(&brought).await.unwrap();
    let signed_in = SignedIn { token: brought, account };
    let session = Session::new(tenant.client.clone(), signed_in, Origin::Brought);
    let first = token(&session).await;
    for (minutes, refreshed) in [(24 * 60 - 40, false), (15, true)] {
        tenant.sandbox.advance_clock(TimeDelta::minutes(minutes));
        projects(&session).await.unwrap();
        projects(&session).await.unwrap();
        assert_eq!(!Arc::ptr_eq(&first, &token(&session).await), refreshed);
    }
}

#[tokio::test]
async fn a_session_that_is_over_is_refreshed_and_the_read_repeated_once() {
    let server = server(fresh("u1")).await;
    let session = some_session(&server);
    assert_eq!(projects(&session).await, Ok(0));
    let lines: Vec<_> =
        server.requests().iter().map(|it| it.lines().next().unwrap().to_owned()).collect();
    let read = "GET /v1/config/projects HTTP/1.1";
    assert_eq!(lines, [read, "POST /v1/auth/refresh HTTP/1.1", read]);
    let refresh = server.requests()[1].to_lowercase();
    assert!(refresh.contains("connection: close"), "{refresh}");
    assert!(refresh.contains("authorization: bearer eyj"), "{refresh}");
}

#[tokio::test]
async fn a_fresh_session_that_is_over_too_is_not_refreshed_again() {
    let server = Scripted::start(|request| {
        let refresh = request.starts_with("POST /v1/auth/refresh");
        if refresh { fresh("u1") } else { json(401, OVER) }
    })
    .await;
    assert!(projects(&some_session(&server)).await.unwrap_err().ends_session());
    assert_eq!((refreshes(&server), server.requests().len()), (1, 3));
}

#[tokio::test]
async fn reads_that_hear_it_at_the_same_time_refresh_once() {
    let server = server(fresh("u1")).await;
    let session = some_session(&server);
    let reads = (0..8).map(|_| projects(&session));
    for read in futures_util::future::join_all(reads).await {
        assert_eq!(read, Ok(0));
    }
    assert_eq!(refreshes(&server), 1);
}

#[tokio::test]
async fn the_old_token_is_gone_after_a_refresh() {
    let server = server(fresh("u1")).await;
    let session = some_session(&server);
    let old = Arc::downgrade(&token(&session).await);
    assert!(old.upgrade().is_some());
    projects(&session).await.unwrap();
    assert!(old.upgrade().is_none(), "dropped, and so wiped");
}

#[tokio::test]
async fn a_creation_is_neither_repeated_nor_refreshed_for() {
    let server = server(fresh("u1")).await;
    let error = mint(&some_session(&server)).await.unwrap_err();
    assert_eq!(error.fate, KeyFate::NotCreated);
    assert!(error.failure.ends_session());
    assert_eq!((refreshes(&server), server.requests().len()), (0, 1));
}

#[tokio::test]
async fn a_creation_is_sent_with_a_session_that_was_refreshed_before() {
    let tenant = Tenant::empty().await;
    let session = session(&tenant, "owner").await;
    tenant.sandbox.advance_clock(TimeDelta::hours(22));
    projects(&session).await.unwrap();
    let ends = session.account().session_ends.unwrap();
    mint(&session).await.unwrap();
    assert!(session.account().session_ends.unwrap() > ends);
    assert_eq!(tenant.sandbox.keys().len(), 1);
}

#[tokio::test]
async fn a_refresh_waits_for_a_creation_that_is_on_its_way() {
    let tenant = Tenant::empty().await;
    let session = session(&tenant, "owner").await;
    let first = token(&session).await;
    let slow = value!({ "operation": "create", "times": 1, "latencyMs": 700 });
    tenant.misbehave(slow);
    let over =
        value!({ "operation": "projects", "times": 1, "status": 401, "code": "UNAUTHORIZED" });
    tenant.misbehave(over);
    let (minted, read) = tokio::join!(mint(&session), projects(&session));
    minted.unwrap();
    assert_eq!(read, Ok(1));
    assert!(!Arc::ptr_eq(&first, &token(&session).await), "it was refreshed, afterwards");
}

#[tokio::test]
async fn a_server_that_does_not_refresh_leaves_the_session_as_it_is() {
    let not_found = r#"{"success":false,"error":{"code":"NOT_FOUND","message":"no such path"}}"#;
    for answer in [json(404, not_found), json(401, OVER), json(403, OVER)] {
        let server = server(answer).await;
        let over = api(projects(&some_session(&server)).await.unwrap_err());
        assert_eq!(over.status, 401, "the session is over, and that is what is said");
        assert_eq!((refreshes(&server), server.requests().len()), (1, 2));
    }
    // Ahead of its end it is asked once, and then left in peace.
    let tenant = Tenant::empty().await;
    let session = session(&tenant, "viewer").await;
    tenant.misbehave(
        value!({ "operation": "refresh", "times": 1, "status": 404, "code": "NOT_FOUND" }),
    );
    let first = token(&session).await;
    tenant.sandbox.advance_clock(TimeDelta::hours(22));
    for _ in 0..4 {
        assert_eq!(projects(&session).await, Ok(1));
    }
    assert!(Arc::ptr_eq(&first, &token(&session).await));
}

#[tokio::test]
async fn a_refresh_that_fails_on_the_way_is_tried_again_a_minute_later() {
    let tenant = Tenant::empty().await;
    let session = session(&tenant, "viewer").await;
    let first = token(&session).await;
    tenant.misbehave(value!({ "operation": "refresh", "times": 1, "dropBeforeCommit": true }));
    tenant.sandbox.advance_clock(TimeDelta::hours(22));
    for (seconds, refreshed) in [(0, false), (30, false), (40, true)] {
        tenant.sandbox.advance_clock(TimeDelta::seconds(seconds));
        projects(&session).await.unwrap();
        projects(&session).await.unwrap();
        assert_eq!(!Arc::ptr_eq(&first, &token(&session).await), refreshed, "{seconds}");
    }
}

#[tokio::test]
async fn a_refresh_that_is_lost_is_no_word_about_the_session() {
    let server = server(b"HTTP/1.1 200".to_vec()).await;
    let failure = projects(&some_session(&server)).await.unwrap_err();
    assert!(matches!(failure, RequestFailure::ConnectionLost { .. }), "{failure:?}");
}

#[tokio::test]
async fn somebody_elses_session_is_not_taken() {
    let server = server(fresh("u2")).await;
    let failure = projects(&some_session(&server)).await.unwrap_err();
    assert!(matches!(failure, RequestFailure::Unexpected { .. }), "{failure:?}");
    let requests = server.requests();
    assert!(!requests.iter().any(|request| request.contains("fr3sh")), "{requests:?}");
}

#[tokio::test]
async fn a_session_is_ended_with_the_token_that_it_has_by_then() {
    let tenant = Tenant::empty().await;
    let session = session(&tenant, "viewer").await;
    tenant.sandbox.advance_clock(TimeDelta::hours(22));
    projects(&session).await.unwrap();
    projects(&session).await.unwrap();
    let last = token(&session).await;
    session.end().await.unwrap();
    assert!(tenant.client.account(&last).await.unwrap_err().ends_session());
}

#[tokio::test]
async fn who_keeps_the_token_hears_of_every_fresh_one() {
    let server = server(fresh("u1")).await;
    let heard = Arc::new(std::sync::Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let session = some_session(&server)
        .heard_by(move |_, account| ears.lock().unwrap().push(account.email.clone()));
    assert_eq!(projects(&session).await, Ok(0));
    assert_eq!(projects(&session).await, Ok(0));
    assert_eq!(*heard.lock().unwrap(), ["e@x.example"]);
}

/// A lock or a switch closes the store that the fresh token is kept in.
#[tokio::test]
async fn who_waits_for_a_refresh_finds_its_token() {
    let server = server(fresh("u1")).await;
    let session = some_session(&server);
    session.settled().await;
    let before = session.token();
    let (read, after) = tokio::join!(projects(&session), async {
        // Until the refresh is under way: it holds the old token, too.
        while refreshes(&server) == 0 {
            tokio::task::yield_now().await;
        }
        session.settled().await;
        session.token()
    });
    assert_eq!(read, Ok(0));
    assert!(!Arc::ptr_eq(&before, &after));
}
