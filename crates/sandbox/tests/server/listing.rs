//! The list of keys, in both documented shapes.

use crate::client::Server;
use serde_json::json;
use sigsentry_sandbox::{Config, ListShape, Seed};
use std::collections::HashSet;

const KEYS: &str = "/v1/config/api-keys";

#[tokio::test]
async fn every_key_stands_on_one_page() {
    let server = Server::start(Config { seed: Seed::Keys(205), ..Config::default() }).await;
    let token = server.sign_in("viewer").await;
    let mut seen = HashSet::new();
    let mut last = String::from("9999");
    for page in 1..=3 {
        let path = format!("{KEYS}?page={page}&limit=100");
        let answer = server.get(&path).bearer(&token).send().await;
        let data = &answer.body["data"];
        let pagination = json!({ "page": page, "limit": 100, "total": 205, "totalPages": 3 });
        assert_eq!(data["pagination"], pagination);
        for key in data["items"].as_array().unwrap() {
            assert!(seen.insert(key["id"].clone()));
            let created = key["createdAt"].as_str().unwrap().to_owned();
            assert!(created <= last, "newest first");
            last = created;
        }
    }
    assert_eq!(seen.len(), 205);
}

#[tokio::test]
async fn pages_have_a_default_a_limit_and_an_end() {
    let server = Server::start(Config::default()).await;
    let token = server.sign_in("viewer").await;
    let first = server.get(KEYS).bearer(&token).send().await;
    assert_eq!(first.body["data"]["items"].as_array().unwrap().len(), 20);
    for page in ["1000", "99999999999999999999999999"] {
        let path = format!("{KEYS}?page={page}");
        let beyond = server.get(&path).bearer(&token).send().await;
        assert_eq!(beyond.body["data"]["items"], json!([]));
    }
    for (query, field) in [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=%2B1", "page"),
        ("page=", "page"),
        ("page=1&page=2", "page"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
    ] {
        let refused = server.get(&format!("{KEYS}?{query}")).bearer(&token).send().await;
        assert_eq!(refused.refusal(), (400, "VALIDATION_ERROR"), "{query}");
        assert_eq!(refused.field(), field, "{query}");
    }
}

#[tokio::test]
async fn the_other_shape_is_a_bare_array_of_everything() {
    let config = Config { list_shape: ListShape::Array, ..Config::default() };
    let server = Server::start(config).await;
    let token = server.sign_in("viewer").await;
    let answer = server.get(&format!("{KEYS}?page=1&limit=100")).bearer(&token).send().await;
    assert_eq!(answer.body["data"].as_array().unwrap().len(), server.sandbox.keys().len());
}

#[tokio::test]
async fn the_hostile_seed_sends_what_no_honest_server_would() {
    let config = Config { seed: Seed::Hostile, ..Config::default() };
    let server = Server::start(config).await;
    let token = server.sign_in("viewer").await;
    let path = format!("{KEYS}?page=2&limit=100");
    let answer = server.get(&path).bearer(&token).raw().await.unwrap();
    let text = answer.text().await.unwrap() + &server.sandbox.keys().len().to_string();
    let first = server.get(&format!("{KEYS}?limit=100")).bearer(&token).raw().await.unwrap();
    let text = text + &first.text().await.unwrap();
    for part in ["<script>", "\u{202e}", "\"nonsense\"", "last week", "../../auth/me", "=HYPERLINK"]
    {
        assert!(text.contains(part), "{part}");
    }
}
