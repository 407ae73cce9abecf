//! What a table of owners does to what is noted.

use super::table::{Line, Table};
use chrono::{DateTime, Utc};
use sigsentry_keys_contract::owners::{OwnerImport, OwnerLine, OwnerOutcome, SHOWN_LINES};
use sigsentry_keys_core::{
    annotation::{Annotation, AnnotationProblem},
    creation::looks_like_key,
    display::safe,
    inventory::Inventory,
    key::KeyRecord,
};
use std::collections::{HashMap, HashSet};

pub(super) struct Plan {
    /// What is noted about each key from then on.
    pub(super) noted: Vec<(String, Annotation)>,
    pub(super) import: OwnerImport,
}

/// Says what becomes of every line.
pub(super) fn plan(table: &Table, inventory: &Inventory, now: DateTime<Utc>) -> Plan {
    let keys = Keys::of(inventory);
    let (mut noted, mut seen) = (Vec::new(), HashSet::new());
    let mut lines = Vec::new();
    for line in &table.lines {
        let found = keys.find(line);
        let outcome = match found {
            Err(ref outcome) => outcome.clone(),
            Ok(key) if !seen.insert(&*key.id) => OwnerOutcome::Repeated,
            Ok(key) => {
                let known = inventory.notes().get(&key.id).cloned().unwrap_or_default();
                match outcome(line, &known, now) {
                    Ok(note) if note == known => OwnerOutcome::Unchanged,
                    Ok(note) => {
                        noted.push((key.id.to_string(), note));
                        OwnerOutcome::Changes { before: safe(&known.owner) }
                    }
                    Err(outcome) => outcome,
                }
            }
        };
        lines.push(shown(line, found.ok(), outcome));
    }
    let count = |of: fn(&OwnerOutcome) -> bool| {
        let lines = lines.iter().filter(|line| of(&line.outcome)).count();
        u32::try_from(lines).unwrap_or(u32::MAX)
    };
    let changes = count(|outcome| matches!(outcome, OwnerOutcome::Changes { .. }));
    let unchanged = count(|outcome| matches!(outcome, OwnerOutcome::Unchanged));
    let all = count(|_| true);
    lines.sort_by_key(|line| match line.outcome {
        OwnerOutcome::Changes { .. } => 1,
        OwnerOutcome::Unchanged => 2,
        _ => 0,
    });
    lines.truncate(SHOWN_LINES);
    let left_out = all - changes - unchanged;
    Plan { noted, import: OwnerImport { changes, unchanged, left_out, lines } }
}

/// What is noted after a line; what the line does not say stays.
fn outcome(
    line: &Line,
    known: &Annotation,
    now: DateTime<Utc>,
) -> Result<Annotation, OwnerOutcome> {
    let said = |text: &str, before: &str| {
        if text.is_empty() { before.to_owned() } else { text.to_owned() }
    };
    if line.owner.is_empty() && line.note.is_empty() {
        return Err(OwnerOutcome::Empty);
    }
    let note = Annotation {
        owner: said(&line.owner, &known.owner),
        note: said(&line.note, &known.note),
        ..known.clone()
    };
    note.checked(now).map_err(|problem| match problem {
        AnnotationProblem::LooksLikeKey => OwnerOutcome::LooksLikeKey,
        AnnotationProblem::TooLong | AnnotationProblem::ReviewAhead => OwnerOutcome::TooLong,
    })
}

/// A line as it is shown: never a text that looks like a value.
fn shown(line: &Line, key: Option<&KeyRecord>, outcome: OwnerOutcome) -> OwnerLine {
    let text = |text: &str| {
        if looks_like_key(text) { String::new() } else { safe(text).chars().take(200).collect() }
    };
    let named = line.keys.first().map(String::as_str).unwrap_or_default();
    OwnerLine {
        number: u32::try_from(line.number).unwrap_or(u32::MAX),
        key: text(key.map_or(named, |key| &key.name)),
        owner: text(&line.owner),
        outcome,
    }
}

/// The keys by id and by prefix.
struct Keys<'a> {
    inventory: &'a Inventory,
    by_prefix: HashMap<&'a str, Vec<&'a KeyRecord>>,
}

impl<'a> Keys<'a> {
    fn of(inventory: &'a Inventory) -> Self {
        let mut by_prefix: HashMap<&str, Vec<&KeyRecord>> = HashMap::new();
        for key in &inventory.reading().keys {
            by_prefix.entry(&key.prefix).or_default().push(key);
        }
        Self { inventory, by_prefix }
    }

    /// The key of a line: by its id where the line has one, or else by a prefix that only one key has.
    fn find(&self, line: &Line) -> Result<&'a KeyRecord, OwnerOutcome> {
        if line.keys.iter().any(|text| looks_like_key(text)) {
            return Err(OwnerOutcome::LooksLikeKey);
        }
        if let Some(key) = line.keys.iter().find_map(|text| self.inventory.key(text)) {
            return Ok(key);
        }
        let mut outcome = OwnerOutcome::NoSuchKey;
        for text in &line.keys {
            match self.by_prefix.get(text.as_str()).map(Vec::as_slice) {
                Some([key]) => return Ok(key),
                Some(_) => outcome = OwnerOutcome::Ambiguous,
                None => {}
            }
        }
        Err(outcome)
    }
}
