//! Every key once, from both shapes, over pages that move and fail.

use crate::{
    scripted::{Scripted, json},
    tenant::{Tenant, client_of, some_token},
};
use serde_json::{Value, json as value};
use sigsentry_keys_core::{
    inventory::Gaps,
    key::{KeyRecord, KeyType, LastUsed, NewKeyType, Permission, Revocation},
};
use sigsentry_sandbox::{Config, ListShape, Seed};
use std::{
    collections::HashSet,
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering},
};

fn ids(keys: &[KeyRecord]) -> HashSet<&str> {
    keys.iter().map(|key| &*key.id).collect()
}

#[tokio::test]
async fn both_shapes_bring_the_same_keys() {
    for list_shape in [ListShape::Paged, ListShape::Array] {
        let tenant = Tenant::start(Config { list_shape, ..Config::default() }).await;
        let listing = tenant.client.keys(&tenant.sign_in("viewer").await).await.unwrap();
        let kept = tenant.sandbox.keys();
        assert_eq!(listing.keys.len(), kept.len());
        let expected: HashSet<_> = kept.iter().map(|key| &*key.id).collect();
        assert_eq!(ids(&listing.keys), expected);
        assert_eq!((listing.gaps.missing_pages, &listing.gaps.unreadable), (0, &vec![]));
        for (key, kept) in listing.keys.iter().zip(&kept) {
            assert_eq!((&*key.name, &*key.prefix), (&*kept.name, &*kept.prefix));
            assert_eq!(key.created_at, Some(kept.created_at));
            assert_eq!(key.project_id.as_deref(), kept.project_id.as_deref());
            let last_used = kept.last_used_at.map_or(LastUsed::Never, LastUsed::At);
            assert_eq!(key.last_used, last_used);
            assert_eq!(key.revocation != Revocation::None, kept.revoked_at.is_some());
        }
        let of_type =
            |wanted: &KeyType| listing.keys.iter().filter(|key| key.key_type == *wanted).count();
        assert_eq!(of_type(&KeyType::Unknown("edge".into())), 1);
        assert_eq!(of_type(&KeyType::Legacy), 4);
        assert!(of_type(&KeyType::Current(NewKeyType::Organization)) > 5);
    }
}

#[tokio::test]
async fn more_than_a_thousand_keys_come_each_once() {
    let tenant = Tenant::start(Config { seed: Seed::Keys(1234), ..Config::default() }).await;
    let listing = tenant.client.keys(&tenant.sign_in("viewer").await).await.unwrap();
    assert_eq!((listing.keys.len(), ids(&listing.keys).len()), (1234, 1234));
    assert_eq!(listing.gaps, Gaps { total_pages: 13, ..Gaps::default() });
}

/// No totals, fewer at once than were asked for: some servers say only that there is more, or nothing.
#[tokio::test]
async fn a_server_that_counts_nothing_is_read_to_its_end() {
    for says in ["\"hasMore\":", "\"page\":"] {
        let server = Scripted::start(move |request| {
            let number = request.split("page=").nth(1).and_then(|rest| rest.split('&').next());
            let number: usize = number.and_then(|number| number.parse().ok()).unwrap_or(1);
            let keys: Vec<_> = (number * 50..number * 50 + 50)
                .filter(|id| *id < 170)
                .map(|id| {
                    value!({ "id": format!("k{id}"), "name": "n", "prefix": "ss_org_AbC123456",
                    "lastUsedAt": null })
                })
                .collect();
            let more =
                if says.contains("More") { (number < 3).to_string() } else { number.to_string() };
            let keys = Value::from(keys);
            json(
                200,
                &format!(
                    r#"{{"success":true,"data":{{"items":{keys},"pagination":{{{says}{more}}}}}}}"#
                ),
            )
        })
        .await;
        let listing = client_of(&server).keys(&some_token()).await.unwrap();
        assert_eq!(
            (listing.keys.len(), listing.gaps),
            (120, Gaps { total_pages: 3, ..Gaps::default() })
        );
    }
}

