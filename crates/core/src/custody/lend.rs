//! A held value for those who send it away, and what they say of it afterwards.

use super::{Custody, OneTimeSecret, Ticket, TicketVoid};
use crate::key::PREFIX_LENGTH;
use sigsentry_keys_secret::{FillError, Part};

/// Characters of a value that must not occur in a row anywhere else.
pub const WINDOW: usize = 8;
/// How many of the last characters a person compares.
pub const ENDING: usize = 4;

/// Why a value was not lent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LendError {
    /// It is gone.
    #[error("this key's value is no longer held")]
    TicketVoid,
    /// The operating system has no pages for a second one.
    #[error("no memory could be had for a key's value")]
    NoMemory,
}

/// What the person's password manager has, beside the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same, as far as it goes.
    Same,
    /// Something else.
    Differs,
    /// Neither four characters nor anything that could be a value.
    NothingToCompare,
}

impl Custody {
    /// The value once more, in pages of its own, for as long as it takes to send it. The first stays
    /// held, whatever becomes of the sending.
    ///
    /// # Errors
    /// [`LendError`].
    pub fn lend(&mut self, ticket: &Ticket) -> Result<OneTimeSecret, LendError> {
        let held = self.find(ticket).map_err(|TicketVoid| LendError::TicketVoid)?;
        held.value.compose(&[Part::Value]).map_err(|_: FillError| LendError::NoMemory)
    }

    /// Whether text has the value or [`WINDOW`] characters of it in a row that are not public. The
    /// first [`PREFIX_LENGTH`] characters are public for good.
    ///
    /// # Errors
    /// [`TicketVoid`].
    pub fn contains_part(&mut self, ticket: &Ticket, text: &str) -> Result<bool, TicketVoid> {
        let held = self.find(ticket)?;
        // EXPOSE: only whether leaves the closure.
        Ok(held.value.expose(|value| {
            let public = if value.len() > PREFIX_LENGTH { PREFIX_LENGTH + 1 - WINDOW } else { 0 };
            let parts = value.as_bytes()[public..].windows(WINDOW);
            text.contains(value)
                || parts
                    .into_iter()
                    .any(|part| text.as_bytes().windows(WINDOW).any(|window| window == part))
        }))
    }

    /// Notes where the value is stored now, in words for people: it is handed over.
    ///
    /// # Errors
    /// [`TicketVoid`].
    pub fn stored_in(&mut self, ticket: &Ticket, target: &str) -> Result<(), TicketVoid> {
        let held = self.find(ticket)?;
        held.handed_over = true;
        if !held.stored_in.iter().any(|one| one == target) {
            held.stored_in.push(target.to_owned());
        }
        Ok(())
    }

    /// Compares the last [`ENDING`] characters of the value, or the whole, with what the person has.
    ///
    /// # Errors
    /// [`TicketVoid`].
    pub fn compare_ending(
        &mut self,
        ticket: &Ticket,
        theirs: &str,
    ) -> Result<Comparison, TicketVoid> {
        let held = self.find(ticket)?;
        let theirs = theirs.trim();
        // EXPOSE: only whether they are the same leaves the closure.
        Ok(held.value.expose(|value| {
            let same = match theirs.chars().count() {
                ENDING => value.ends_with(theirs),
                PREFIX_LENGTH.. => value == theirs,
                _ => return Comparison::NothingToCompare,
            };
            if same { Comparison::Same } else { Comparison::Differs }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::tests::issued;

    const VALUE: &str = "ss_secret_AbC123xyz7890QQ";

    fn holding() -> (Custody, Ticket) {
        let mut custody = Custody::default();
        let ticket = custody.accept(issued(VALUE), [7; 16]);
        (custody, ticket)
    }

    #[test]
    fn a_lent_value_is_the_same_and_leaves_the_first_where_it_is() {
        let (mut custody, ticket) = holding();
        let mut lent = custody.lend(&ticket).unwrap();
        // EXPOSE: the test compares it.
        assert!(lent.expose(|value| value == VALUE));
        drop(lent);
        assert_eq!(custody.spell(&ticket, 10), Ok(Some('A')));
        assert!(!custody.dismiss(&ticket).unwrap().handed_over);
        assert_eq!(custody.lend(&ticket).unwrap_err(), LendError::TicketVoid);
    }

    #[test]
    fn eight_characters_that_are_not_public_are_found() {
        let (mut custody, ticket) = holding();
        for (text, found) in [
            (VALUE, true),
            ("name xyz7890Q here", true),
            ("name _AbC123x", true),
            ("ss_secret_AbC123", false),
            ("xyz7890", false),
            ("", false),
        ] {
            assert_eq!(custody.contains_part(&ticket, text), Ok(found), "{text}");
        }
    }

    #[test]
    fn each_place_is_noted_once_and_said_at_the_end() {
        let (mut custody, ticket) = holding();
        for place in ["pass: a", "pass: a", "Vault: b"] {
            custody.stored_in(&ticket, place).unwrap();
        }
        let gone = custody.dismiss(&ticket).unwrap();
        assert!(gone.handed_over && !gone.copied);
        assert_eq!(gone.stored_in, ["pass: a", "Vault: b"]);
    }

    #[test]
    fn the_ending_or_the_whole_is_compared() {
        let (mut custody, ticket) = holding();
        for (theirs, expected) in [
            ("90QQ", Comparison::Same),
            (" 90QQ\n", Comparison::Same),
            ("90Qq", Comparison::Differs),
            ("0QQ", Comparison::NothingToCompare),
            ("", Comparison::NothingToCompare),
            (VALUE, Comparison::Same),
            ("ss_secret_AbC123xyz7890Qq", Comparison::Differs),
            ("ss_secret_AbC123", Comparison::Differs),
        ] {
            assert_eq!(custody.compare_ending(&ticket, theirs), Ok(expected), "{theirs}");
        }
    }
}
