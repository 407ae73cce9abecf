//! All keys of a tenant, page by page.

use crate::{
    client::Client,
    endpoints::{self, PAGE_SIZE},
    headers::Rate,
    page::{Listed, Page},
    pagination::{KeyListing, ReadSoFar, Reading},
    retry_budget::RetryBudget,
    token::SessionToken,
};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use sigsentry_keys_core::{
    failure::{ApiCode, RequestFailure},
    key::KeyRecord,
};
use std::{collections::BTreeSet, panic::resume_unwind, time::Duration};
use tokio::task::spawn_blocking;

/// Pages that are asked for at the same time, for a person who waits.
const AT_ONCE: usize = 4;
/// How far the pages that are asked for run ahead of one that is still to come: it may be waiting, because
/// the server is busy.
const AHEAD: u64 = 8;
/// Pages that a look for new keys reads at most.
const MOST_NEW: u64 = 10;
/// Longest time that a listing takes for a person who waits, however slowly its pages come. What is
/// missing then is a gap.
const LONGEST: Duration = Duration::from_secs(300);
/// The same where no one waits.
const LONGEST_GENTLE: Duration = Duration::from_secs(3600);

/// How a listing is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// A person waits for it: a few pages at the same time, and all that the rate limit leaves.
    Brisk,
    /// No one waits for it: one page after another, half of the rate limit is left to others, and where
    /// that is used up it goes on in the next window, up to an hour long.
    Gentle,
}

impl Pace {
    fn at_once(self) -> usize {
        if self == Self::Brisk { AT_ONCE } else { 1 }
    }

    fn longest(self) -> Duration {
        if self == Self::Brisk { LONGEST } else { LONGEST_GENTLE }
    }

    /// Whether another request may go out while so many are under way.
    fn allows(self, rate: Rate, under_way: u64) -> bool {
        let left_to_others = match self {
            Self::Brisk => 0,
            Self::Gentle => rate.limit.unwrap_or(0) / 2,
        };
        rate.remaining > under_way.saturating_add(left_to_others)
    }
}

/// Hears how far a reading is.
pub type Progress<'a> = dyn Fn(ReadSoFar) + Send + Sync + 'a;

