//! What a listing has read so far, and what it lacks.

use crate::{headers::Rate, list::KeyListing, read};
use serde_json::Value;
use sigsentry_keys_core::{inventory::Gaps, key::KeyRecord};
use std::collections::HashSet;

/// Most that the server gives at once (documented).
pub(crate) const PAGE_SIZE: u32 = 100;
/// More pages than any honest tenant has.
const MOST_PAGES: u64 = 1000;
/// More than any honest tenant's records take together, in bytes.
const LARGEST_LISTING: usize = 64 * 1024 * 1024;

pub(crate) struct Page {
    pub(crate) items: Vec<Value>,
    pub(crate) count: Count,
    pub(crate) rate: Option<Rate>,
    pub(crate) bytes: usize,
}

/// What the server says there is.
pub(crate) struct Count {
    pub(crate) pages: u64,
    pub(crate) keys: u64,
}

impl Count {
    /// Where it does not say, a full page has another one behind it.
    pub(crate) fn read(pagination: Option<&Value>, number: u64, items: usize) -> Self {
        let says = |name| pagination.and_then(|it| it.get(name)).and_then(Value::as_u64);
        let full = items >= PAGE_SIZE as usize;
        let pages = says("totalPages").unwrap_or(number + u64::from(full));
        Self { pages, keys: says("total").unwrap_or(0) }
    }
}

/// What was read so far.
#[derive(Default)]
pub(crate) struct Reading {
    keys: Vec<KeyRecord>,
    unreadable: Vec<String>,
    seen: HashSet<String>,
    read: HashSet<u64>,
    last_page: u64,
    /// Whether a page was empty: there are no more, whatever the server says.
    ended: bool,
    /// How many keys the server counts.
    counted: u64,
    bytes: usize,
    /// Whether the pages are being read once more.
    pub(crate) again: bool,
}

impl Reading {
    /// Whether this page is one that there is, and that an honest tenant may have.
    pub(crate) fn wants(&self, number: u64) -> bool {
        number <= self.last_wanted() && self.bytes < LARGEST_LISTING
    }

    pub(crate) fn last_wanted(&self) -> u64 {
        self.last_page.min(MOST_PAGES)
    }

    pub(crate) fn take(&mut self, number: u64, page: Page) {
        self.bytes += page.bytes;
        self.counted = self.counted.max(page.count.keys);
        if page.items.is_empty() && number > 1 {
            self.ended = true;
            self.last_page = self.last_page.min(number - 1);
        } else {
            self.read.insert(number);
            if !self.ended {
                self.last_page = self.last_page.max(page.count.pages).max(number);
            }
        }
        for item in &page.items {
            self.take_item(item);
        }
    }

    /// A key may come twice: the order is not stable while keys are being made (documented).
    fn take_item(&mut self, item: &Value) {
        match read::key(item) {
            Ok(key) => {
                if self.seen.insert(key.id.clone()) {
                    self.keys.push(key);
                }
            }
            Err(id) => {
                let new =
                    if id == read::NO_ID { !self.again } else { self.seen.insert(id.clone()) };
                if new {
                    self.unreadable.push(id);
                }
            }
        }
    }

    /// How many keys the server counts beyond those that came.
    fn shortfall(&self) -> u64 {
        let came = self.keys.len() + self.unreadable.len();
        self.counted.saturating_sub(u64::try_from(came).unwrap_or(u64::MAX))
    }

    pub(crate) fn is_short(&self) -> bool {
        self.missing_pages() == 0 && self.shortfall() > 0
    }

