//! A server that knows one secret and nothing else, for `kubectl`.

use super::http::{self, Request, Response};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const SECRETS: &str = "/api/v1/namespaces/web/secrets";
const SECRET: &str = "/api/v1/namespaces/web/secrets/sigsentry-ci";

/// What stands in for a cluster.
#[derive(Default)]
pub(crate) struct Cluster {
    /// The secret and its version.
    pub(crate) secret: Mutex<Option<(Value, u32)>>,
    /// Every change: method, path with its query, kind of body, body.
    pub(crate) changes: Mutex<Vec<(String, String, String, Value)>>,
}

impl Cluster {
    fn answer(&self, request: &Request) -> Response {
        let path = request.path.split('?').next().unwrap();
        let mut secret = self.secret.lock().unwrap();
        let shown = |(secret, version): &(Value, u32)| {
            let mut shown = secret.clone();
            shown["metadata"]["resourceVersion"] = json!(version.to_string());
            Response::json(200, &shown)
        };
        match (request.method.as_str(), path) {
            ("GET", "/api") => {
                Response::json(200, &json!({ "kind": "APIVersions", "versions": ["v1"] }))
            }
            ("GET", "/apis") => {
                let groups = json!({ "kind": "APIGroupList", "apiVersion": "v1", "groups": [] });
                Response::json(200, &groups)
            }
            ("GET", "/api/v1") => Response::json(
                200,
                &json!({ "kind": "APIResourceList", "groupVersion": "v1", "resources": [{
                    "name": "secrets", "singularName": "secret", "namespaced": true,
                    "kind": "Secret", "verbs": ["create", "get", "patch"] }] }),
            ),
            // An empty document, as protocol buffers have it: there is nothing to check against.
            ("GET", "/openapi/v2") => {
                Response { status: 200, kind: "application/octet-stream", body: Vec::new() }
            }
            ("GET", SECRET) if secret.is_some() => shown(secret.as_ref().unwrap()),
            ("POST", SECRETS) if secret.is_none() => {
                let made = self.note(request);
                shown(secret.insert((made, 7)))
            }
            ("POST", SECRETS) => Response::json(
                409,
                &json!({ "kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 409,
                    "reason": "AlreadyExists", "message": "secrets \"sigsentry-ci\" already exists" }),
            ),
            // RFC 7396, as far as a secret needs it.
            ("PATCH", SECRET) if secret.is_some() => {
                let patch = self.note(request);
                let (before, version) = secret.as_mut().unwrap();
                for (entry, value) in patch["data"].as_object().unwrap() {
                    before["data"][entry] = value.clone();
                }
                *version += 1;
                shown(secret.as_ref().unwrap())
            }
            _ => Response::json(
                404,
                &json!({ "kind": "Status", "apiVersion": "v1", "status": "Failure",
                    "reason": "NotFound", "message": "not found", "code": 404 }),
            ),
        }
    }

    fn note(&self, request: &Request) -> Value {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let change =
            (request.method.clone(), request.path.clone(), request.kind.clone(), body.clone());
        self.changes.lock().unwrap().push(change);
        body
    }

    /// Serves a port until the process ends, and says what leads `kubectl` to it.
    pub(crate) fn start() -> (Arc<Self>, String) {
        let cluster = Arc::new(Self::default());
        let served = Arc::clone(&cluster);
        let port = http::tcp(move |request| served.answer(request));
        let server = format!("http://127.0.0.1:{port}");
        let config = json!({
            "apiVersion": "v1", "kind": "Config", "current-context": "test",
            "clusters": [{ "name": "local", "cluster": { "server": server } }],
            "users": [{ "name": "mara", "user": { "token": "of-this-test" } }],
            "contexts": [{ "name": "test", "context": { "cluster": "local", "user": "mara" } }],
        });
        (cluster, config.to_string())
    }

    /// What is stored.
    pub(crate) fn value(&self) -> Vec<u8> {
        let secret = self.secret.lock().unwrap();
        let data = &secret.as_ref().unwrap().0["data"];
        BASE64_STANDARD.decode(data["API_KEY"].as_str().unwrap()).unwrap()
    }
}
