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

const SECRETS: &str = "/api/v1/namespaces/web/secrets";
const SECRET: &str = "/api/v1/namespaces/web/secrets/sigsentry-ci";

#[derive(Default)]
struct Cluster {
    /// The secret and its version.
    secret: Mutex<Option<(Value, u32)>>,
    /// Every change: method, path with its query, kind of body, body.
    changes: Mutex<Vec<(String, String, String, Value)>>,
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
fn kubectl_creates_and_copies_nothing_into_annotations() {
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
    let made = cluster.secret.lock().unwrap().clone().unwrap().0;
    assert!(made["metadata"].get("annotations").is_none());
    assert!(made.get("stringData").is_none());
    let (method, path, ..) = cluster.changes.lock().unwrap()[0].clone();
    assert_eq!(method, "POST");
    assert!(path.contains("fieldManager=sigsentry-keys.API_KEY"), "{path}");

    let another = crate::support::value();
    let again = home.send(destination, &kubectl, &fields, Write::Create, &another);
    assert_eq!(outcome(again), Outcome::Exists);
    assert_eq!(cluster.value(), value.as_bytes());

    fields.set(Field::Context, "elsewhere");
    let result = home.send(destination, &kubectl, &fields, Write::Create, &value);
    assert_eq!(outcome(result), Outcome::NoSuchTarget);
}

/// A secret that the person made with a client-side `apply`: its annotation has a copy of all entries, and
/// a server-side `apply` of one entry would remove the others.
#[test]
fn kubectl_replaces_one_entry_and_leaves_the_others_to_whom_they_belong() {
    let (mut home, value) = (Home::new(), value());
    let cluster = start(&mut home);
    let theirs = json!({ "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
        "metadata": { "name": "sigsentry-ci", "namespace": "web",
            "labels": { "team": "checkout" },
            "annotations": { "kubectl.kubernetes.io/last-applied-configuration":
                "{\"data\":{\"API_KEY\":\"b2xk\",\"DATABASE_URL\":\"cG9zdGdyZXM=\"}}" },
            "managedFields": [{ "manager": "kubectl-client-side-apply", "operation": "Update",
                "apiVersion": "v1", "fieldsType": "FieldsV1",
                "fieldsV1": { "f:data": { "f:API_KEY": {}, "f:DATABASE_URL": {} } } }] },
        "data": { "API_KEY": "b2xk", "DATABASE_URL": "cG9zdGdyZXM=" } });
    *cluster.secret.lock().unwrap() = Some((theirs.clone(), 41));
    let destination = of(DestinationId::Kubernetes);
    let (kubectl, fields) = (home.program(destination), filled(destination));
    let refused = home.send(destination, &kubectl, &fields, Write::Create, &value);
    assert_eq!(outcome(refused), Outcome::Exists);
    let replaced = home.send(destination, &kubectl, &fields, Write::Replace, &value).unwrap();
    assert_eq!(replaced.version.as_deref(), Some("42"));
    assert_eq!(cluster.value(), value.as_bytes());

    let changes = cluster.changes.lock().unwrap().clone();
    let [(method, path, kind, body)] = &changes[..] else { panic!("{} changes", changes.len()) };
    assert_eq!((method.as_str(), kind.as_str()), ("PATCH", "application/merge-patch+json"));
    assert!(!path.contains("force=true"), "{path}");
    assert_eq!(*body, json!({ "data": { "API_KEY": BASE64_STANDARD.encode(&value) } }));
    let now = cluster.secret.lock().unwrap().clone().unwrap().0;
    assert_eq!(now["data"]["DATABASE_URL"], "cG9zdGdyZXM=");
    assert_eq!(now["metadata"], theirs["metadata"]);
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
