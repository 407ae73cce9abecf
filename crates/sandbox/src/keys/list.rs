use crate::{
    answer::{self, Refusal},
    caller::Person,
    config::ListShape,
    world::{KeyRecord, World},
};
use axum::{
    extract::{FromRequestParts, Query, State},
    http::request::Parts,
    response::Response,
};
use serde_json::json;
use std::sync::Arc;

/// Which part of the list is asked for (documented: `page` ≥ 1, `limit` 1–100, 20 by default).
pub(crate) struct Paging {
    page: usize,
    limit: usize,
}

impl FromRequestParts<Arc<World>> for Paging {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, world: &Arc<World>) -> Result<Self, Refusal> {
        let Query(pairs) = Query::<Vec<(String, String)>>::from_request_parts(parts, world)
            .await
            .map_err(|_| Refusal::field("query", "cannot be read"))?;
        let of = |name: &str| {
            let mut given = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
            match (given.next(), given.next()) {
                (None, _) => Ok(None),
                (Some(text), None) => positive(text)
                    .map(Some)
                    .ok_or_else(|| Refusal::field(name, "must be a whole number from 1 on")),
                (Some(_), Some(_)) => Err(Refusal::field(name, "is given twice")),
            }
        };
        let (page, limit) = (of("page")?.unwrap_or(1), of("limit")?.unwrap_or(20));
        if limit > 100 {
            return Err(Refusal::field("limit", "must be 1 to 100"));
        }
        Ok(Self { page, limit })
    }
}

/// Numbers that do not fit are as large as can be: those pages are empty.
fn positive(text: &str) -> Option<usize> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().unwrap_or(usize::MAX)).filter(|number| *number > 0)
}

/// `GET /v1/config/api-keys` (implied).
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    person: Person,
    Paging { page, limit }: Paging,
) -> Result<Response, Refusal> {
    person.may("config:read")?;
    let data = world.data.lock().unwrap();
    if world.config.list_shape == ListShape::Array {
        return Ok(answer::data(data.keys.iter().map(KeyRecord::json).collect()));
    }
    let total = data.keys.len();
    let start = (page - 1).saturating_mul(limit);
    let items: Vec<_> = data.keys.iter().skip(start).take(limit).map(KeyRecord::json).collect();
    let total_pages = total.div_ceil(limit);
    Ok(answer::data(json!({
        "items": items,
        "pagination": { "page": page, "limit": limit, "total": total, "totalPages": total_pages },
    })))
}
