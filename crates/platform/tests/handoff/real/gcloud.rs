//! `gcloud`, where it is installed, against a small server that stands in for Secret Manager. No
//! registry of packages has it: where it is missing, that is said, and nothing is proved.

use super::outcome;
use crate::support::{
    Home, filled,
    http::{self, Request, Response},
    of, value,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use sigsentry_keys_core::handoff::{DestinationId, Outcome, Write};
use sigsentry_keys_platform::handoff::{Detected, Evidence, detect};
use std::{
    fs,
    sync::{Arc, Mutex},
};

const SECRET: &str = "/v1/projects/acme-prod/secrets/sigsentry-ci";

/// Versions of the one secret; none: the secret is not there.
#[derive(Default)]
struct SecretManager(Mutex<Vec<Vec<u8>>>);

impl SecretManager {
    fn answer(&self, request: &Request) -> Response {
        let mut versions = self.0.lock().unwrap();
        let path = request.path.split('?').next().unwrap();
        let version = |number: usize| json!({ "name": format!("projects/1/secrets/sigsentry-ci/versions/{number}"), "state": "ENABLED", "clientSpecifiedPayloadChecksum": true });
        match (request.method.as_str(), path.strip_prefix(SECRET)) {
            ("POST", Some(":addVersion")) => {
                let body: Value = serde_json::from_slice(&request.body).unwrap();
                let data = body["payload"]["data"].as_str().unwrap();
                versions.push(BASE64_STANDARD.decode(data).unwrap());
                Response::json(200, &version(versions.len()))
            }
            ("GET", Some(_)) => Response::json(200, &version(versions.len())),
            ("POST", None) if path == "/v1/projects/acme-prod/secrets" && versions.is_empty() => {
                Response::json(200, &json!({ "name": "projects/1/secrets/sigsentry-ci" }))
            }
            ("POST", None) if path == "/v1/projects/acme-prod/secrets" => refusal(
                409,
                "ALREADY_EXISTS",
                "Secret [projects/1/secrets/sigsentry-ci] already exists.",
            ),
            _ => refusal(403, "PERMISSION_DENIED", "Permission denied on resource project gone."),
        }
    }

    fn newest(&self) -> Vec<u8> {
        self.0.lock().unwrap().last().unwrap().clone()
    }
}

fn refusal(code: u16, status: &str, message: &str) -> Response {
    let error = json!({ "code": code, "status": status, "message": message });
    Response::json(code, &json!({ "error": error }))
}

#[test]
fn gcloud_stores_the_value_in_a_version_that_is_enabled() {
    let (mut home, value) = (Home::new(), value());
    let manager = Arc::new(SecretManager::default());
    let served = Arc::clone(&manager);
    let port = http::tcp(move |request| served.answer(request));
    let token = home.beside("gcloud").join("token");
    fs::write(&token, "of-this-test").unwrap();
    home.set("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", token);
    let server = format!("http://127.0.0.1:{port}/");
    home.set("CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER", server);
    let destination = of(DestinationId::GcpSecretManager);
    let Detected::Ready { path: gcloud, .. } = detect(destination, &home.around()) else {
        println!("gcloud is not installed: not run");
        return;
    };
    let fields = filled(destination);
    let sent = home.send(destination, &gcloud, &fields, Write::Create, &value).unwrap();
    assert_eq!(sent.evidence, Evidence::AskedBack);
    assert_eq!(sent.version.as_deref(), Some("1"));
    assert_eq!(manager.newest(), value.as_bytes());

    let another = crate::support::value();
    let again = home.send(destination, &gcloud, &fields, Write::Create, &another);
    assert_eq!(outcome(again), Outcome::Exists);
    assert_eq!(manager.newest(), value.as_bytes());
    let replaced = home.send(destination, &gcloud, &fields, Write::Replace, &another).unwrap();
    assert_eq!(replaced.version.as_deref(), Some("2"));
    assert_eq!(manager.newest(), another.as_bytes());
}
