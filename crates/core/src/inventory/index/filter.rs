//! Which rows a query finds, and their order.

use super::{Inventory, statuses::Statuses};
use crate::{
    annotation::Annotation,
    fold::{for_sameness, for_search},
    inventory::{Column, Condition, KeyKind, Query},
    rhythm::Rhythm,
};
use memchr::memmem::Finder;
use std::{cmp::Reverse, collections::HashMap};

/// A shorter word is in too many ids by chance.
const SHORTEST_OF_ID: usize = 4;

impl Inventory {
    /// All rows of a query, in its order.
    pub(super) fn rows(&self, query: &Query, statuses: &Statuses) -> Vec<u32> {
        let within = self.pages.within(&query.scope);
        let mut keep: Vec<bool> = self.pages.rows().iter().map(|page| within(*page)).collect();
        for word in words(&query.search) {
            self.keep_with_word(&word, &mut keep);
        }
        for condition in &query.conditions {
            self.keep_if(condition, statuses, &mut keep);
        }
        let mut rows =
            self.orders.rows(query.column, query.descending, &self.reading.keys, &self.pages);
        rows.retain(|row| keep[*row as usize]);
        self.sort(&mut rows, query, statuses);
        rows
    }

    /// Sorts rows that come newest first by a column that depends on more than the keys.
    fn sort(&self, rows: &mut [u32], query: &Query, statuses: &Statuses) {
        fn by<K: Ord>(rows: &mut [u32], descending: bool, key: impl Fn(&u32) -> K) {
            if descending {
                rows.sort_by_key(|row| Reverse(key(row)));
            } else {
                rows.sort_by_key(key);
            }
        }
        match query.column {
            Column::Status => by(rows, query.descending, |row| statuses.rows[*row as usize]),
            Column::Permissions => {
                let (ranks, lists) = (self.permissions.ranks(), self.permissions.rows());
                by(rows, query.descending, |row| ranks[lists[*row as usize] as usize]);
            }
            Column::Owner => self.by_note(rows, query.descending, |note| Some(&note.owner)),
            Column::Places => self.by_note(rows, query.descending, |note| note.stored_in.first()),
            Column::Name
            | Column::Prefix
            | Column::Type
            | Column::Project
            | Column::Created
            | Column::LastUsed => {}
        }
    }

    /// Moves the rows of which a text is noted to the front, in the order of these texts.
    fn by_note(
        &self,
        rows: &mut [u32],
        descending: bool,
        text: impl Fn(&Annotation) -> Option<&String>,
    ) {
        let said = |note| text(note).filter(|text| !text.is_empty()).map(|it| it.to_lowercase());
        let noted = self.notes.iter().filter_map(|(id, note)| Some((id, said(note)?)));
        let texts: HashMap<u32, String> =
            noted.filter_map(|(id, text)| Some((self.row(id).ok()?, text))).collect();
        rows.sort_by(|a, b| match (texts.get(a), texts.get(b)) {
            (Some(a), Some(b)) if descending => b.cmp(a),
            (a, b) => a.is_none().cmp(&b.is_none()).then(a.cmp(&b)),
        });
    }

    /// Marks the rows whose note is one of those.
    fn mark_noted(&self, is_one: impl Fn(&Annotation) -> bool, rows: &mut [bool]) {
        for (id, _) in self.notes.iter().filter(|(_, note)| is_one(note)) {
            if let Ok(row) = self.row(id) {
                rows[row as usize] = true;
            }
        }
    }

