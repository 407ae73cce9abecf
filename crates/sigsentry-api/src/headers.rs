//! What the lines above an answer say.

use chrono::{DateTime, Utc};
use reqwest::header::{self, HeaderMap};
use std::time::Duration;

/// What is left of the requests that the server allows (documented headers).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    /// Requests left in this window.
    pub(crate) remaining: u64,
    /// Requests that a window has, where the server says so.
    pub(crate) limit: Option<u64>,
    /// How long the window lasts yet, by the server's own clock.
    pub(crate) resets_in: Duration,
}

/// The host of `Location`, where it names one.
pub(crate) fn destination(headers: &HeaderMap) -> Option<String> {
    let to = url::Url::parse(text(headers, header::LOCATION.as_str())?).ok()?;
    to.host_str().map(str::to_owned)
}

/// Numbers from here on are moments, in seconds since 1970; smaller ones are spans: 31 years are none.
const FIRST_MOMENT: u64 = 1_000_000_000;

pub(crate) fn rate(headers: &HeaderMap) -> Option<Rate> {
    let remaining = number(headers, "x-ratelimit-remaining")?;
    let resets_in = wait_for(number(headers, "x-ratelimit-reset")?, headers)?;
    let limit = number(headers, "x-ratelimit-limit");
    Some(Rate { remaining, limit, resets_in })
}

/// How long a number asks to wait that is a span, or a moment as some servers write it. Two clocks
/// seldom agree: the server's moment is held against the server's now.
fn wait_for(number: u64, headers: &HeaderMap) -> Option<Duration> {
    if number < FIRST_MOMENT {
        return Some(Duration::from_secs(number));
    }
    let moment = i64::try_from(number).ok()?;
    let wait = moment.saturating_sub(date(headers)?.timestamp());
    Some(Duration::from_secs(u64::try_from(wait).unwrap_or(0)))
}

/// How long the server asks to wait: in seconds, or until a moment, which is held against its own now.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let name = header::RETRY_AFTER.as_str();
    let until = || {
        let moment = DateTime::parse_from_rfc2822(text(headers, name)?).ok()?.timestamp();
        let wait = moment.saturating_sub(date(headers)?.timestamp());
        Some(u64::try_from(wait).unwrap_or(0))
    };
    match number(headers, name) {
        Some(number) => wait_for(number, headers),
        None => until().map(Duration::from_secs),
    }
}

/// The server's moment of an answer.
pub(crate) fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let text = text(headers, header::DATE.as_str())?;
    DateTime::parse_from_rfc2822(text).ok().map(|at| at.to_utc())
}

/// Whether the body is said to be of this kind.
pub(crate) fn is_of_kind(headers: &HeaderMap, kind: &str) -> bool {
    text(headers, header::CONTENT_TYPE.as_str())
        .is_some_and(|said| said.to_ascii_lowercase().contains(kind))
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name)?.trim().parse().ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_end_of_a_window_is_read_by_the_servers_clock() {
        let complete = [
            ("x-ratelimit-remaining", "3"),
            ("x-ratelimit-reset", "1771404600"),
            ("date", "Wed, 18 Feb 2026 08:49:00 GMT"),
        ];
        let expected = Rate { remaining: 3, limit: None, resets_in: Duration::from_secs(60) };
        assert_eq!(rate(&headers(&complete)), Some(expected));
        for missing in 0..complete.len() {
            let mut lines = complete.to_vec();
            lines.remove(missing);
            assert_eq!(rate(&headers(&lines)), None);
        }
    }

    #[test]
    fn nonsense_in_headers_says_nothing() {
        for (remaining, reset) in [("-1", "30"), ("3", "soon"), ("3", "99999999999999999999")] {
            let lines = [
                ("x-ratelimit-remaining", remaining),
                ("x-ratelimit-reset", reset),
                ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ];
            assert_eq!(rate(&headers(&lines)), None);
        }
        let past = headers(&[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1771404000"),
            ("date", "Wed, 18 Feb 2026 08:49:00 GMT"),
        ]);
        assert_eq!(rate(&past).map(|rate| rate.resets_in), Some(Duration::ZERO));
    }

    /// Both headers are written either way by servers and gateways.
    #[test]
    fn a_span_and_a_moment_are_told_apart() {
        let now = ("date", "Wed, 18 Feb 2026 08:49:00 GMT");
        let span = headers(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "30")]);
        assert_eq!(rate(&span).map(|rate| rate.resets_in.as_secs()), Some(30));
        let moment = headers(&[("retry-after", "1771404600"), now]);
        assert_eq!(retry_after(&moment), Some(Duration::from_secs(60)));
        let unheld = headers(&[("retry-after", "1771404600")]);
        assert_eq!(retry_after(&unheld), None, "held against no clock");
    }

    #[test]
    fn a_wait_is_named_in_seconds_or_by_its_end() {
        let wait = |retry_after, date| {
            let lines = [("retry-after", retry_after), ("date", date)];
            super::retry_after(&headers(&lines)).map(|wait| wait.as_secs())
        };
        let now = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(wait("120", now), Some(120));
        assert_eq!(wait("Sun, 06 Nov 1994 08:51:07 GMT", now), Some(90));
        assert_eq!(wait("Sun, 06 Nov 1994 08:40:00 GMT", now), Some(0), "over already");
        assert_eq!(wait("Sun, 06 Nov 1994 08:51:07 GMT", "now"), None, "held against no clock");
        for odd in ["soon", "-1", "1.5", "", "99999999999999999999"] {
            assert_eq!(wait(odd, now), None, "{odd}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_headers_are_read_without_panic(
            lines in proptest::collection::vec("[ -~]{0,30}|[0-9]{1,20}|.{0,20}", 6)
        ) {
            let names = ["x-ratelimit-remaining", "x-ratelimit-reset", "retry-after", "date",
                "content-type", "location"];
            let headers: HeaderMap = names
                .iter()
                .zip(&lines)
                .filter_map(|(name, line)| Some((name.parse().ok()?, line.parse().ok()?)))
                .collect();
            let span = lines[2].trim().parse().ok().filter(|span| *span < FIRST_MOMENT);
            if headers.contains_key("retry-after") && span.is_some() {
                proptest::prop_assert_eq!(retry_after(&headers), span.map(Duration::from_secs));
            }
            let _ = (rate(&headers), date(&headers), destination(&headers));
            let _ = is_of_kind(&headers, "json");
        }
    }
}
