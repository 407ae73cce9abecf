//! What a listing has read so far, and what it lacks.

use crate::{
    decode::Unreadable,
    endpoints::PAGE_SIZE,
    headers::Rate,
    page::{Item, Page},
};
use sigsentry_keys_core::{
    inventory::Gaps,
    key::{KeyRecord, LastUsed},
};
use std::collections::HashSet;

/// More pages than any honest tenant has.
const MOST_PAGES: u64 = 2500;
/// More keys than any honest tenant has.
const MOST_KEYS: usize = 250_000;
/// More than any honest tenant's records take together, in bytes.
const LARGEST_LISTING: usize = 256 * 1024 * 1024;
/// How many of the records that cannot be read are named.
const MOST_NAMED: usize = 100;

/// What a listing brought.
#[derive(Debug)]
pub struct KeyListing {
    /// The keys, each once.
    pub keys: Vec<KeyRecord>,
    /// What it could not bring.
    pub gaps: Gaps,
}

/// How far a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadSoFar {
    /// Pages that came.
    pub pages: u64,
    /// Pages that there are, as far as the server says.
    pub of: u64,
    /// Keys that came.
    pub keys: usize,
}

/// What was read so far.
#[derive(Default)]
pub(crate) struct Reading {
    /// Each with the number of the page that brought it.
    keys: Vec<(u64, KeyRecord)>,
    unreadable: Vec<String>,
    unnamed: u32,
    seen: HashSet<String>,
    read: HashSet<u64>,
    last_page: u64,
    /// Whether a page was empty: there are no more, whatever the server says.
    ended: bool,
    /// How many keys the server counts.
    counted: u64,
    bytes: usize,
    /// Whether any record told of its key's last use.
    use_told: bool,
    /// Keys came that there is no room for.
    overfull: bool,
    /// Whether the pages are being read once more.
    pub(crate) again: bool,
}

impl Reading {
    /// Whether this page is one that there is, and that an honest tenant may have.
    pub(crate) fn wants(&self, number: u64) -> bool {
        number <= self.last_wanted() && self.bytes < LARGEST_LISTING && !self.overfull
    }

    pub(crate) fn progress(&self) -> ReadSoFar {
        let pages = self.read.len() as u64;
        ReadSoFar { pages, of: self.last_page.max(pages), keys: self.keys.len() }
    }

    pub(crate) fn last_wanted(&self) -> u64 {
        self.last_page.min(MOST_PAGES)
    }

    pub(crate) fn take(&mut self, number: u64, page: Page) -> Option<Rate> {
        let rate = page.rate;
        self.bytes += page.bytes;
        self.use_told |= page.use_told;
        self.counted = self.counted.max(page.count.keys);
        let to_come = usize::try_from(self.counted).unwrap_or(MOST_KEYS).min(MOST_KEYS);
        self.keys.reserve(to_come.saturating_sub(self.keys.len()));
        self.seen.reserve(to_come.saturating_sub(self.seen.len()));
        let brought = page.items.len();
        let unnamed = page.unnamed;
        let before = self.seen.len();
        for item in page.items {
            self.take_item(number, item);
        }
        if !self.again {
            self.unnamed = self.unnamed.saturating_add(unnamed);
        }
        // A server that does not count says the same page for ever.
        let nothing_new = page.count.is_guess && self.seen.len() == before && unnamed == 0;
        if number > 1 && ((brought == 0 && unnamed == 0) || (nothing_new && !self.again)) {
            self.ended = true;
            self.last_page = self.last_page.min(number - 1);
        } else {
            self.read.insert(number);
            if !self.ended {
                self.last_page = self.last_page.max(page.count.pages).max(number);
            }
        }
        rate
    }

    /// A key may come twice: the order is not stable while keys are being made (documented).
    fn take_item(&mut self, number: u64, item: Item) {
        if self.seen.len() >= MOST_KEYS {
            self.overfull = true;
            return;
        }
        match item {
            Ok(key) => {
                if self.seen.insert(key.id.to_string()) {
                    self.keys.push((number, key));
                }
            }
            Err(Unreadable(None)) => {
                self.unnamed = self.unnamed.saturating_add(u32::from(!self.again))
            }
            Err(Unreadable(Some(id))) => {
                if self.seen.insert(id.clone()) {
                    if self.unreadable.len() < MOST_NAMED {
                        self.unreadable.push(id);
                    } else {
                        self.unnamed = self.unnamed.saturating_add(1);
                    }
                }
            }
        }
    }

    /// How many keys the server counts beyond those that came.
    fn shortfall(&self) -> u64 {
        let came = self.keys.len() + self.unreadable.len() + self.unnamed as usize;
        self.counted.saturating_sub(u64::try_from(came).unwrap_or(u64::MAX))
    }

    pub(crate) fn is_short(&self) -> bool {
        self.missing_pages() == 0 && self.shortfall() > 0
    }

