//! Accounts: one is open at a time, and nothing of it is seen in another.

mod label;
mod open_account;
mod open_store;
mod restore;
mod sign_in;
mod sign_out;
mod state;
mod switch;
#[cfg(test)]
mod tests;

pub(crate) use open_account::OpenAccount;
pub(crate) use sign_in::Session;
