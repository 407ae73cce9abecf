//! Answers that are given again to the same idempotency key.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::collections::HashMap;

/// How long an answer is kept.
const WINDOW: TimeDelta = TimeDelta::minutes(10);

/// The answers of the last minutes, by person and idempotency key. They hold values of keys: a
/// replay has to bring the same one. That is why the window is short, and the values are the
/// sandbox's own.
#[derive(Default)]
pub(crate) struct Replays(HashMap<(String, String), Replay>);

struct Replay {
    at: DateTime<Utc>,
    request: Value,
    answer: Value,
}

pub(crate) enum Seen {
    Never,
    Same(Value),
    Other,
}

impl Replays {
    pub(crate) fn look(
        &mut self,
        who: &str,
        key: &str,
        request: &Value,
        now: DateTime<Utc>,
    ) -> Seen {
        self.0.retain(|_, replay| now - replay.at < WINDOW);
        match self.0.get(&(who.to_owned(), key.to_owned())) {
            None => Seen::Never,
            Some(replay) if replay.request == *request => Seen::Same(replay.answer.clone()),
            Some(_) => Seen::Other,
        }
    }

    pub(crate) fn keep(
        &mut self,
        who: &str,
        key: &str,
        request: Value,
        answer: Value,
        now: DateTime<Utc>,
    ) {
        self.0.insert((who.to_owned(), key.to_owned()), Replay { at: now, request, answer });
    }
}
