//! How far this computer's clock is from the server's.

use crate::headers;
use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use reqwest::header::HeaderMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::Instant;

/// A computer's clock. A port: only the shell reads the real one.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What the server's answers said of its clock.
pub(crate) struct Skew {
    clock: Clock,
    last: Mutex<Option<Said>>,
}

/// What the last answer said.
#[derive(Clone, Copy)]
struct Said {
    time: DateTime<Utc>,
    /// When it came: this computer's clock may be set meanwhile.
    heard: Instant,
    skew: TimeDelta,
}

impl Skew {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, last: Mutex::default() }
    }

    /// Takes the time of an answer that just came. A proxy's page has a clock of its own.
    pub(crate) fn note(&self, headers: &HeaderMap) {
        let json = headers::is_of_kind(headers, "json");
        // Spans are added to it: a time at the end of the calendar is no server's.
        let is_time = |there: &DateTime<Utc>| json && (1970..9000).contains(&there.year());
        if let Some(there) = headers::date(headers).filter(is_time) {
            let skew = there.signed_duration_since((self.clock)());
            let said = Said { time: there, heard: Instant::now(), skew };
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(said);
        }
    }

    pub(crate) fn last(&self) -> Option<TimeDelta> {
        self.said().map(|said| said.skew)
    }

    /// Behind it by as long as the computer slept since the last answer.
    pub(crate) fn server_time(&self) -> DateTime<Utc> {
        let since = |said: Said| {
            let since = TimeDelta::from_std(said.heard.elapsed()).ok()?;
            said.time.checked_add_signed(since)
        };
        self.said().and_then(since).unwrap_or_else(|| (self.clock)())
    }

    fn said(&self) -> Option<Said> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use reqwest::header;

    fn skew() -> Skew {
        Skew::new(Arc::new(|| DateTime::from_timestamp(784_111_777, 0).unwrap()))
    }

    fn headers(kind: &'static str, date: &str) -> HeaderMap {
        let lines = [(header::CONTENT_TYPE, kind.parse()), (header::DATE, date.parse())];
        lines.into_iter().map(|(name, value)| (name, value.unwrap())).collect()
    }

    #[test]
    fn a_server_says_its_time_and_a_page_says_nobodys() {
        let skew = skew();
        assert_eq!((skew.last(), skew.server_time().timestamp()), (None, 784_111_777));
        skew.note(&headers("text/html", "Sun, 06 Nov 1994 09:49:37 GMT"));
        assert_eq!(skew.last(), None);
        skew.note(&headers("application/json", "Sun, 06 Nov 1994 09:49:37 GMT"));
        assert_eq!(skew.last(), Some(TimeDelta::hours(1)));
        assert_eq!(skew.server_time().timestamp(), 784_111_777 + 3600);
        skew.note(&headers("application/json", "yesterday"));
        skew.note(&headers("application/json", "Fri, 31 Dec 9999 23:59:59 GMT"));
        assert_eq!(skew.last(), Some(TimeDelta::hours(1)));
    }

    proptest! {
        #[test]
        fn any_date_is_read_without_panic(date in "[ -~]{0,60}", year in 0_u32..1_000_000) {
            let skew = skew();
            skew.note(&headers("application/json", &date));
            let far = format!("Sun, 06 Nov {year} 08:49:37 +0000");
            skew.note(&headers("application/json", &far));
            let _ = skew.server_time();
        }
    }
}
