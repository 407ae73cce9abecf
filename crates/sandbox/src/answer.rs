//! The envelope, and the documented errors.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

pub(crate) fn data(value: Value) -> Response {
    Json(json!({ "success": true, "data": value })).into_response()
}

pub(crate) fn created(value: Value) -> Response {
    (StatusCode::CREATED, data(value)).into_response()
}

/// No such path.
pub(crate) async fn unknown_path() -> Refusal {
    Refusal::not_found("No such path")
}

/// A path that there is, asked for in another way (assumed).
pub(crate) async fn wrong_method() -> Refusal {
    Refusal::new(405, "METHOD_NOT_ALLOWED", "The path does not know this method")
}

/// An error in the vendor's envelope.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    status: u16,
    code: String,
    message: String,
    details: Vec<(String, String)>,
    retry_after: Option<u64>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &str, message: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
            details: Vec::new(),
            retry_after: None,
        }
    }

    pub(crate) fn unauthorized(message: &str) -> Self {
        Self::new(401, "UNAUTHORIZED", message)
    }

    pub(crate) fn forbidden(message: &str) -> Self {
        Self::new(403, "FORBIDDEN", message)
    }

    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(404, "NOT_FOUND", message)
    }

    pub(crate) fn field(field: &str, message: &str) -> Self {
        let mut refusal = Self::new(400, "VALIDATION_ERROR", "The request is not valid");
        refusal.details.push((field.to_owned(), message.to_owned()));
        refusal
    }

    pub(crate) fn rate_limited(seconds: u64) -> Self {
        let mut refusal = Self::new(429, "RATE_LIMITED", "Too many requests");
        refusal.retry_after = Some(seconds);
        refusal
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message });
        if !self.details.is_empty() {
            error["details"] = self
                .details
                .iter()
                .map(|(field, message)| json!({ "field": field, "message": message }))
                .collect();
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::IM_A_TEAPOT);
        let mut response =
            (status, Json(json!({ "success": false, "error": error }))).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