    fn missing_pages(&self) -> u64 {
        let read = self.read.iter().filter(|number| **number <= self.last_page).count();
        let unread = self.last_page.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        unread.max(u64::from(self.overfull))
    }

    pub(crate) fn end(mut self) -> KeyListing {
        let missing = match self.missing_pages() {
            // Every page came, and still keys are missing: as many as would fill these pages.
            0 => self.shortfall().div_ceil(u64::from(PAGE_SIZE)),
            missing => missing,
        };
        // Pages come as they like. In the server's order, one reading is soon compared with the next.
        self.keys.sort_by_key(|(number, _)| *number);
        let mut keys: Vec<_> = self.keys.into_iter().map(|(_, key)| key).collect();
        // Where one record says it, one that does not has never been used (documented: optional).
        let use_untold = !self.use_told && !keys.is_empty();
        if use_untold {
            for key in &mut keys {
                key.last_used = LastUsed::Unknown;
            }
        }
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let gaps = Gaps {
            unreadable: self.unreadable,
            unnamed: self.unnamed,
            missing_pages: small(missing),
            total_pages: small(self.last_page.max(missing)),
            use_untold,
        };
        KeyListing { keys, gaps }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Count;
    use serde_json::json;

    fn page(ids: std::ops::Range<usize>, pages: u64, keys: u64) -> Page {
        let record = |id| {
            json!({ "id": format!("k{id}"), "name": "n", "prefix": "ss_secret_AbC123",
                "lastUsedAt": null })
        };
        let count = Count { pages, keys, is_guess: false };
        Page { count, ..Page::of(ids.map(record)) }
    }

    #[test]
    fn a_server_that_repeats_a_page_for_ever_is_read_once() {
        let guess = |ids| {
            let count = Count { pages: 3, keys: 0, is_guess: true };
            Page { count, ..page(ids, 0, 0) }
        };
        let mut reading = Reading::default();
        reading.take(1, guess(0..100));
        reading.take(2, guess(0..100));
        assert!(!reading.wants(3));
        assert_eq!(reading.end().gaps, Gaps { total_pages: 1, ..Gaps::default() });
    }

    #[test]
    fn keys_are_bounded_and_what_did_not_fit_is_a_gap() {
        let mut reading = Reading::default();
        reading.take(1, page(0..MOST_KEYS + 5, 1, 0));
        let listing = reading.end();
        assert_eq!((listing.keys.len(), listing.gaps.missing_pages), (MOST_KEYS, 1));
    }

    #[test]
    fn records_without_an_id_are_counted_and_few_others_named() {
        let mut reading = Reading::default();
        let broken = (0..MOST_NAMED + 7).map(|id| json!({ "id": format!("b{id}") }));
        reading.take(1, Page::of((0..50_000).map(|_| json!(0)).chain(broken)));
        let gaps = reading.end().gaps;
        assert_eq!((gaps.unreadable.len(), gaps.unnamed), (MOST_NAMED, 50_007));
    }

    #[test]
    fn a_last_use_that_no_record_tells_is_unknown_for_all() {
        let silent = |id: &str| json!({ "id": id, "name": "n", "prefix": "ss_org_AbC1234567" });
        let mut reading = Reading::default();
        reading.take(1, Page::of([silent("a"), silent("b")]));
        let listing = reading.end();
        assert!(listing.gaps.use_untold);
        assert!(listing.keys.iter().all(|key| key.last_used == LastUsed::Unknown));

        let mut telling = silent("c");
        telling["lastUsedAt"] = json!("2026-01-02T03:04:05Z");
        let mut reading = Reading::default();
        reading.take(1, Page::of([silent("a")]));
        reading.take(2, Page::of([telling]));
        let listing = reading.end();
        assert!(!listing.gaps.use_untold);
        assert_eq!(listing.keys[0].last_used, LastUsed::Never);
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

    proptest::proptest! {
        #[test]
        fn no_record_takes_another_one_with_it(
            odd in proptest::collection::vec(crate::decode::tests::json(), 0..12), at in 0_usize..12
        ) {
            let good = json!({ "id": "good one", "name": "n", "prefix": "ss_secret_AbC123" });
            let mut items = odd;
            items.insert(at.min(items.len()), good);
            let mut reading = Reading::default();
            reading.take(1, Page::of(items));
            proptest::prop_assert!(reading.keys.iter().any(|(_, key)| *key.id == *"good one"));
        }

        #[test]
        fn any_pagination_is_a_count(
            pagination in crate::decode::tests::json(), total: u64, pages: u64, number in 1_u64..1000
        ) {
            let _ = Count::read(Some(&pagination), number, 100);
            let said = json!({ "total": total, "totalPages": pages });
            let mut reading = Reading::default();
            let count = Count::read(Some(&said), number, 0);
            reading.take(number, Page { count, ..Page::of([]) });
            proptest::prop_assert!(reading.last_wanted() <= MOST_PAGES.max(number));
            let _ = reading.end();
        }
    }
}
