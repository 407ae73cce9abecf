//! When a run is killed.

use crate::rng::Rng;
use std::time::{Duration, Instant};

/// After so many lines that begin with one of these words, and a little later.
pub(super) struct KillPoint {
    words: &'static [&'static str],
    times: u64,
    later: Duration,
}

impl KillPoint {
    /// Over all phases in turn; the first run on a computer has its store still to make.
    pub(super) fn draw(round: u64, rng: &mut Rng) -> Self {
        let (words, longest): (&[_], _) = match round % 5 {
            0 if round == 0 => (&["sign in"], 120_000),
            0 => (&["start"], 60_000),
            1 => (&["read"], 60_000),
            2 => (&["ask", "again"], 20_000),
            3 => (&["ask", "again"], 150_000),
            _ => (&["came"], 6_000),
        };
        let times = if matches!(round % 5, 0) { 1 } else { 1 + rng.below(3) };
        Self { words, times, later: Duration::from_micros(rng.below(longest)) }
    }

    /// Whether this line is one to wait for.
    pub(super) fn is(&self, line: &str) -> bool {
        self.words.iter().any(|word| line.starts_with(word))
    }

    pub(super) fn times(&self) -> usize {
        self.times as usize
    }

    /// The little later: it is the random kill_point itself, and waits for nothing.
    pub(super) fn pass(&self) {
        let began = Instant::now();
        while began.elapsed() < self.later {
            std::thread::yield_now();
        }
    }
}
