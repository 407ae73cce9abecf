use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use std::sync::atomic::{AtomicI64, Ordering};

/// The server's clock, in milliseconds, which tests may move.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_seconds: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let offset = TimeDelta::seconds(self.offset_seconds.load(Ordering::Relaxed));
        Utc::now().trunc_subsecs(3) + offset
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.offset_seconds.fetch_add(seconds, Ordering::Relaxed);
    }
}