impl Client {
    /// Reads all keys. The first page must come; one of the others that does not is a gap. While keys
    /// are being made they move from page to page: if fewer came than the server counts, all pages
    /// are read once more.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn keys(&self, token: &SessionToken) -> Result<KeyListing, RequestFailure> {
        self.keys_telling(token, Pace::Brisk, &|_| {}).await
    }

    /// The same at a pace; `progress` hears after each page how far it is. A reading that is dropped
    /// ends.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn keys_telling(
        &self,
        token: &SessionToken,
        pace: Pace,
        progress: &Progress<'_>,
    ) -> Result<KeyListing, RequestFailure> {
        let retry_budget = match pace {
            Pace::Brisk => self.retry_budget(),
            Pace::Gentle => self.patience(pace.longest()),
        };
        let first = self.page(token, 1, &retry_budget).await?;
        let mut reading = Reading::default();
        let rate = reading.take(1, first);
        progress(reading.progress());
        let listing = Listing { client: self, token, pace, retry_budget, progress };
        listing.pages(2, rate, &mut reading).await?;
        if reading.is_short() {
            reading.again = true;
            listing.pages(1, None, &mut reading).await?;
        }
        Ok(reading.end())
    }

    /// Reads the newest keys: page by page, until one has only keys that are known, or ten were read.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn newest(
        &self,
        token: &SessionToken,
        is_known: &(dyn Fn(&str) -> bool + Send + Sync),
    ) -> Result<Vec<KeyRecord>, RequestFailure> {
        let retry_budget = self.retry_budget();
        let mut newest = Vec::new();
        for number in 1..=MOST_NEW {
            let page = self.page(token, number, &retry_budget).await?;
            let last = page.count.pages <= number;
            let keys: Vec<_> = page.items.into_iter().flatten().collect();
            let known = keys.iter().all(|key| is_known(&key.id));
            newest.extend(keys);
            if known || last {
                break;
            }
        }
        Ok(newest)
    }

    /// Reads one key as it stands now: no operation for one is known, so the page is read on which it
    /// should be (`near`, counted from 1), and those around it. None: it is on none of them, or cannot
    /// be read.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn key(
        &self,
        token: &SessionToken,
        id: &str,
        near: u64,
    ) -> Result<Option<KeyRecord>, RequestFailure> {
        let retry_budget = self.retry_budget();
        let near = near.max(1);
        for number in [near, near + 1, near.saturating_sub(1)].into_iter().filter(|at| *at > 0) {
            let page = self.page(token, number, &retry_budget).await?;
            if let Some(key) = page.items.into_iter().flatten().find(|key| *key.id == *id) {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    async fn page(
        &self,
        token: &SessionToken,
        number: u64,
        retry_budget: &RetryBudget<'_>,
    ) -> Result<Page, RequestFailure> {
        let answer = self.get(&endpoints::page(number, PAGE_SIZE), token, retry_budget).await?;
        let (rate, bytes) = (answer.rate, answer.body.len());
        let listed = if answer.status.is_success() {
            // Beside the requests that are under way: a page takes nearly as long to decode as to fetch.
            let decoded = spawn_blocking(move || answer.data::<Listed>("")).await;
            decoded.unwrap_or_else(|failed| resume_unwind(failed.into_panic()))
        } else {
            answer.data::<Listed>(token.text())
        };
        Ok(listed?.page(number, rate, bytes))
    }
}

/// One listing under way.
struct Listing<'a> {
    client: &'a Client,
    token: &'a SessionToken,
    pace: Pace,
    retry_budget: RetryBudget<'a>,
    progress: &'a Progress<'a>,
}

impl Listing<'_> {
    /// Reads the pages from `next` on, never more than are left to us.
    async fn pages(
        &self,
        mut next: u64,
        mut rate: Option<Rate>,
        reading: &mut Reading,
    ) -> Result<(), RequestFailure> {
        let mut under_way = FuturesUnordered::new();
        let mut numbers = BTreeSet::new();
        let (mut busy, mut missed) = (false, 0);
        loop {
            // More requests would make it worse once the server, or the retry budget, is at its end.
            let goes_on =
                !busy && missed < AT_ONCE && self.retry_budget.is_within(self.pace.longest());
            while goes_on
                && (missed == 0 || under_way.is_empty())
                && under_way.len() < self.pace.at_once()
                && numbers.first().is_none_or(|oldest| next < oldest + AHEAD)
                && reading.wants(next)
                && rate.is_none_or(|rate| self.pace.allows(rate, under_way.len() as u64))
            {
                let number = next;
                numbers.insert(number);
                under_way.push(async move { (number, self.page(number).await) });
                next += 1;
            }
            let answer = under_way.next().await;
            if let Some((number, _)) = &answer {
                numbers.remove(number);
            }
            match answer {
                Some((number, Ok(page))) => {
                    missed = 0;
                    rate = reading.take(number, page);
                    (self.progress)(reading.progress());
                }
                Some((_, Err(failure))) if failure.ends_session() => return Err(failure),
                Some((_, Err(failure))) => {
                    busy |= is_rate_limit(&failure);
                    missed += 1;
                }
                None if goes_on && reading.wants(next) => {
                    let Some(used_up) = rate else { break };
                    if !self.retry_budget.wait(used_up.resets_in).await {
                        break;
                    }
                    rate = None;
                }
                None => break,
            }
        }
        Ok(())
    }

    async fn page(&self, number: u64) -> Result<Page, RequestFailure> {
        self.client.page(self.token, number, &self.retry_budget).await
    }
}

fn is_rate_limit(failure: &RequestFailure) -> bool {
    matches!(failure, RequestFailure::Api(error) if error.code == ApiCode::RateLimited)
}
