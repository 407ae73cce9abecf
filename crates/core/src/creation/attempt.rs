use super::MintRequest;
use crate::{failure::RequestFailure, key::KeyRecord};
use sigsentry_keys_secret::OneTimeSecret;

/// One creation and the idempotency key it travels under, for as many tries as it takes: the
/// server answers every try of one attempt with the same key (documented).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What was asked for.
    pub request: MintRequest,
    /// UUIDv4, made before the first try.
    pub idempotency_key: String,
}

/// A key that was just made.
#[derive(Debug)]
pub struct Issued {
    /// Everything but the value.
    pub record: KeyRecord,
    /// The value, this once.
    pub value: OneTimeSecret,
}

/// What became of the key when an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFate {
    /// The server did not make one.
    NotCreated,
    /// The request may have arrived: trying again under the same idempotency key is safe.
    Unknown,
    /// A key exists, and its value cannot be had any more.
    ValueLost {
        /// The server's id of it, where the answer could be read that far.
        id: Option<String>,
    },
}

impl KeyFate {
    /// What became of the key after a later try of an attempt whose first end is not known: a no to
    /// the later try says nothing of the first.
    #[must_use]
    pub fn of_later_try(self) -> Self {
        match self {
            Self::NotCreated => Self::Unknown,
            known => known,
        }
    }
}

/// Why an attempt failed, and what became of the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{failure}")]
pub struct IssueError {
    /// What went wrong.
    pub failure: RequestFailure,
    /// What became of the key.
    pub fate: KeyFate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_to_a_later_try_does_not_undo_the_first() {
        assert_eq!(KeyFate::NotCreated.of_later_try(), KeyFate::Unknown);
        let lost = KeyFate::ValueLost { id: None };
        assert_eq!(lost.clone().of_later_try(), lost);
    }
}
