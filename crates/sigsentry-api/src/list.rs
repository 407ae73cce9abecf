//! All keys of a tenant, page by page.

use crate::{
    client::Client,
    endpoints::{self, PAGE_SIZE},
    headers::Rate,
    page::{Listed, Page},
    pagination::{KeyListing, Reading},
    retry_budget::RetryBudget,
    token::SessionToken,
};
use futures_util::future::join_all;
use sigsentry_keys_core::failure::{ApiCode, RequestFailure};
use std::time::Duration;

/// Pages that are asked for at the same time.
const AT_ONCE: u64 = 4;
/// Longest time that a listing takes, however slowly its pages come. What is missing then is a gap.
const LONGEST: Duration = Duration::from_secs(300);

impl Client {
    /// Reads all keys. The first page must come; one of the others that does not is a gap. While keys
    /// are being made they move from page to page: if fewer came than the server counts, all pages
    /// are read once more.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn keys(&self, token: &SessionToken) -> Result<KeyListing, RequestFailure> {
        let retry_budget = self.retry_budget();
        let first = self.page(token, 1, &retry_budget).await?;
        let mut reading = Reading::default();
        let rate = reading.take(1, first);
        self.pages(token, 2, rate, &retry_budget, &mut reading).await?;
        if reading.is_short() {
            reading.again = true;
            self.pages(token, 1, None, &retry_budget, &mut reading).await?;
        }
        Ok(reading.end())
    }

    /// Reads the pages from `next` on, a few at the same time and never more than are left to us.
    async fn pages(
        &self,
        token: &SessionToken,
        mut next: u64,
        mut rate: Option<Rate>,
        retry_budget: &RetryBudget<'_>,
        reading: &mut Reading,
    ) -> Result<(), RequestFailure> {
        while reading.wants(next) && retry_budget.is_within(LONGEST) {
            if let Some(used_up) = rate.filter(|rate| rate.remaining == 0) {
                if !retry_budget.wait(used_up.resets_in).await {
                    break;
                }
                rate = None;
            }
            let allowed = rate.map_or(AT_ONCE, |rate| rate.remaining);
            let end = (next + AT_ONCE.min(allowed)).min(reading.last_wanted() + 1);
            let few = (next..end).map(|number| self.page(token, number, retry_budget));
            let answers = join_all(few).await;
            rate =
                answers.iter().flatten().filter_map(|page| page.rate).min_by_key(|it| it.remaining);
            let (mut came, mut busy) = (false, false);
            for (number, answer) in (next..end).zip(answers) {
                match answer {
                    Ok(page) => {
                        came = true;
                        reading.take(number, page);
                    }
                    Err(failure) if failure.ends_session() => return Err(failure),
                    Err(failure) => busy |= is_rate_limit(&failure),
                }
            }
            // RetryBudget is at its end, or the server is: more requests would make it worse.
            if busy || !came {
                break;
            }
            next = end;
        }
        Ok(())
    }

    async fn page(
        &self,
        token: &SessionToken,
        number: u64,
        retry_budget: &RetryBudget<'_>,
    ) -> Result<Page, RequestFailure> {
        let answer = self.get(&endpoints::page(number, PAGE_SIZE), token, retry_budget).await?;
        let (rate, bytes) = (answer.rate, answer.body.len());
        Ok(answer.data::<Listed>(token.text())?.page(number, rate, bytes))
    }
}

fn is_rate_limit(failure: &RequestFailure) -> bool {
    matches!(failure, RequestFailure::Api(error) if error.code == ApiCode::RateLimited)
}
