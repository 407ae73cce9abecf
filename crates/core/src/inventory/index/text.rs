//! What a search looks through: one text for all keys, so that a word is looked for once.

use crate::{fold::for_search, key::KeyRecord};
use memchr::memmem::Finder;

/// Ends each of the texts; no search has it, as words have no spaces.
const END: char = '\n';

/// Name and prefix of every key, in the form of [`for_search`].
#[derive(Debug, Clone, Default)]
pub(super) struct SearchText {
    text: String,
    /// Where each piece begins, in bytes, and whose it is. Pieces of a key that has changed are blank.
    pieces: Vec<(u32, u32)>,
}

impl SearchText {
    pub(super) fn of(keys: &[KeyRecord]) -> Self {
        let mut all = Self { text: String::new(), pieces: Vec::with_capacity(keys.len()) };
        for (row, key) in keys.iter().enumerate() {
            all.add(row, key);
        }
        all.text.shrink_to_fit();
        all
    }

    /// Adds a key. More than 4 GiB of text has no room: what is behind it is not found.
    pub(super) fn add(&mut self, row: usize, key: &KeyRecord) {
        let (Ok(start), Ok(row)) = (u32::try_from(self.text.len()), u32::try_from(row)) else {
            return;
        };
        self.pieces.push((start, row));
        for part in [&key.name, &key.prefix] {
            if part.is_ascii() {
                let from = self.text.len();
                self.text.push_str(part);
                self.text[from..].make_ascii_lowercase();
            } else {
                self.text.push_str(&for_search(part));
            }
            self.text.push(END);
        }
    }

    /// Takes what a key said before out.
    pub(super) fn blank(&mut self, row: usize) {
        let mut text = std::mem::take(&mut self.text).into_bytes();
        for (at, (start, whose)) in self.pieces.iter().enumerate() {
            if *whose as usize == row {
                let end = self.pieces.get(at + 1).map_or(text.len(), |(next, _)| *next as usize);
                text[*start as usize..end].fill(b'\n');
            }
        }
        self.text = String::from_utf8(text).unwrap_or_default();
    }

    /// Marks the rows whose text has `word`, which is in the form of [`for_search`].
    pub(super) fn mark(&self, word: &str, rows: &mut [bool]) {
        let (finder, text) = (Finder::new(word), self.text.as_bytes());
        let (mut at, mut piece) = (0, 0);
        while let Some(found) = finder.find(&text[at..]) {
            let found = at + found;
            while self.pieces.get(piece + 1).is_some_and(|(start, _)| *start as usize <= found) {
                piece += 1;
            }
            let Some((_, row)) = self.pieces.get(piece) else { return };
            if let Some(mark) = rows.get_mut(*row as usize) {
                *mark = true;
            }
            // On with the next key.
            let Some((next, _)) = self.pieces.get(piece + 1) else { return };
            at = *next as usize;
        }
    }
}