/// Millions of records that are none: counted, not kept.
#[tokio::test]
async fn records_that_are_none_are_counted() {
    let many = "0,".repeat(2_000_000) + "0";
    let server =
        Scripted::always(json(200, &format!(r#"{{"success":true,"data":[{many}]}}"#))).await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!((listing.keys.len(), listing.gaps.unnamed), (0, 2_000_001));
    assert!(listing.gaps.unreadable.is_empty());
}

#[tokio::test]
async fn a_tenant_without_keys_has_none() {
    for list_shape in [ListShape::Paged, ListShape::Array] {
        let config = Config { list_shape, seed: Seed::Empty, ..Config::default() };
        let tenant = Tenant::start(config).await;
        let listing = tenant.client.keys(&tenant.sign_in("viewer").await).await.unwrap();
        assert!(listing.keys.is_empty());
        assert_eq!(listing.gaps.missing_pages, 0);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_the_rest_is_kept() {
    let tenant = Tenant::start(Config { seed: Seed::Hostile, ..Config::default() }).await;
    let listing = tenant.client.keys(&tenant.sign_in("viewer").await).await.unwrap();
    let kept = tenant.sandbox.keys();
    assert_eq!((listing.gaps.unreadable.len(), listing.gaps.unnamed), (2, 1));
    // Two records share an id: one of them is hidden, and that is told.
    assert_eq!(listing.keys.len(), kept.len() - 4);
    assert_eq!(listing.gaps.missing_pages, 1);
    let named = |name: &str| listing.keys.iter().find(|key| *key.name == *name).unwrap();
    assert_eq!(named("broken last use").last_used, LastUsed::Unknown);
    assert_eq!(named("used in a number").last_used, LastUsed::Unknown);
    assert!(matches!(named("used in the future").last_used, LastUsed::At(_)));
    assert_eq!(named("revoked by flag").revocation, Revocation::Revoked(None));
    assert_eq!(named("revoked by status").revocation, Revocation::Revoked(None));
    assert_eq!(&*named("prefix too long").prefix, "ss_secret_AbC123");
    assert_eq!(named("permissions as a text").permissions.len(), 1);
    let sorts = &named("permissions of all sorts").permissions;
    assert_eq!((sorts.len(), &sorts[0]), (4, &Permission::AnalysisRead));
    assert_eq!(&*named("id with a path").id, "../../auth/me?x=1#y");
    assert!(listing.keys.iter().any(|key| key.name.contains("<script>")));
    assert!(listing.keys.iter().any(|key| key.name.len() == 100_000));
}

/// The page that a request asks for.
fn asked(request: &str) -> usize {
    let (_, rest) = request.split_once("page=").unwrap();
    rest.split(['&', ' ']).next().unwrap().parse().unwrap()
}

fn page(keys: Range<usize>, pagination: Value) -> Vec<u8> {
    let items: Vec<_> = keys
        .map(|id| {
            value!({ "id": format!("k{id}"), "name": "n", "prefix": "ss_secret_AbC123",
                "lastUsedAt": null })
        })
        .collect();
    let mut data = value!({ "items": items });
    if !pagination.is_null() {
        data["pagination"] = pagination;
    }
    json(200, &value!({ "success": true, "data": data }).to_string())
}

#[tokio::test]
async fn a_page_that_does_not_come_is_a_gap_and_is_tried_again_a_few_times() {
    let server = Scripted::start(|request| match asked(request) {
        3 => json(500, r#"{"success":false,"error":{"code":"INTERNAL_ERROR","message":""}}"#),
        number => page(number * 100..number * 100 + 100, value!({ "totalPages": 6, "total": 600 })),
    })
    .await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!(listing.keys.len(), 500);
    assert_eq!((listing.gaps.missing_pages, listing.gaps.total_pages), (1, 6));
    let third = server.requests().iter().filter(|request| asked(request) == 3).count();
    assert_eq!(third, 4);
}

#[tokio::test]
async fn four_billion_pages_end_with_the_first_empty_one() {
    let server = Scripted::start(|request| match asked(request) {
        number @ 1..=3 => page(number..number + 1, value!({ "totalPages": 4_000_000_000_u64 })),
        _ => page(0..0, value!({ "totalPages": 4_000_000_000_u64 })),
    })
    .await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!(listing.keys.len(), 3);
    assert_eq!(listing.gaps, Gaps { total_pages: 3, ..Gaps::default() });
    assert!(server.requests().len() <= 8, "those that were under way with the empty one");
}

#[tokio::test]
async fn pages_without_end_are_left_after_many() {
    let server = Scripted::start(|request| {
        let number = asked(request);
        page(number..number + 1, value!({ "totalPages": u64::MAX }))
    })
    .await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!((server.requests().len(), listing.keys.len()), (2500, 2500));
    assert_eq!(listing.gaps.missing_pages, u32::MAX);
}

#[tokio::test]
async fn a_server_that_fails_after_the_first_page_is_left_alone_soon() {
    let server = Scripted::start(|request| match asked(request) {
        1 => page(0..100, value!({ "totalPages": 900, "total": 90_000 })),
        _ => json(503, "down"),
    })
    .await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!(listing.keys.len(), 100);
    assert_eq!((listing.gaps.missing_pages, listing.gaps.total_pages), (899, 900));
    assert_eq!(server.requests().len(), 1 + 4 * 4);
}

#[tokio::test]
async fn a_page_that_is_refused_holds_the_others_up_soon_and_costs_none_that_came() {
    let server = Scripted::start(|request| match asked(request) {
        2 => json(429, r#"{"success":false,"error":{"code":"RATE_LIMITED","message":""}}"#),
        number => {
            page(number * 100..number * 100 + 100, value!({ "totalPages": 90, "total": 9000 }))
        }
    })
    .await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!((listing.keys.len(), listing.gaps.missing_pages), (800, 82));
    assert!(server.requests().iter().all(|request| asked(request) < 2 + 8));
}

#[tokio::test]
async fn a_key_that_slipped_between_two_pages_is_found_the_second_time() {
    let round = AtomicUsize::new(0);
    let server = Scripted::start(move |request| {
        let pagination = value!({ "totalPages": 2, "total": 150 });
        match asked(request) {
            // A key was made between the two reads: key 99 has moved on to page 2, and 149 to
            // where no one looks.
            1 if round.fetch_add(1, Ordering::Relaxed) == 0 => page(0..99, pagination),
            1 => page(0..100, pagination),
            _ => page(100..150, pagination),
        }
    })
    .await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!((listing.keys.len(), ids(&listing.keys).len()), (150, 150));
    assert_eq!(listing.gaps, Gaps { total_pages: 2, ..Gaps::default() });
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_list_that_stays_short_is_read_twice_and_called_short() {
    let pagination = || value!({ "totalPages": 2, "total": 151 });
    let server = Scripted::start(move |request| match asked(request) {
        1 => page(0..100, pagination()),
        _ => page(100..150, pagination()),
    })
    .await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!((listing.keys.len(), listing.gaps.missing_pages), (150, 1));
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_list_that_grows_while_it_is_read_is_read_to_its_new_end() {
    let server = Scripted::start(|request| match asked(request) {
        1 => page(0..100, value!({ "totalPages": 2, "total": 200 })),
        2 => page(99..199, value!({ "totalPages": 3, "total": 201 })),
        _ => page(199..201, value!({ "totalPages": 3, "total": 201 })),
    })
    .await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!(ids(&listing.keys).len(), 201);
    assert_eq!(listing.gaps, Gaps { total_pages: 3, ..Gaps::default() });
}

#[tokio::test]
async fn a_session_that_ends_in_the_middle_is_no_gap() {
    let server = Scripted::start(|request| match asked(request) {
        1 => page(0..100, value!({ "totalPages": 3, "total": 300 })),
        2 => page(100..200, value!({ "totalPages": 3, "total": 300 })),
        _ => json(401, r#"{"success":false,"error":{"code":"UNAUTHORIZED","message":"over"}}"#),
    })
    .await;
    assert!(client_of(&server).keys(&some_token()).await.unwrap_err().ends_session());
}

#[tokio::test]
async fn a_list_without_pagination_is_read_until_a_page_brings_nothing_new() {
    let server = Scripted::start(|request| match asked(request) {
        number @ 1..=2 => page(number * 100..number * 100 + 100, Value::Null),
        _ => page(300..307, Value::Null),
    })
    .await;
    let listing = client_of(&server).keys(&some_token()).await.unwrap();
    assert_eq!(listing.keys.len(), 207);
    assert_eq!(listing.gaps, Gaps { total_pages: 3, ..Gaps::default() });
}

#[tokio::test]
async fn a_reading_says_how_far_it_is() {
    let server = Scripted::start(|request| {
        let number = asked(request);
        page(number * 100..number * 100 + 100, value!({ "totalPages": 12, "total": 1200 }))
    })
    .await;
    let told = std::sync::Mutex::new(Vec::new());
    let tell = |read| told.lock().unwrap().push(read);
    client_of(&server)
        .keys_telling(&some_token(), sigsentry_keys_api::Pace::Brisk, &tell)
        .await
        .unwrap();
    let told = told.into_inner().unwrap();
    assert_eq!(told.iter().map(|read| read.pages).collect::<Vec<_>>(), Vec::from_iter(1..=12));
    let whole = sigsentry_keys_api::ReadSoFar { pages: 12, of: 12, keys: 1200 };
    assert_eq!((told[0].of, told.last()), (12, Some(&whole)));
}

#[tokio::test]
async fn the_newest_keys_are_read_until_a_page_is_known() {
    let server = Scripted::start(|request| {
        let number = asked(request);
        page(number * 100..number * 100 + 100, value!({ "totalPages": 90, "total": 9000 }))
    })
    .await;
    let client = client_of(&server);
    for (known_from, pages) in [(100, 1), (150, 2), (399, 4), (9999, 10)] {
        let before = server.requests().len();
        let is_known =
            |id: &str| id.strip_prefix('k').unwrap().parse::<usize>().unwrap() >= known_from;
        let newest = client.newest(&some_token(), &is_known).await.unwrap();
        assert_eq!((newest.len(), server.requests().len() - before), (pages * 100, pages));
    }
}

/// The order of the list moves on while keys are made: the pages around are looked at, too.
#[tokio::test]
async fn one_key_is_read_from_the_page_where_it_should_be() {
    let server = Scripted::start(|request| {
        let number = asked(request);
        page(number * 100..number * 100 + 100, value!({ "totalPages": 12, "total": 1200 }))
    })
    .await;
    let client = client_of(&server);
    let wanted = "k750";
    let before = server.requests().len();
    for (near, pages) in [(7, 1), (6, 2), (8, 3)] {
        let asked = server.requests().len();
        let read = client.key(&some_token(), wanted, near).await.unwrap();
        assert_eq!(read.map(|key| key.id).as_deref(), Some(wanted));
        assert_eq!(server.requests().len() - asked, pages, "near {near}");
    }
    assert_eq!(client.key(&some_token(), wanted, 2).await.unwrap(), None);
    assert_eq!(server.requests().len() - before, 1 + 2 + 3 + 3);
}
