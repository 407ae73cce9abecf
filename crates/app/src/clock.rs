//! The one place where the wall clock is read.

use chrono::{DateTime, Utc};

#[allow(clippy::disallowed_methods, reason = "this is the place the ban points to")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}
