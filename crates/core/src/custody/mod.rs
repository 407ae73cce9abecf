//! Custody of a fresh key: from its arrival to its dismissal it is known by a ticket.

mod format;
mod lend;
mod ticket;

pub use format::{CopyFormat, NoFormat};
pub use lend::{Comparison, ENDING, LendError, WINDOW};
pub use sigsentry_keys_secret::{OneTimeSecret, Palette, Raster, Residency};
pub use ticket::Ticket;

use crate::{creation::Issued, key::KeyRecord};
use sigsentry_keys_secret::draw;

/// The keys that are shown right now. The app shows one at a time; a second can arrive only when a
/// page is reloaded before it knew of the first.
#[derive(Debug, Default)]
pub struct Custody {
    held: Vec<Held>,
}

/// A key between its arrival and its dismissal.
#[derive(Debug)]
struct Held {
    ticket: Ticket,
    record: KeyRecord,
    value: OneTimeSecret,
    copied: bool,
    handed_over: bool,
    stored_in: Vec<String>,
}

/// The ticket was dismissed, or never given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this key's value is no longer held")]
pub struct TicketVoid;

/// What is said when a value is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissed {
    /// The key it was the value of.
    pub record: KeyRecord,
    /// Whether the clipboard had it.
    pub copied: bool,
    /// Whether it was copied or sent at least once.
    pub handed_over: bool,
    /// Where it was sent, in words for people.
    pub stored_in: Vec<String>,
    /// Whether its pages were locked in RAM while it was held.
    pub residency: Residency,
}

impl Custody {
    /// Takes a fresh key. `randomness` becomes the ticket; it must be unpredictable.
    pub fn accept(&mut self, issued: Issued, randomness: [u8; 16]) -> Ticket {
        let ticket = Ticket::new(randomness);
        let Issued { record, value } = issued;
        self.held.push(Held {
            ticket: ticket.clone(),
            record,
            value,
            copied: false,
            handed_over: false,
            stored_in: Vec::new(),
        });
        ticket
    }

    /// Whether a value is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Draws the value (see [`sigsentry_keys_secret::draw`]).
    ///
    /// # Errors
    /// [`TicketVoid`].
    pub fn reveal(
        &mut self,
        ticket: &Ticket,
        scale: f32,
        palette: Palette,
    ) -> Result<Raster, TicketVoid> {
        let held = self.find(ticket)?;
        let prefix_length = held.record.prefix.rfind('_').map_or(0, |at| at + 1);
        Ok(draw(&mut held.value, prefix_length, scale, palette))
    }

    /// One character, for a screen reader, counted from 0.
    ///
    /// # Errors
    /// [`TicketVoid`]; `None` past the end.
    pub fn spell(&mut self, ticket: &Ticket, index: usize) -> Result<Option<char>, TicketVoid> {
        let held = self.find(ticket)?;
        // EXPOSE: a single character, on the person's explicit request.
        Ok(held.value.expose(|value| value.as_bytes().get(index).map(|&byte| char::from(byte))))
    }

    /// The value dressed for where it goes. Say [`Self::copied`] once it got there.
    ///
    /// # Errors
    /// [`TicketVoid`] or [`NoFormat`], inside one another.
    pub fn dress(
        &mut self,
        ticket: &Ticket,
        format: CopyFormat,
        api_url: &str,
    ) -> Result<Result<OneTimeSecret, NoFormat>, TicketVoid> {
        let held = self.find(ticket)?;
        Ok(format.dress(&mut held.value, &held.record, api_url))
    }

    /// The key whose value a ticket stands for.
    ///
    /// # Errors
    /// [`TicketVoid`].
    pub fn record(&self, ticket: &Ticket) -> Result<&KeyRecord, TicketVoid> {
        let held = self.held.iter().find(|held| held.ticket == *ticket).ok_or(TicketVoid)?;
        Ok(&held.record)
    }

    /// Notes that the value reached the clipboard.
    ///
    /// # Errors
    /// [`TicketVoid`].
    pub fn copied(&mut self, ticket: &Ticket) -> Result<(), TicketVoid> {
        let held = self.find(ticket)?;
        held.copied = true;
        held.handed_over = true;
        Ok(())
    }

    /// Whether the value of a key is held.
    #[must_use]
    pub fn holds(&self, key_id: &str) -> bool {
        self.held.iter().any(|held| *held.record.id == *key_id)
    }

    /// Which key a ticket stands for.
    #[must_use]
    pub fn key_id(&self, ticket: &Ticket) -> Option<&str> {
        self.held.iter().find(|held| held.ticket == *ticket).map(|held| &*held.record.id)
    }

    /// Wipes the value and voids the ticket.
    ///
    /// # Errors
    /// [`TicketVoid`].
    pub fn dismiss(&mut self, ticket: &Ticket) -> Result<Dismissed, TicketVoid> {
        let at = self.held.iter().position(|held| held.ticket == *ticket).ok_or(TicketVoid)?;
        Ok(self.held.swap_remove(at).into_dismissed())
    }

    /// Wipes everything: on sign-out, on quitting, and when a reloaded page lost its tickets.
    pub fn dismiss_all(&mut self) -> Vec<Dismissed> {
        self.held.drain(..).map(Held::into_dismissed).collect()
    }

    fn find(&mut self, ticket: &Ticket) -> Result<&mut Held, TicketVoid> {
        self.held.iter_mut().find(|held| held.ticket == *ticket).ok_or(TicketVoid)
    }
}

impl Held {
    fn into_dismissed(self) -> Dismissed {
        let residency = self.value.residency();
        // The value ends here, before a person is told that it did.
        drop(self.value);
        Dismissed {
            record: self.record,
            copied: self.copied,
            handed_over: self.handed_over,
            stored_in: self.stored_in,
            residency,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::status::tests::key;

    pub(crate) fn issued(value: &str) -> Issued {
        let value = serde_json::from_value(serde_json::Value::String(value.into())).unwrap();
        Issued { record: key("k1"), value }
    }

    const VALUE: &str = "ss_secret_AbC123xyz7890";

    #[test]
    fn a_ticket_works_until_dismissal_and_never_after() {
        let mut custody = Custody::default();
        let ticket = custody.accept(issued(VALUE), [7; 16]);
        assert_eq!(custody.spell(&ticket, 10), Ok(Some('A')));
        assert_eq!(custody.spell(&ticket, 10), Ok(Some('A')));
        assert_eq!(custody.spell(&ticket, VALUE.len()), Ok(None));
        custody.copied(&ticket).unwrap();
        let gone = custody.dismiss(&ticket).unwrap();
        assert!(gone.copied && gone.handed_over);
        assert_eq!(custody.spell(&ticket, 0), Err(TicketVoid));
        assert_eq!(custody.dismiss(&ticket), Err(TicketVoid));
        assert!(custody.is_empty());
    }

    #[test]
    fn another_ticket_opens_nothing() {
        let mut custody = Custody::default();
        custody.accept(issued(VALUE), [7; 16]);
        assert_eq!(custody.spell(&Ticket::new([8; 16]), 0), Err(TicketVoid));
    }

    #[test]
    fn a_reloaded_page_finds_nothing_but_the_records() {
        let mut custody = Custody::default();
        let ticket = custody.accept(issued(VALUE), [7; 16]);
        let gone = custody.dismiss_all();
        assert_eq!(gone.len(), 1);
        assert!(!gone[0].handed_over);
        assert_eq!(custody.dismiss(&ticket), Err(TicketVoid));
    }
}
