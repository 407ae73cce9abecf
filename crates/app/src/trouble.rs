//! What went wrong while the app runs: a ring of codes with their times, in memory alone, for a report
//! that a person may copy. No foreign text, no names, never a value: a code is a word of this program.

use crate::clock;
use chrono::{DateTime, SecondsFormat, Utc};
use std::{
    collections::VecDeque,
    fmt::Write as _,
    sync::{Mutex, PoisonError},
};

/// How many lines are kept; the oldest goes first.
const LONGEST: usize = 200;

static RING: Mutex<VecDeque<Line>> = Mutex::new(VecDeque::new());

/// Which part of the app it happened in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "their names say it all")]
pub enum Area {
    Clipboard,
    Creation,
    Desktop,
    Keychain,
    Network,
    Process,
    Sending,
    Settings,
    Store,
    Window,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    at: DateTime<Utc>,
    area: Area,
    code: &'static str,
}

/// Notes that something went wrong.
pub fn note(area: Area, code: &'static str) {
    let mut ring = RING.lock().unwrap_or_else(PoisonError::into_inner);
    push(&mut ring, Line { at: clock::now(), area, code });
}

fn push(ring: &mut VecDeque<Line>, line: Line) {
    if ring.len() == LONGEST {
        ring.pop_front();
    }
    ring.push_back(line);
}

/// A failure that changes nothing for the person, and would leave no trace otherwise.
pub trait OrNote {
    /// Notes a failure.
    fn or_note(self, area: Area, code: &'static str);
}

impl<T, E> OrNote for Result<T, E> {
    fn or_note(self, area: Area, code: &'static str) {
        if self.is_err() {
            note(area, code);
        }
    }
}

/// Everything that was noted, a line each, below what this app and this system are.
#[must_use]
pub fn report() -> String {
    let ring = RING.lock().unwrap_or_else(PoisonError::into_inner);
    text(&ring)
}

fn text(ring: &VecDeque<Line>) -> String {
    let mut text = format!(
        "SigSentry Keys {} on {} {}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    if ring.is_empty() {
        text.push_str("Nothing went wrong since the app was started.\n");
    }
    for Line { at, area, code } in ring {
        let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        // Writing to text cannot fail.
        let _ = writeln!(text, "{at} {area:?}: {code}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_has_the_last_lines_with_their_times() {
        let mut ring = VecDeque::new();
        assert!(text(&ring).contains("Nothing went wrong"));
        for number in 0..LONGEST + 3 {
            let at = DateTime::from_timestamp(number as i64, 0).unwrap();
            push(&mut ring, Line { at, area: Area::Store, code: "full" });
        }
        assert_eq!(ring.len(), LONGEST);
        let report = text(&ring);
        assert!(report.lines().nth(1).unwrap().starts_with("1970-01-01T00:00:03Z Store: full"));
        assert_eq!(report.lines().count(), LONGEST + 1);
    }
}
