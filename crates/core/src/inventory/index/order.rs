//! The keys in the order of each column, made when it is asked for first.

use super::pages::Pages;
use crate::{
    inventory::{Column, KeyKind},
    key::{KeyRecord, LastUsed},
};
use chrono::{DateTime, Utc};
use std::{
    cmp::{Ordering, Reverse},
    sync::OnceLock,
};

/// The columns whose order does not depend on the time of the question.
const LASTING: [Column; 6] = [
    Column::Name,
    Column::Prefix,
    Column::Type,
    Column::Project,
    Column::Created,
    Column::LastUsed,
];

/// What a column sorts by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Text(String),
    Rank(u32),
    Kind(KeyKind),
    Time(Option<DateTime<Utc>>),
    Used(u8, Option<DateTime<Utc>>),
}

fn sort_key(column: Column, key: &KeyRecord, pages: &Pages) -> SortKey {
    match column {
        Column::Name => SortKey::Text(key.name.to_lowercase()),
        Column::Prefix => SortKey::Text(key.prefix.to_string()),
        Column::Project => SortKey::Rank(pages.rank(key)),
        Column::Type | Column::Status | Column::Owner | Column::Permissions | Column::Places => {
            SortKey::Kind((&key.key_type).into())
        }
        Column::Created => SortKey::Time(key.created_at),
        Column::LastUsed => match key.last_used {
            LastUsed::Never => SortKey::Used(0, None),
            LastUsed::At(at) => SortKey::Used(1, Some(at)),
            LastUsed::Unknown => SortKey::Used(2, None),
        },
    }
}

/// In an order, beside the row: the column holds it for equal to the one before.
const EQUAL: u32 = 1 << 31;

/// For each column its rows, smallest first, once a question needed them. Rows that a column holds for
/// equal stand newest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Orders([OnceLock<Vec<u32>>; LASTING.len()]);

fn ordered(column: Column, keys: &[KeyRecord], pages: &Pages) -> Vec<u32> {
    let mut rows: Vec<_> = keys
        .iter()
        .zip(0_u32..)
        .map(|(key, row)| (sort_key(column, key, pages), Reverse(key.created_at), row))
        .collect();
    rows.sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)).then_with(|| by_id(keys, a.2, b.2)));
    let equal = |at: usize| at > 0 && rows[at - 1].0 == rows[at].0;
    let flagged = |at: usize| if equal(at) { rows[at].2 | EQUAL } else { rows[at].2 };
    (0..rows.len()).map(flagged).collect()
}

impl Orders {
    /// Makes the order of every column.
    pub(super) fn prepare(&self, keys: &[KeyRecord], pages: &Pages) {
        for (column, made) in LASTING.into_iter().zip(&self.0) {
            made.get_or_init(|| ordered(column, keys, pages));
        }
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, row: u32) {
        for order in self.0.iter_mut().filter_map(OnceLock::get_mut) {
            let Some(at) = order.iter().position(|other| other & !EQUAL == row) else { continue };
            let leads = order.remove(at) & EQUAL == 0;
            if let Some(next) = order.get_mut(at).filter(|_| leads) {
                *next &= !EQUAL;
            }
        }
    }

    /// Puts a row in, once its key is in `keys`.
    pub(super) fn insert(&mut self, row: u32, keys: &[KeyRecord], pages: &Pages) {
        let Some(key) = keys.get(row as usize) else { return };
        let made = LASTING.into_iter().zip(&mut self.0);
        for (column, order) in made.filter_map(|(column, made)| Some((column, made.get_mut()?))) {
            let own = sort_key(column, key, pages);
            let there = |other: u32| &keys[(other & !EQUAL) as usize];
            let place = order.partition_point(|other| {
                sort_key(column, there(*other), pages)
                    .cmp(&own)
                    .then_with(|| Reverse(there(*other).created_at).cmp(&Reverse(key.created_at)))
                    .then_with(|| by_id(keys, *other & !EQUAL, row))
                    .is_lt()
            });
            let equal = |other: &u32| sort_key(column, there(*other), pages) == own;
            let follows = place > 0 && equal(&order[place - 1]);
            if let Some(next) = order.get_mut(place) {
                *next = if equal(next) { *next | EQUAL } else { *next & !EQUAL };
            }
            order.insert(place, if follows { row | EQUAL } else { row });
        }
    }

    /// The rows in the order of a column. Those that are not [`LASTING`] are sorted by the question:
    /// they come newest first.
    pub(super) fn rows(
        &self,
        column: Column,
        descending: bool,
        keys: &[KeyRecord],
        pages: &Pages,
    ) -> Vec<u32> {
        let (column, descending) = match column {
            Column::Status | Column::Owner | Column::Permissions | Column::Places => {
                (Column::Created, true)
            }
            other => (other, descending),
        };
        let at = LASTING.iter().position(|one| *one == column);
        let Some(made) = at.map(|at| &self.0[at]) else { return Vec::new() };
        let order = made.get_or_init(|| ordered(column, keys, pages));
        let row = |flagged: &u32| flagged & !EQUAL;
        if descending {
            order.chunk_by(|_, next| next & EQUAL != 0).rev().flatten().map(row).collect()
        } else {
            order.iter().map(row).collect()
        }
    }
}

fn by_id(keys: &[KeyRecord], a: u32, b: u32) -> Ordering {
    keys[a as usize].id.cmp(&keys[b as usize].id)
}
