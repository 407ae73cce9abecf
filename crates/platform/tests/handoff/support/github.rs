//! A server that opens the sealed box of a secret as GitHub does.

use super::http::{self, Request, Response};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use crypto_box::SecretKey;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
};

const SECRETS: &str = "/repos/acme/web/actions/secrets";

/// What stands in for GitHub.
#[derive(Default)]
pub(crate) struct GitHub {
    secrets: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Takes a secret and forgets it.
    forgetful: Mutex<bool>,
    /// Refuses the next secrets, so many.
    refuses: Mutex<u32>,
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
            ("PUT", Some(_)) if self.refuses() => {
                Response::json(500, &json!({ "message": "Server Error" }))
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

    /// Serves a socket until the process ends.
    pub(crate) fn start(socket: &Path) -> Arc<Self> {
        let github = Arc::new(Self::default());
        let key = SecretKey::from(std::array::from_fn(|at| u8::try_from(at).unwrap() ^ 0x5a));
        let served = Arc::clone(&github);
        http::unix(socket, move |request| served.answer(&key, request));
        github
    }

    /// What leads `gh` to the socket: its `config.yml`.
    pub(crate) fn config(socket: &Path) -> String {
        format!("http_unix_socket: {}\n", socket.display())
    }

    /// What was stored under a name, opened.
    pub(crate) fn secret(&self, name: &str) -> Vec<u8> {
        self.secrets.lock().unwrap()[name].clone()
    }

    /// Refuses the next secrets, so many.
    #[allow(dead_code, reason = "a suite needs a part of it")]
    pub(crate) fn refuse(&self, times: u32) {
        *self.refuses.lock().unwrap() = times;
    }

    fn refuses(&self) -> bool {
        let mut left = self.refuses.lock().unwrap();
        let refuses = *left > 0;
        *left = left.saturating_sub(1);
        refuses
    }

    #[allow(dead_code, reason = "a suite needs a part of it")]
    pub(crate) fn forget_what_comes(&self) {
        *self.forgetful.lock().unwrap() = true;
    }
}
