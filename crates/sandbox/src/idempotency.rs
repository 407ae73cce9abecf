//! Answers that are given again to the same idempotency key.

use crate::answer::Refusal;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::collections::HashMap;

/// How long an answer is kept. "Short" is documented; how short is assumed.
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

impl Replays {
    /// The answer that `who` got to this request before, or a new one. The caller that holds these replays
    /// is alone: of two requests that come at the same time, the second waits for the first's answer.
    pub(crate) fn once(
        &mut self,
        who: &str,
        key: String,
        request: Value,
        now: DateTime<Utc>,
        make: impl FnOnce(&Value) -> Result<Value, Refusal>,
    ) -> Result<Value, Refusal> {
        self.0.retain(|_, replay| now - replay.at < WINDOW);
        let place = (who.to_owned(), key);
        match self.0.get(&place) {
            Some(replay) if replay.request == request => Ok(replay.answer.clone()),
            Some(_) => {
                let message = "The idempotency key was used with another body";
                Err(Refusal::new(409, "IDEMPOTENCY_KEY_CONFLICT", message))
            }
            None => {
                let answer = make(&request)?;
                self.0.insert(place, Replay { at: now, request, answer: answer.clone() });
                Ok(answer)
            }
        }
    }
}
