//! A table that a person has: which of its columns say which key, who answers for it, and what is noted.

use csv::{ReaderBuilder, StringRecord};
use sigsentry_keys_contract::owners::OwnersError;
use sigsentry_keys_core::{inventory::Inventory, key::KEY_PREFIXES};

/// Largest table that is read, in bytes.
const LARGEST: usize = 16 * 1024 * 1024;
/// Most lines that are read.
const MOST_LINES: usize = 200_000;

/// The lines of a table.
pub(super) struct Table {
    pub(super) lines: Vec<Line>,
}

/// One line: texts without space around them, and without what a spreadsheet's file has in front.
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    /// Ids and prefixes, the id first.
    pub(super) keys: Vec<String>,
    pub(super) owner: String,
    pub(super) note: String,
}

/// Where a line says what.
struct Columns {
    keys: Vec<usize>,
    owner: Option<usize>,
    note: Option<usize>,
}

impl Table {
    /// Reads a table: separated by commas, semicolons or tabs, its first line with the names of the
    /// columns, or with a key, an owner and a note.
    pub(super) fn read(text: &str, inventory: &Inventory) -> Result<Self, OwnersError> {
        if text.len() > LARGEST {
            return Err(OwnersError::TooLarge);
        }
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator(text))
            .from_reader(text.as_bytes());
        let records = reader.records().take(MOST_LINES + 1).collect::<Result<Vec<_>, _>>();
        let records = records.map_err(|_| OwnersError::NoTable)?;
        if records.len() > MOST_LINES {
            return Err(OwnersError::TooLarge);
        }
        let first = records.first().ok_or(OwnersError::NoTable)?;
        let (columns, named) = match Columns::named(first) {
            Some(columns) => (columns, 1),
            None => (Columns::unnamed(first, inventory)?, 0),
        };
        let lines = records.iter().skip(named).map(|record| columns.line(record));
        Ok(Self { lines: lines.filter(|line| !line.is_blank()).collect() })
    }
}

impl Columns {
    fn named(first: &StringRecord) -> Option<Self> {
        let names: Vec<_> = first.iter().map(|name| name.trim().to_lowercase()).collect();
        let find = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&&**name));
        let id = find(&["id", "key id", "key_id", "keyid"]);
        let prefix = find(&["prefix", "key prefix", "key_prefix", "keyprefix", "key"]);
        let columns = Self {
            keys: id.into_iter().chain(prefix).collect(),
            owner: find(&["owner"]),
            note: find(&["note", "notes"]),
        };
        let says_enough =
            !columns.keys.is_empty() && (columns.owner.is_some() || columns.note.is_some());
        says_enough.then_some(columns)
    }

    fn unnamed(first: &StringRecord, inventory: &Inventory) -> Result<Self, OwnersError> {
        let key = cell(first, Some(0));
        let is_key = inventory.key(&key).is_some()
            || KEY_PREFIXES.iter().any(|prefix| key.starts_with(prefix));
        let columns = Self { keys: vec![0], owner: Some(1), note: Some(2) };
        (is_key && first.len() > 1).then_some(columns).ok_or(OwnersError::NoColumns)
    }

    fn line(&self, record: &StringRecord) -> Line {
        let number = record.position().map_or(0, csv::Position::line);
        let keys = self.keys.iter().map(|at| cell(record, Some(*at)));
        Line {
            number: usize::try_from(number).unwrap_or(usize::MAX),
            keys: keys.filter(|key| !key.is_empty()).collect(),
            owner: cell(record, self.owner),
            note: cell(record, self.note),
        }
    }
}

impl Line {
    fn is_blank(&self) -> bool {
        self.keys.is_empty() && self.owner.is_empty() && self.note.is_empty()
    }
}

/// What separates the cells of the first line most often.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    // Of several that are as frequent, the last one wins: the comma.
    [b'\t', b';', b','].into_iter().max_by_key(|one| count(*one)).unwrap_or(b',')
}

/// A cell's text. The exports of this app put an apostrophe in front of what a spreadsheet would take for
/// a formula, and people write the rest of a prefix as dots.
fn cell(record: &StringRecord, at: Option<usize>) -> String {
    let text = at.and_then(|at| record.get(at)).unwrap_or_default().trim();
    let plain =
        text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '|', '%']));
    plain.unwrap_or(text).trim_end_matches(['•', '…', '*']).trim_end().to_owned()
}
