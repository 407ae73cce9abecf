//! How the keys of a query spread: over their age, their last use, their owners and their projects.

use super::Inventory;
use crate::{annotation::Annotation, fold::for_sameness, inventory::Query, key::LastUsed};
use chrono::{DateTime, Utc};
use std::{cmp::Reverse, collections::HashMap};

/// Where one bar ends and the next begins, in days since a key was made.
const AGES: [i64; 4] = [30, 90, 365, 730];
/// The same, in days since a key was last used.
const USES: [i64; 4] = [1, 7, 30, 90];
/// How many owners and projects are named: those with the most keys.
const MOST: usize = 6;

/// How many keys lie in a span of days before now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Longer ago than this; none for the last days.
    pub after: Option<u32>,
    /// At most this long ago; none for everything before.
    pub within: Option<u32>,
    /// Keys.
    pub keys: usize,
}

/// How many keys belong to one owner or project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The owner as first noted, or the project's id.
    pub of: String,
    /// Keys.
    pub keys: usize,
}

/// How the keys of a query spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// By the days since they were made, the youngest first.
    pub ages: Vec<Bar>,
    /// Keys of which it is not known when they were made.
    pub age_unknown: usize,
    /// By the days since their last use, the latest first.
    pub uses: Vec<Bar>,
    /// Keys that the server has never seen.
    pub never_used: usize,
    /// Keys of which the server does not say when they were used.
    pub use_unknown: usize,
    /// By owner, the most keys first.
    pub owners: Vec<Share>,
    /// Keys without an owner.
    pub no_owner: usize,
    /// By place, the most keys first; a key may be stored in several.
    pub places: Vec<Share>,
    /// By project, the most keys first.
    pub projects: Vec<Share>,
}

impl Inventory {
    /// Counts the keys that a query finds; its order and window are not heeded.
    #[must_use]
    pub fn overview(&self, query: &Query, now: DateTime<Utc>) -> Overview {
        let rows = self.rows(query, &self.statuses(now));
        let days = |at: DateTime<Utc>| (now - at).num_seconds().max(0);
        let (mut ages, mut uses) = (bars(&AGES), bars(&USES));
        let (mut age_unknown, mut never_used, mut use_unknown) = (0, 0, 0);
        let mut projects = vec![0_usize; self.pages.projects()];
        let mut found = vec![false; self.reading.keys.len()];
        for row in rows.iter().map(|row| *row as usize) {
            let key = &self.reading.keys[row];
            match key.created_at {
                Some(at) => count(&mut ages, &AGES, days(at)),
                None => age_unknown += 1,
            }
            match key.last_used {
                LastUsed::At(at) => count(&mut uses, &USES, days(at)),
                LastUsed::Never => never_used += 1,
                LastUsed::Unknown => use_unknown += 1,
            }
            if let Some(project) = self.pages.rows()[row].project() {
                projects[project] += 1;
            }
            found[row] = true;
        }
        let owners = self.owners(&found);
        let owned: usize = owners.iter().map(|share| share.keys).sum();
        let named = self.reading.projects.iter().zip(&projects);
        let projects = named.map(|(one, keys)| Share { of: one.id.clone(), keys: *keys }).collect();
        Overview {
            ages,
            age_unknown,
            uses,
            never_used,
            use_unknown,
            owners: largest(owners),
            no_owner: rows.len() - owned,
            places: largest(self.places(&found)),
            projects: largest(projects),
        }
    }

    /// Each owner of the rows that are marked.
    fn owners(&self, rows: &[bool]) -> Vec<Share> {
        self.shares(rows, |note| {
            std::slice::from_ref(&note.owner).iter().filter(|owner| !owner.is_empty())
        })
    }

    /// Each place of the rows that are marked.
    fn places(&self, rows: &[bool]) -> Vec<Share> {
        self.shares(rows, |note| note.stored_in.iter())
    }

    /// Each text that is noted about the rows that are marked.
    fn shares<'a, T: Iterator<Item = &'a String>>(
        &'a self,
        rows: &[bool],
        texts: impl Fn(&'a Annotation) -> T,
    ) -> Vec<Share> {
        let mut shares: HashMap<String, Share> = HashMap::new();
        for (id, note) in self.notes.iter() {
            if !self.row(id).is_ok_and(|row| rows[row as usize]) {
                continue;
            }
            for text in texts(note) {
                let share = shares
                    .entry(for_sameness(text))
                    .or_insert_with(|| Share { of: text.clone(), keys: 0 });
                share.keys += 1;
            }
        }
        shares.into_values().collect()
    }
}

fn bars(ends: &[i64]) -> Vec<Bar> {
    let end = |at: Option<&i64>| at.and_then(|days| u32::try_from(*days).ok());
    let bar = |at: usize| {
        let after = at.checked_sub(1).and_then(|before| end(ends.get(before)));
        Bar { after, within: end(ends.get(at)), keys: 0 }
    };
    (0..=ends.len()).map(bar).collect()
}

/// As the filters have it: a day is a span of 24 hours that ends now.
fn count(bars: &mut [Bar], ends: &[i64], seconds: i64) {
    let at = ends.partition_point(|days| days * 86_400 < seconds);
    if let Some(bar) = bars.get_mut(at) {
        bar.keys += 1;
    }
}

fn largest(mut shares: Vec<Share>) -> Vec<Share> {
    shares.retain(|share| share.keys > 0);
    shares.sort_unstable_by(|a, b| (Reverse(a.keys), &a.of).cmp(&(Reverse(b.keys), &b.of)));
    shares.truncate(MOST);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::Project,
        inventory::{Column, Condition, Gaps, Scope, Snapshot, Span, UseSpan},
        key::KeyRecord,
        notes::{FormerOwners, Notes},
        status::tests::{day, key},
    };
    use chrono::TimeDelta;
    use std::collections::BTreeMap;

