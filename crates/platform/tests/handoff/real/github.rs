//! `gh` through a socket to a server that opens the sealed box as GitHub does.

use super::{Stored, outcome};
use crate::support::{
    Home, filled,
    http::{self, Request, Response},
    of, value,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use crypto_box::SecretKey;
use serde_json::{Value, json};
use sigsentry_keys_core::handoff::{DestinationId, Field, Outcome, Write};
use sigsentry_keys_platform::handoff::{Evidence, Identity, identity};
use std::{
    collections::BTreeMap,
    fs,
    sync::{Arc, Mutex},
};

const SECRETS: &str = "/repos/acme/web/actions/secrets";

#[derive(Default)]
struct GitHub {
    secrets: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Takes a secret and forgets it.
    forgetful: Mutex<bool>,
}

impl GitHub {
    fn answer(&self, key: &SecretKey, request: &Request) -> Response {
        let path = request.path.split('?').next().unwrap();
        let path = path.strip_prefix("/api/v3").unwrap_or(path);
        let mut secrets = self.secrets.lock().unwrap();
        match (request.method.as_str(), path.strip_prefix(SECRETS)) {
            ("GET", Some("/public-key")) => {
                let public = BASE64_STANDARD.encode(key.public_key().as_bytes());
                Response::json(200, &json!({ "key_id": "1", "key": public }))
            }
            ("GET", Some("")) => {
                let list: Vec<Value> = secrets
                    .keys()
                    .map(|name| json!({ "name": name, "updated_at": "2026-01-01T00:00:00Z" }))
                    .collect();
                Response::json(200, &json!({ "total_count": list.len(), "secrets": list }))
            }
            ("PUT", Some(name)) => {
                let body: Value = serde_json::from_slice(&request.body).unwrap();
                let sealed = BASE64_STANDARD.decode(body["encrypted_value"].as_str().unwrap());
                let opened = key.unseal(&sealed.unwrap()).unwrap();
                if !*self.forgetful.lock().unwrap() {
                    secrets.insert(name.trim_start_matches('/').to_owned(), opened);
                }
                Response::json(201, &json!({}))
            }
            ("GET", None) if path == "/user" => Response::json(200, &json!({ "login": "mara" })),
            _ => Response::json(404, &json!({ "message": "Not Found" })),
        }
    }
}

/// Starts the server; `gh` finds its socket in its own configuration.
fn start(home: &mut Home) -> Arc<GitHub> {
    let socket = home.beside("server").join("github");
    let github = Arc::new(GitHub::default());
    let key = SecretKey::from(std::array::from_fn(|at| u8::try_from(at).unwrap() ^ 0x5a));
    let served = Arc::clone(&github);
    http::unix(&socket, move |request| served.answer(&key, request));
    let config = home.beside("gh");
    fs::write(config.join("config.yml"), format!("http_unix_socket: {}\n", socket.display()))
        .unwrap();
    home.set("GH_CONFIG_DIR", config);
    home.set("GH_TOKEN", "gho_of_this_test");
    github
}

pub(crate) fn prepare(home: &mut Home) -> Stored {
    let github = start(home);
    Box::new(move |_| github.secrets.lock().unwrap()["SIGSENTRY_CI"].clone())
}

#[test]
fn github_opens_what_it_gets_and_lists_it() {
    let (mut home, value) = (Home::new(), value());
    let server = start(&mut home);
    let github = of(DestinationId::GithubActions);
    let (gh, fields) = (home.program(github), filled(github));
    let who = identity(github, &gh, &fields, &home.around());
    assert_eq!(who, Identity::SignedInAs("mara".into()));
    let sent = home.send(github, &gh, &fields, Write::Create, &value).unwrap();
    assert_eq!(sent.evidence, Evidence::AskedBack);
    let stored = || server.secrets.lock().unwrap()["SIGSENTRY_CI"].clone();
    assert_eq!(stored(), value.as_bytes());

    let another = crate::support::value();
    let again = home.send(github, &gh, &fields, Write::Create, &another);
    assert_eq!(outcome(again), Outcome::Exists);
    assert_eq!(stored(), value.as_bytes());
    home.send(github, &gh, &fields, Write::Replace, &another).unwrap();
    assert_eq!(stored(), another.as_bytes());

    let mut elsewhere = fields.clone();
    elsewhere.set(Field::Repository, "acme/gone");
    let result = home.send(github, &gh, &elsewhere, Write::Replace, &value);
    assert_eq!(outcome(result), Outcome::NoSuchTarget);

    *server.forgetful.lock().unwrap() = true;
    let mut other = fields;
    other.set(Field::Name, "FORGOTTEN");
    let result = home.send(github, &gh, &other, Write::Create, &value);
    assert_eq!(outcome(result), Outcome::Unknown);
}

#[test]
fn gh_without_anybody_says_so() {
    let mut home = Home::new();
    start(&mut home);
    home.set("GH_TOKEN", "");
    let github = of(DestinationId::GithubActions);
    let (gh, fields) = (home.program(github), filled(github));
    let result = home.send(github, &gh, &fields, Write::Create, &value());
    assert_eq!(outcome(result), Outcome::NotSignedIn);
    assert_eq!(identity(github, &gh, &fields, &home.around()), Identity::NotSignedIn);
}