    fn keep_with_word(&self, word: &str, keep: &mut [bool]) {
        let mut has = vec![false; keep.len()];
        self.text.mark(word, &mut has);
        if word.len() >= SHORTEST_OF_ID {
            let finder = Finder::new(word);
            for (has, key) in has.iter_mut().zip(&self.reading.keys) {
                *has |= finder.find(key.id.as_bytes()).is_some();
            }
        }
        let mentions = |text: &String| for_search(text).contains(word);
        self.mark_noted(
            |note| mentions(&note.owner) || note.stored_in.iter().any(mentions),
            &mut has,
        );
        let (projects, lists) = (self.pages.named(word), self.permissions.naming(word));
        let around = self.pages.rows().iter().zip(self.permissions.rows());
        for ((keep, has), (page, list)) in keep.iter_mut().zip(has).zip(around) {
            *keep &= has
                || lists[*list as usize]
                || page.project().is_some_and(|project| projects[project]);
        }
    }

    fn keep_if(&self, condition: &Condition, statuses: &Statuses, keep: &mut [bool]) {
        fn each(keep: &mut [bool], holds: impl Iterator<Item = bool>) {
            for (keep, holds) in keep.iter_mut().zip(holds) {
                *keep &= holds;
            }
        }
        let keys = self.reading.keys.iter();
        match condition {
            Condition::Status(wanted) => {
                each(keep, statuses.rows.iter().map(|status| wanted.contains(status)));
            }
            Condition::Type(wanted) => {
                each(keep, keys.map(|key| wanted.contains(&KeyKind::from(&key.key_type))));
            }
            Condition::Project(ids) => {
                let wanted = self.pages.numbers(ids.iter().map(String::as_str));
                let is_wanted = |project| wanted.contains(&project);
                each(
                    keep,
                    self.pages.rows().iter().map(|one| one.project().is_some_and(is_wanted)),
                );
            }
            Condition::Permission(name) => {
                let lists = self.permissions.granting(name);
                each(keep, self.permissions.rows().iter().map(|list| lists[*list as usize]));
            }
            Condition::LastUsed(span) => each(keep, keys.map(|key| span.has_use(key.last_used))),
            Condition::Created(span) => each(keep, keys.map(|key| span.has(key.created_at))),
            Condition::Owner(Some(owner)) => {
                let (wanted, mut has) = (for_sameness(owner), vec![false; keep.len()]);
                self.mark_noted(|note| for_sameness(&note.owner) == wanted, &mut has);
                each(keep, has.into_iter());
            }
            Condition::Owner(None) => {
                let mut has = vec![false; keep.len()];
                self.mark_noted(|note| !note.owner.is_empty(), &mut has);
                each(keep, has.into_iter().map(|has| !has));
            }
            Condition::UnusuallyQuiet(now) => {
                let quiet = |key| Rhythm::of(key, *now).is_some_and(|rhythm| rhythm.unusual);
                each(keep, keys.map(quiet));
            }
            Condition::Removable(reasons, now) => {
                let mut left = vec![false; keep.len()];
                let former = self.notes.former_owners();
                self.mark_noted(|note| former.has(&note.owner), &mut left);
                let has_one =
                    |(key, left)| reasons.iter().any(|reason| reason.holds(key, left, *now));
                each(keep, keys.zip(left).map(has_one));
            }
            Condition::Place(place) => {
                let (wanted, mut has) = (for_sameness(place), vec![false; keep.len()]);
                let is_there =
                    |note: &Annotation| note.stored_in.iter().any(|it| for_sameness(it) == wanted);
                self.mark_noted(is_there, &mut has);
                each(keep, has.into_iter());
            }
            Condition::Keys(ids) => {
                let mut is_one = vec![false; keep.len()];
                for row in ids.iter().filter_map(|id| self.row(id).ok()) {
                    is_one[row as usize] = true;
                }
                each(keep, is_one.into_iter());
            }
            Condition::NoPlace => {
                let mut has = vec![false; keep.len()];
                self.mark_noted(|note| !note.stored_in.is_empty(), &mut has);
                each(keep, has.into_iter().map(|has| !has));
            }
        }
    }
}

/// The words of a search, in the form of [`for_search`].
pub(super) fn words(search: &str) -> impl Iterator<Item = String> {
    search.split_whitespace().map(for_search)
}