    const NOW: i64 = 1000;

    fn inventory() -> Inventory {
        let project = |id: &str| Project { id: id.into(), name: id.into(), slug: id.into() };
        let made = |id: &str, project: Option<&str>, created, last_used| KeyRecord {
            project_id: project.map(Into::into),
            created_at: created,
            last_used,
            ..key(id)
        };
        let ago = |days| Some(day(NOW - days));
        let used = |days| LastUsed::At(day(NOW - days));
        let inventory = Inventory::of(Snapshot {
            taken_at: day(NOW),
            projects: vec![project("p1"), project("p2"), project("empty")],
            keys: vec![
                made("a", Some("p1"), ago(0), LastUsed::Never),
                made("b", Some("p1"), ago(30), used(0)),
                made("c", Some("p2"), ago(31), used(7)),
                made("d", None, ago(900), used(8)),
                made("e", None, None, LastUsed::Unknown),
                made("f", None, Some(day(NOW) + TimeDelta::hours(1)), used(400)),
            ],
            gaps: Gaps::default(),
            kept: BTreeMap::new(),
        });
        let owner = |owner: &str| Annotation {
            owner: owner.into(),
            stored_in: vec!["Vault".into(), format!("laptop of {}", owner.to_lowercase())],
            ..Annotation::default()
        };
        let notes = [("a", "Mara"), ("b", "MARA"), ("d", "Ole"), ("gone", "Ole")];
        let by_key = notes.map(|(id, who)| (id.to_owned(), owner(who))).into();
        inventory.with_notes(Notes::new(by_key, FormerOwners::default()))
    }

    fn all(conditions: Vec<Condition>) -> Query {
        Query {
            scope: Scope::All,
            search: String::new(),
            conditions,
            column: Column::Name,
            descending: false,
            offset: 0,
            limit: 0,
        }
    }

    #[test]
    fn keys_are_counted_by_age_use_owner_and_project() {
        let overview = inventory().overview(&all(vec![]), day(NOW));
        let keys = |bars: &[Bar]| bars.iter().map(|bar| bar.keys).collect::<Vec<_>>();
        assert_eq!(keys(&overview.ages), [3, 1, 0, 0, 1]);
        assert_eq!(keys(&overview.uses), [1, 1, 1, 0, 1]);
        assert_eq!((overview.age_unknown, overview.never_used, overview.use_unknown), (1, 1, 1));
        let shares = |shares: &[Share]| {
            shares.iter().map(|one| (one.of.clone(), one.keys)).collect::<Vec<_>>()
        };
        assert_eq!(shares(&overview.projects), [("p1".into(), 2), ("p2".into(), 1)]);
        assert_eq!(shares(&overview.owners), [("Mara".into(), 2), ("Ole".into(), 1)]);
        assert_eq!(overview.no_owner, 3);
        let places =
            [("Vault".into(), 3), ("laptop of mara".into(), 2), ("laptop of ole".into(), 1)];
        assert_eq!(shares(&overview.places), places);
    }

    #[test]
    fn a_bar_counts_what_its_filters_find() {
        let (inventory, now) = (inventory(), day(NOW));
        let ago = |days: Option<u32>| days.map(|days| now - TimeDelta::days(days.into()));
        let found = |condition| inventory.query(&all(vec![condition]), now).total;
        let overview = inventory.overview(&all(vec![]), now);
        let span = |bar: &Bar| Span { from: ago(bar.within), to: ago(bar.after) };
        for bar in &overview.ages {
            assert_eq!(found(Condition::Created(span(bar))), bar.keys, "{bar:?}");
        }
        for bar in &overview.uses {
            assert_eq!(found(Condition::LastUsed(UseSpan::Within(span(bar)))), bar.keys, "{bar:?}");
        }
    }

    #[test]
    fn only_what_the_query_finds_is_counted() {
        let keys = ["a", "d", "unknown"].map(str::to_owned).to_vec();
        let overview = inventory().overview(&all(vec![Condition::Keys(keys)]), day(NOW));
        assert_eq!(overview.ages.iter().map(|bar| bar.keys).sum::<usize>(), 2);
        assert_eq!((overview.owners.len(), overview.no_owner), (2, 0));
    }
}
