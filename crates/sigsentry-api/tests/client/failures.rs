//! Every documented error code, and what is said in no code at all.

use crate::{
    scripted::{Scripted, answer, json},
    tenant::{api, client_of, some_token},
};
use sigsentry_keys_core::failure::{ApiCode, ApiError, RequestFailure};
use std::time::Duration;

async fn failure_of(answer: Vec<u8>) -> RequestFailure {
    let server = Scripted::always(answer).await;
    client_of(&server).projects(&some_token()).await.unwrap_err()
}

fn envelope(code: &str) -> String {
    format!(r#"{{"success":false,"error":{{"code":"{code}","message":"In {code}'s words"}}}}"#)
}

#[tokio::test]
async fn every_documented_code_is_what_it_is() {
    let other = |code: &str| ApiCode::Other(code.to_owned());
    for (status, name, code) in [
        (401, "UNAUTHORIZED", ApiCode::Unauthorized),
        (401, "API_KEY_REVOKED", other("API_KEY_REVOKED")),
        (401, "API_KEY_EXPIRED", other("API_KEY_EXPIRED")),
        (401, "KEY_FORMAT_DEPRECATED", other("KEY_FORMAT_DEPRECATED")),
        (403, "FORBIDDEN", ApiCode::Forbidden),
        (403, "PUBLIC_KEY_REQUIRED", other("PUBLIC_KEY_REQUIRED")),
        (403, "SECRET_KEY_REQUIRED", other("SECRET_KEY_REQUIRED")),
        (403, "ORG_KEY_REQUIRED", other("ORG_KEY_REQUIRED")),
        (403, "WRONG_PROJECT", other("WRONG_PROJECT")),
        (403, "DASHBOARD_ONLY", ApiCode::DashboardOnly),
        (403, "QUOTA_EXCEEDED", ApiCode::QuotaExceeded),
        (400, "VALIDATION_ERROR", ApiCode::ValidationError),
        (400, "MISSING_PROJECT_ID", other("MISSING_PROJECT_ID")),
        (400, "INVALID_PUBLIC_KEY_PERMISSIONS", ApiCode::InvalidPublicKeyPermissions),
        (404, "NOT_FOUND", ApiCode::NotFound),
        (409, "SLUG_EXISTS", other("SLUG_EXISTS")),
        (409, "IDEMPOTENCY_KEY_CONFLICT", ApiCode::IdempotencyKeyConflict),
        (429, "RATE_LIMITED", ApiCode::RateLimited),
        (500, "INTERNAL_ERROR", ApiCode::InternalError),
        (451, "SOMETHING_NEW", other("SOMETHING_NEW")),
    ] {
        let failure = failure_of(json(status, &envelope(name))).await;
        assert_eq!(failure.ends_session(), status == 401, "{name}");
        let message = format!("In {name}'s words");
        let expected = ApiError { status, code, message, fields: vec![], retry_after: None };
        assert_eq!(api(failure), expected);
    }
}

#[tokio::test]
async fn fields_and_waiting_times_are_read_where_they_make_sense() {
    let body = r#"{"success":false,"error":{"code":"VALIDATION_ERROR","message":"no","details":[
        {"field":"name","message":"too long"},{"field":7,"message":"x"},{"field":"y"},"z",null]}}"#;
    let error = api(failure_of(json(400, body)).await);
    assert_eq!(error.fields, [("name".to_owned(), "too long".to_owned())]);
    for details in [r#""a text""#, "{}", "null", "7"] {
        let body = body.split_once("[").unwrap().0.to_owned() + details + "}}";
        assert!(api(failure_of(json(400, &body)).await).fields.is_empty());
    }
    for (line, wait) in [("120", Some(120)), ("soon", None), ("-1", None), ("1.5", None)] {
        let head = format!("HTTP/1.1 403 Any\r\nretry-after: {line}\r\ncontent-length: ");
        let body = envelope("FORBIDDEN");
        let answer = format!("{head}{}\r\nconnection: close\r\n\r\n{body}", body.len());
        let error = api(failure_of(answer.into_bytes()).await);
        assert_eq!(error.retry_after, wait.map(Duration::from_secs), "{line}");
    }
}

#[tokio::test]
async fn a_no_in_no_code_is_judged_by_its_status() {
    let code = |failure| api(failure).code;
    assert_eq!(code(failure_of(answer(500, "text/plain", "oops")).await), ApiCode::InternalError);
    assert_eq!(code(failure_of(json(503, "{}")).await), ApiCode::InternalError);
    assert_eq!(code(failure_of(answer(429, "text/html", "<p>slow")).await), ApiCode::RateLimited);
    for body in ["{}", "[]", "null", r#"{"error":"text"}"#, r#"{"error":{"code":7}}"#] {
        let failure = failure_of(json(400, body)).await;
        assert!(matches!(failure, RequestFailure::Unexpected { .. }), "{body}: {failure:?}");
    }
}

#[tokio::test]
async fn success_without_success_is_none() {
    for body in [
        "{}",
        "[]",
        r#"{"data":[]}"#,
        r#"{"success":"true","data":[]}"#,
        r#"{"success":false,"data":[]}"#,
        r#"{"success":true}"#,
        r#"{"success":true,"data":null}"#,
        r#"{"success":true,"data":{}}"#,
    ] {
        let failure = failure_of(json(200, body)).await;
        assert!(matches!(failure, RequestFailure::Unexpected { .. }), "{body}: {failure:?}");
    }
}

#[tokio::test]
async fn a_no_as_long_as_a_book_is_cut() {
    let error = api(failure_of(json(400, &envelope(&"X".repeat(100_000)))).await);
    let ApiCode::Other(code) = error.code else { panic!() };
    assert_eq!((code.len(), error.message.len()), (80, 2000));
    let detail = r#"{"field":"f","message":"m"}"#;
    let details = vec![detail; 1000].join(",");
    let body = format!(r#"{{"error":{{"code":"X","message":"","details":[{details}]}}}}"#);
    assert_eq!(api(failure_of(json(400, &body)).await).fields.len(), 50);
}
