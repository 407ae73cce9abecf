//! `kubectl` against a server that knows secrets and nothing else.

use super::{Stored, outcome};
use crate::support::{Home, filled, kubernetes::Cluster, of, value};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;
use sigsentry_keys_core::handoff::{DestinationId, Field, Outcome, Write};
use sigsentry_keys_platform::handoff::{Evidence, Identity, identity};
use std::{fs, sync::Arc};

fn start(home: &mut Home) -> Arc<Cluster> {
    let (cluster, config) = Cluster::start();
    fs::create_dir(home.path().join(".kube")).unwrap();
    fs::write(home.path().join(".kube/config"), config).unwrap();
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