    fn missing_pages(&self) -> u64 {
        let read = self.read.iter().filter(|number| **number <= self.last_page).count();
        self.last_page.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX))
    }

    pub(crate) fn end(self) -> KeyListing {
        let missing = match self.missing_pages() {
            // Every page came, and still keys are missing: as many as would fill these pages.
            0 => self.shortfall().div_ceil(u64::from(PAGE_SIZE)),
            missing => missing,
        };
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let gaps = Gaps {
            unreadable: self.unreadable,
            missing_pages: small(missing),
            total_pages: small(self.last_page.max(missing)),
        };
        KeyListing { keys: self.keys, gaps }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(ids: std::ops::Range<usize>, pages: u64, keys: u64) -> Page {
        let items = ids
            .map(|id| json!({ "id": format!("k{id}"), "name": "n", "prefix": "ss_secret_AbC123" }))
            .collect();
        Page { items, count: Count { pages, keys }, rate: None, bytes: 1 }
    }

    #[test]
    fn a_listing_has_an_end_whatever_the_server_says() {
        let mut reading = Reading::default();
        reading.take(1, page(0..100, u64::MAX, u64::MAX));
        assert!(reading.wants(2) && reading.wants(MOST_PAGES));
        assert!(!reading.wants(MOST_PAGES + 1));
        reading.bytes = LARGEST_LISTING;
        assert!(!reading.wants(2));
        let gaps = reading.end().gaps;
        assert_eq!((gaps.missing_pages, gaps.total_pages), (u32::MAX, u32::MAX));
    }

    #[test]
    fn an_empty_page_is_the_end() {
        let mut reading = Reading::default();
        reading.take(1, page(0..100, 40, 0));
        reading.take(3, page(0..0, 40, 0));
        reading.take(2, page(100..150, 40, 0));
        assert!(!reading.wants(3));
        assert_eq!(reading.end().gaps, Gaps { total_pages: 2, ..Gaps::default() });
    }

    #[test]
    fn a_tenant_without_keys_has_no_gaps() {
        let mut reading = Reading::default();
        reading.take(1, page(0..0, 0, 0));
        assert!(!reading.is_short() && !reading.wants(2));
        assert_eq!(reading.end().gaps, Gaps { total_pages: 1, ..Gaps::default() });
    }

    #[test]
    fn fewer_keys_than_the_server_counts_are_a_gap() {
        let mut reading = Reading::default();
        reading.take(1, page(0..100, 2, 150));
        reading.take(2, page(99..149, 2, 150));
        assert!(reading.is_short());
        let gaps = reading.end().gaps;
        assert_eq!((gaps.missing_pages, gaps.total_pages), (1, 2));
    }

    #[test]
    fn where_the_server_does_not_count_a_full_page_has_another_behind_it() {
        let pages = |pagination: Value, items| Count::read(Some(&pagination), 3, items).pages;
        assert_eq!(Count::read(None, 3, 100).pages, 4);
        assert_eq!(pages(Value::Null, 100), 4);
        assert_eq!(pages(json!({ "totalPages": "many" }), 99), 3);
        assert_eq!(pages(json!({ "totalPages": 7, "total": 650 }), 99), 7);
    }

    proptest::proptest! {
        #[test]
        fn no_record_takes_another_one_with_it(
            odd in proptest::collection::vec(crate::read::tests::json(), 0..12), at in 0_usize..12
        ) {
            let good = json!({ "id": "good one", "name": "n", "prefix": "ss_secret_AbC123" });
            let mut items = odd;
            items.insert(at.min(items.len()), good);
            let mut reading = Reading::default();
            reading.take(1, Page { items, count: Count { pages: 1, keys: 0 }, rate: None, bytes: 1 });
            proptest::prop_assert!(reading.keys.iter().any(|key| key.id == "good one"));
        }

        #[test]
        fn any_pagination_is_a_count(
            pagination in crate::read::tests::json(), total: u64, pages: u64, number in 1_u64..1000
        ) {
            let _ = Count::read(Some(&pagination), number, 100);
            let said = json!({ "total": total, "totalPages": pages });
            let mut reading = Reading::default();
            let count = Count::read(Some(&said), number, 0);
            reading.take(number, Page { items: vec![], count, rate: None, bytes: 1 });
            proptest::prop_assert!(reading.last_wanted() <= MOST_PAGES.max(number));
            let _ = reading.end();
        }
    }
}
