//! Making a key: one at a time, under an idempotency key that is written down before it is sent.

mod abandoned;
mod create;
mod pending;
mod recovery;
