//! Waiting: for reads as long as the server asks and retry_budget lasts, for everything else never.

use crate::tenant::{Tenant, api, some_request};
use chrono::TimeDelta;
use serde_json::json;
use sigsentry_keys_api::{Pace, ReadSoFar};
use sigsentry_keys_core::{
    creation::KeyFate,
    failure::{ApiCode, RequestFailure},
};
use sigsentry_sandbox::{Config, Seed};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_read_waits_as_long_as_it_is_asked_to() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("viewer").await;
    tenant
        .misbehave(json!({ "operation": "projects", "times": 2, "status": 429, "retryAfter": 4 }));
    assert_eq!(tenant.client.projects(&token).await.unwrap().len(), 1);
    // Four seconds and up to a quarter of that: half of it, as this clock's dice say.
    assert_eq!(tenant.timer.waits(), [SECOND * 9 / 2, SECOND * 9 / 2]);
}

#[tokio::test]
async fn a_wait_beyond_all_patience_is_not_begun() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("viewer").await;
    tenant.misbehave(json!({ "operation": "projects", "status": 429, "retryAfter": 3600 }));
    let error = api(tenant.client.projects(&token).await.unwrap_err());
    assert_eq!(error.code, ApiCode::RateLimited);
    assert_eq!(error.retry_after, Some(SECOND * 3600));
    assert!(tenant.timer.waits().is_empty());
}

#[tokio::test]
async fn a_server_that_stays_busy_is_asked_four_times() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("viewer").await;
    tenant
        .misbehave(json!({ "operation": "projects", "times": 4, "status": 429, "retryAfter": 1 }));
    let error = api(tenant.client.projects(&token).await.unwrap_err());
    assert_eq!(error.code, ApiCode::RateLimited);
    assert_eq!(tenant.timer.waits().len(), 3);
    tenant.client.projects(&token).await.unwrap();
}

#[tokio::test]
async fn a_read_is_tried_again_when_the_server_fails_or_the_line_goes_dead() {
    for (fault, failure) in [
        (json!({ "status": 500 }), "InternalError"),
        (json!({ "status": 503, "html": true }), "NotJson"),
        (json!({ "dropBeforeCommit": true }), "ConnectionLost"),
        (json!({ "truncatedBody": true }), "ConnectionLost"),
    ] {
        let tenant = Tenant::empty().await;
        let token = tenant.sign_in("viewer").await;
        let mut few = fault.clone();
        few["times"] = json!(3);
        tenant.misbehave(few);
        tenant.client.projects(&token).await.unwrap();
        let waits = tenant.timer.waits();
        assert!(waits.is_sorted() && waits.len() == 3, "{waits:?}");
        assert!(waits[0] > Duration::ZERO && waits[2] <= SECOND);
        tenant.misbehave(fault);
        let error = format!("{:?}", tenant.client.projects(&token).await.unwrap_err());
        assert!(error.contains(failure), "{error}");
        assert_eq!(tenant.timer.waits().len(), 6);
    }
}

#[tokio::test]
async fn what_trying_again_cannot_mend_is_not_tried_again() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("viewer").await;
    for fault in [
        json!({ "times": 1, "status": 403, "code": "FORBIDDEN" }),
        json!({ "times": 1, "status": 404, "code": "NOT_FOUND" }),
        json!({ "times": 1, "html": true }),
        json!({ "times": 1, "redirect": "https://elsewhere.example/" }),
    ] {
        tenant.misbehave(fault);
        tenant.client.projects(&token).await.unwrap_err();
    }
    assert!(tenant.timer.waits().is_empty());
}

#[tokio::test]
async fn a_listing_never_asks_for_more_pages_than_are_left_to_it() {
    let config = Config { seed: Seed::Keys(750), reads_per_minute: 5, ..Config::default() };
    let tenant = Tenant::start(config).await;
    let token = tenant.sign_in("viewer").await;
    tenant.client.projects(&token).await.unwrap();
    tenant.sandbox.advance_clock(TimeDelta::seconds(45));
    // Page 1, then three more, and the window is used up: the rest waits for the next one.
    let listing = tenant.client.keys(&token).await.unwrap();
    assert_eq!((listing.keys.len(), listing.gaps.missing_pages), (750, 0));
    let waits = tenant.timer.waits();
    assert_eq!(waits.len(), 1, "one wait, and not one refusal: {waits:?}");
    assert!((SECOND * 13..=SECOND * 19).contains(&waits[0]), "{waits:?}");
}

#[tokio::test]
async fn a_window_that_ends_too_late_leaves_a_gap() {
    let config = Config { seed: Seed::Keys(750), reads_per_minute: 3, ..Config::default() };
    let tenant = Tenant::start(config).await;
    let token = tenant.sign_in("viewer").await;
    let listing = tenant.client.keys(&token).await.unwrap();
    assert_eq!((listing.keys.len(), listing.gaps.missing_pages), (300, 5));
    assert!(tenant.timer.waits().is_empty());
}

