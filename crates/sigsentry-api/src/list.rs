//! All keys of a tenant, page by page.

use crate::{client::Client, endpoints, read, token::SessionToken};
use serde_json::Value;
use sigsentry_keys_core::{failure::RequestFailure, inventory::Gaps, key::KeyRecord};
use std::collections::HashSet;

/// Most that the server gives at once (documented).
const PAGE_SIZE: u32 = 100;
/// More pages than any honest tenant has.
const MOST_PAGES: u32 = 1000;
/// Pages that are asked for at the same time.
const AT_ONCE: usize = 4;

/// What a listing brought.
#[derive(Debug)]
pub struct KeyListing {
    /// The keys, each once.
    pub keys: Vec<KeyRecord>,
    /// What it could not bring.
    pub gaps: Gaps,
}

impl Client {
    /// Reads all keys. The first page must come; one of the others that does not is a gap.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn keys(&self, token: &SessionToken) -> Result<KeyListing, RequestFailure> {
        let first = self.page(token, 1).await?;
        let mut listing = Collected::default();
        let total_pages = match &first {
            Value::Array(items) => {
                listing.take(items);
                1
            }
            paged => {
                listing.take(items(paged).ok_or_else(|| self.unexpected())?);
                paged["pagination"]["totalPages"]
                    .as_u64()
                    .and_then(|pages| u32::try_from(pages).ok())
                    .unwrap_or(1)
                    .clamp(1, MOST_PAGES)
            }
        };
        let rest: Vec<u32> = (2..=total_pages).collect();
        let mut missing_pages = 0;
        for few in rest.chunks(AT_ONCE) {
            for answer in
                futures_util::future::join_all(few.iter().map(|page| self.page(token, *page))).await
            {
                match answer.as_ref().ok().and_then(items) {
                    Some(items) => listing.take(items),
                    None => missing_pages += 1,
                }
            }
        }
        let gaps = Gaps { unreadable: listing.unreadable, missing_pages, total_pages };
        Ok(KeyListing { keys: listing.keys, gaps })
    }

    async fn page(&self, token: &SessionToken, page: u32) -> Result<Value, RequestFailure> {
        self.get(&format!("{}?page={page}&limit={PAGE_SIZE}", endpoints::KEYS), token).await
    }
}

fn items(paged: &Value) -> Option<&Vec<Value>> {
    paged.get("items").and_then(Value::as_array)
}

#[derive(Default)]
struct Collected {
    keys: Vec<KeyRecord>,
    unreadable: Vec<String>,
    seen: HashSet<String>,
}

impl Collected {
    /// The order is not stable while keys are being made (documented): a key may come twice.
    fn take(&mut self, items: &[Value]) {
        for item in items {
            match read::key(item) {
                Ok(key) => {
                    if self.seen.insert(key.id.clone()) {
                        self.keys.push(key);
                    }
                }
                Err(id) => self.unreadable.push(id),
            }
        }
    }
}
