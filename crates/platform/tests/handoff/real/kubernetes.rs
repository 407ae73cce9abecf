//! `kubectl` against a server that knows secrets and nothing else.

use super::{Stored, outcome};
use crate::support::{
    Home, filled,
    http::{self, Request, Response},
    of, value,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use sigsentry_keys_core::handoff::{DestinationId, Field, Outcome, Write};
use sigsentry_keys_platform::handoff::{Evidence, Identity, identity};
use std::{
    fs,
    sync::{Arc, Mutex},
};

const SECRET: &str = "/api/v1/namespaces/web/secrets/sigsentry-ci";

#[derive(Default)]
struct Cluster {
    /// The secret as it was applied, and its version.
    secret: Mutex<Option<(Value, u32)>>,
    /// Paths with queries of every change.
    changes: Mutex<Vec<String>>,
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
                    "kind": "Secret", "verbs": ["get", "patch"] }] }),
            ),
            // An empty document, as protocol buffers have it: there is nothing to check against.
            ("GET", "/openapi/v2") => {
                Response { status: 200, kind: "application/octet-stream", body: Vec::new() }
            }
            ("GET", SECRET) if secret.is_some() => shown(secret.as_ref().unwrap()),
            ("PATCH", SECRET) => {
                self.changes.lock().unwrap().push(request.path.clone());
                let version = secret.as_ref().map_or(7, |one| one.1 + 1);
                let applied = serde_json::from_slice(&request.body).unwrap();
                shown(secret.insert((applied, version)))
            }
            _ => Response::json(
                404,
                &json!({ "kind": "Status", "apiVersion": "v1", "status": "Failure",
                    "reason": "NotFound", "message": "not found", "code": 404 }),
            ),
        }
    }

    fn value(&self) -> Vec<u8> {
        let secret = self.secret.lock().unwrap();
        let data = &secret.as_ref().unwrap().0["data"];
        BASE64_STANDARD.decode(data["API_KEY"].as_str().unwrap()).unwrap()
    }
}

fn start(home: &mut Home) -> Arc<Cluster> {
    let cluster = Arc::new(Cluster::default());
    let served = Arc::clone(&cluster);
    let port = http::tcp(move |request| served.answer(request));
    let config = json!({
        "apiVersion": "v1", "kind": "Config", "current-context": "test",
        "clusters": [{ "name": "local", "cluster": { "server": format!("http://127.0.0.1:{port}") } }],
        "users": [{ "name": "mara", "user": { "token": "of-this-test" } }],
        "contexts": [{ "name": "test", "context": { "cluster": "local", "user": "mara" } }],
    });
    fs::create_dir(home.path().join(".kube")).unwrap();
    fs::write(home.path().join(".kube/config"), config.to_string()).unwrap();
    cluster
}

pub(crate) fn prepare(home: &mut Home) -> Stored {
    let cluster = start(home);
    Box::new(move |_| cluster.value())
}

#[test]
fn kubectl_applies_on_the_server_and_copies_nothing_into_annotations() {
    let (mut home, value) = (Home::new(), value());
    let cluster = start(&mut home);
    let destination = of(DestinationId::Kubernetes);
    let (kubectl, mut fields) = (home.program(destination), filled(destination));
    let who = identity(destination, &kubectl, &fields, &home.around());
    assert_eq!(who, Identity::SignedInAs("test".into()));
    fields.set(Field::Context, "test");
    let who = identity(destination, &kubectl, &fields, &home.around());
    assert_eq!(who, Identity::SignedInAs("mara".into()));

    let sent = home.send(destination, &kubectl, &fields, Write::Create, &value).unwrap();
    assert_eq!((sent.version.as_deref(), sent.evidence), (Some("7"), Evidence::AskedBack));
    assert_eq!(cluster.value(), value.as_bytes());
    let applied = cluster.secret.lock().unwrap().clone().unwrap().0;
    assert!(applied["metadata"].get("annotations").is_none());
    assert!(applied.get("stringData").is_none());
    let change = cluster.changes.lock().unwrap()[0].clone();
    assert!(change.contains("fieldManager=sigsentry-keys.API_KEY"), "{change}");

    let another = crate::support::value();
    let again = home.send(destination, &kubectl, &fields, Write::Create, &another);
    assert_eq!(outcome(again), Outcome::Exists);
    assert_eq!(cluster.value(), value.as_bytes());
    let replaced = home.send(destination, &kubectl, &fields, Write::Replace, &another).unwrap();
    assert_eq!(replaced.version.as_deref(), Some("8"));
    assert_eq!(cluster.value(), another.as_bytes());

    fields.set(Field::Context, "elsewhere");
    let result = home.send(destination, &kubectl, &fields, Write::Create, &value);
    assert_eq!(outcome(result), Outcome::NoSuchTarget);
}

#[test]
fn kubectl_that_reaches_nobody_says_so() {
    let mut home = Home::new();
    start(&mut home);
    let config = home.path().join(".kube/config");
    let text = fs::read_to_string(&config).unwrap();
    let at = text.find("http://127.0.0.1:").unwrap();
    let end = at + text[at..].find('"').unwrap();
    fs::write(&config, format!("{}http://127.0.0.1:9{}", &text[..at], &text[end..])).unwrap();
    let destination = of(DestinationId::Kubernetes);
    let (kubectl, fields) = (home.program(destination), filled(destination));
    let result = home.send(destination, &kubectl, &fields, Write::Create, &value());
    assert_eq!(outcome(result), Outcome::Offline);
}