#[tokio::test]
async fn a_busy_server_in_the_middle_of_a_listing_costs_time_and_no_pages() {
    let tenant = Tenant::start(Config { seed: Seed::Keys(950), ..Config::default() }).await;
    let token = tenant.sign_in("viewer").await;
    let busy = json!({ "operation": "list", "times": 3, "status": 429, "retryAfter": 2 });
    // The first page comes, and three of the four after it are refused once.
    tenant.misbehave(json!({ "operation": "list", "times": 1 }));
    tenant.misbehave(busy);
    let listing = tenant.client.keys(&token).await.unwrap();
    assert_eq!((listing.keys.len(), listing.gaps.missing_pages), (950, 0));
    assert_eq!(tenant.timer.waits(), [SECOND * 9 / 4; 3]);
}

#[tokio::test]
async fn a_revocation_is_sent_once() {
    let tenant = Tenant::start(Config::default()).await;
    let token = tenant.sign_in("owner").await;
    let id = tenant.sandbox.keys()[0].id.clone();
    let revoked = || tenant.sandbox.keys()[0].revoked_at.is_some();
    for status in [500, 503, 429] {
        tenant.misbehave(json!({ "operation": "revoke", "times": 1, "status": status }));
        let error = api(tenant.client.revoke(&token, &id).await.unwrap_err());
        assert_eq!(error.status, status);
        assert!(!revoked());
    }
    tenant.misbehave(json!({ "operation": "revoke", "times": 1, "dropAfterCommit": true }));
    let failure = tenant.client.revoke(&token, &id).await.unwrap_err();
    assert!(matches!(failure, RequestFailure::ConnectionLost { .. }), "{failure:?}");
    assert!(revoked());
    assert!(tenant.timer.waits().is_empty());
}

#[tokio::test]
async fn a_creation_is_sent_once() {
    let tenant = Tenant::empty().await;
    let token = tenant.sign_in("owner").await;
    for (fault, fate) in [
        (json!({ "status": 500 }), KeyFate::Unknown),
        (json!({ "status": 503, "html": true }), KeyFate::Unknown),
        (json!({ "dropBeforeCommit": true }), KeyFate::Unknown),
        (json!({ "status": 429, "retryAfter": 1 }), KeyFate::NotCreated),
    ] {
        let mut once = fault.clone();
        once["times"] = json!(1);
        tenant.misbehave(once);
        let error = tenant.mint(&token, some_request()).await.unwrap_err();
        assert_eq!(error.fate, fate, "{fault}");
        assert!(tenant.sandbox.keys().is_empty());
    }
    assert!(tenant.timer.waits().is_empty());
}

#[tokio::test]
async fn signing_in_and_out_are_sent_once() {
    let tenant = Tenant::empty().await;
    let (email, password) = tenant.password("owner");
    tenant.misbehave(json!({ "operation": "login", "times": 1, "status": 500 }));
    assert_eq!(api(tenant.client.sign_in(&email, &password).await.unwrap_err()).status, 500);
    let token = tenant.sign_in("owner").await;
    tenant.misbehave(json!({ "operation": "logout", "times": 1, "status": 500 }));
    assert_eq!(api(tenant.client.sign_out(&token).await.unwrap_err()).status, 500);
    assert!(tenant.timer.waits().is_empty());
}

#[tokio::test]
async fn a_gentle_reading_leaves_half_of_the_limit_and_waits_for_as_long_as_it_takes() {
    let config = Config { seed: Seed::Keys(1150), reads_per_minute: 8, ..Config::default() };
    let tenant = Tenant::start(config).await;
    let token = tenant.sign_in("viewer").await;
    // The person's own readings do not wait for two minutes.
    let brisk = tenant.client.keys(&token).await.unwrap();
    assert!(brisk.gaps.missing_pages > 0);
    assert!(tenant.timer.waits().is_empty());
    tenant.sandbox.advance_clock(TimeDelta::seconds(60));
    let told = std::sync::Mutex::new(Vec::new());
    let progress = |so_far: ReadSoFar| told.lock().unwrap().push(so_far.pages);
    let gentle = tenant.client.keys_telling(&token, Pace::Gentle, &progress).await.unwrap();
    assert_eq!((gentle.keys.len(), gentle.gaps.missing_pages), (1150, 0));
    // Four pages in each window, one after another.
    let waits = tenant.timer.waits();
    assert_eq!(waits.len(), 2, "{waits:?}");
    assert!(waits.iter().all(|wait| *wait > SECOND * 30), "{waits:?}");
    assert_eq!(*told.lock().unwrap(), (1..=12).collect::<Vec<u64>>());
}
