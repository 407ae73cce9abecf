//! The OpenAPI document as a judge of answers.

use jsonschema::Validator;
use reqwest::{Method, header::HeaderMap};
use serde_json::{Value, json};
use sigsentry_sandbox::openapi_document;
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(openapi_document()).unwrap());

/// Made once for each schema.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// What is wrong with an answer, in words.
pub(crate) fn violations(
    method: &Method,
    path: &str,
    status: u16,
    headers: &HeaderMap,
    body: &Value,
) -> Vec<String> {
    let Some(operation) = operation(method, path) else {
        return if matches!(status, 404 | 405) { vec![] } else { vec!["no such operation".into()] };
    };
    let Some(response) = operation["responses"].get(status.to_string()) else {
        return vec![format!("status {status} is not documented")];
    };
    let response = resolved(response);
    let mut wrong = Vec::new();
    for (name, header) in response["headers"].as_object().into_iter().flatten() {
        let value = headers.get(name).and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
        match value {
            None => wrong.push(format!("{name} is missing or no number")),
            Some(value) => wrong.extend(errors(&resolved(header)["schema"], &json!(value))),
        }
    }
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok());
    if kind != Some("application/json") {
        wrong.push(format!("content type is {kind:?}"));
    }
    wrong.extend(errors(&response["content"]["application/json"]["schema"], body));
    wrong
}

fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next()?;
    let fits = |template: &str| {
        template.split('/').count() == path.split('/').count()
            && template.split('/').zip(path.split('/')).all(|(a, b)| a == b || a.starts_with('{'))
    };
    let paths = DOCUMENT["paths"].as_object()?;
    let (_, item) = paths.iter().find(|(template, _)| fits(template))?;
    item.get(method.as_str().to_lowercase())
}

fn resolved(value: &Value) -> &Value {
    match value["$ref"].as_str() {
        Some(pointer) => DOCUMENT.pointer(pointer.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

fn errors(schema: &Value, instance: &Value) -> Vec<String> {
    let validator = Arc::clone(
        VALIDATORS.lock().unwrap().entry(schema.to_string()).or_insert_with(|| validator(schema)),
    );
    validator.iter_errors(instance).map(|error| error.to_string()).collect()
}

fn validator(schema: &Value) -> Arc<Validator> {
    let schema = json!({ "components": DOCUMENT["components"], "allOf": [schema] });
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    Arc::new(options.build(&schema).unwrap())
}

/// The judge finds what there is to find.
#[test]
fn wrong_answers_are_noticed() {
    let mut headers = HeaderMap::new();
    let judge = |headers: &HeaderMap, status, body: Value| {
        violations(&Method::GET, "/v1/auth/me", status, headers, &body)
    };
    let good = json!({ "success": true, "data": {
        "id": "b0a7c1de-0000-4000-8000-000000000000", "email": "e", "name": "n", "role": "owner",
        "tenantId": "b0a7c1de-0000-4000-8000-000000000000", "tenantName": "t",
        "expiresAt": "2026-01-01T00:00:00Z",
    }});
    assert_eq!(judge(&headers, 200, good.clone()).len(), 4, "headers are missing");
    headers.insert("content-type", "application/json".parse().unwrap());
    for name in ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"] {
        headers.insert(name, "1".parse().unwrap());
    }
    assert_eq!(judge(&headers, 200, good.clone()), Vec::<String>::new());
    assert!(!judge(&headers, 418, good.clone()).is_empty());
    assert!(!judge(&headers, 401, good.clone()).is_empty());
    for (pointer, value) in
        [("/success", json!(false)), ("/data/id", json!("7")), ("/data/role", json!("king"))]
    {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        assert!(!judge(&headers, 200, body).is_empty(), "{pointer}");
    }
    assert!(!violations(&Method::GET, "/v1/nothing", 200, &headers, &good).is_empty());
}
