//! A reading with what questions need made once: a question looks at this and at nothing else.

mod filter;
mod order;
mod overview;
mod pages;
mod permissions;
mod statuses;
mod text;

pub use overview::{Bar, Overview, Share};
pub use pages::ProjectCount;

use super::Snapshot;
use crate::{
    account::Project,
    fold::{for_sameness, for_search},
    inventory::{Attention, Column, Page, Query, Scope},
    key::KeyRecord,
    notes::Notes,
    status::KeyStatus,
};
use chrono::{DateTime, Utc};
use filter::words;
use order::Orders;
use pages::Pages;
use permissions::PermissionLists;
use statuses::Statuses;
use std::{
    panic::resume_unwind,
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use text::SearchText;

/// A reading and its index. Of at most 2^31 keys; a hundred thousand are measured.
#[derive(Debug)]
pub struct Inventory {
    reading: Snapshot,
    /// Rows in the order of their keys' ids.
    by_id: Vec<u32>,
    pages: Pages,
    permissions: PermissionLists,
    text: SearchText,
    orders: Orders,
    /// What people noted.
    notes: Notes,
    statuses: Mutex<Option<Arc<Statuses>>>,
}

impl Inventory {
    /// Makes the index of a reading. Takes a fraction of a second for a hundred thousand keys.
    #[must_use]
    pub fn of(mut reading: Snapshot) -> Self {
        let mut pages = Pages::of(&reading.projects);
        let mut permissions = PermissionLists::default();
        for (row, key) in reading.keys.iter_mut().enumerate() {
            pages.put(row, key);
            permissions.put(row, key);
        }
        reading.keys.shrink_to_fit();
        pages.shrink_to_fit();
        permissions.shrink_to_fit();
        let keys = &reading.keys;
        // Two halves that know nothing of each other: a hundred thousand keys are worth a second thread.
        let (by_id, text) = thread::scope(|scope| {
            let text = scope.spawn(|| SearchText::of(keys));
            let mut by_id: Vec<u32> = (0_u32..).zip(keys).map(|(row, _)| row).collect();
            by_id.sort_unstable_by(|a, b| keys[*a as usize].id.cmp(&keys[*b as usize].id));
            (by_id, text.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let (orders, notes, statuses) = (Orders::default(), Notes::default(), Mutex::default());
        Self { reading, by_id, pages, permissions, text, orders, notes, statuses }
    }

    /// The same with what people noted.
    #[must_use]
    pub fn with_notes(mut self, notes: Notes) -> Self {
        self.notes = notes;
        self
    }

    /// What people noted.
    #[must_use]
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// The same, to note more.
    pub fn notes_mut(&mut self) -> &mut Notes {
        &mut self.notes
    }

    /// The same for a reading that differs in nothing but when it was taken and what it lacks.
    #[must_use]
    pub fn renewed(&self, reading: &Snapshot) -> Self {
        let mut fresh = self.clone();
        fresh.reading.taken_at = reading.taken_at;
        fresh.reading.gaps = reading.gaps.clone();
        fresh.reading.kept = reading.kept.clone();
        fresh
    }

    /// Makes what the first question about a column would have to wait for.
    pub fn prepare(&self) {
        self.orders.prepare(&self.reading.keys, &self.pages);
    }

    /// What was read.
    #[must_use]
    pub fn reading(&self) -> &Snapshot {
        &self.reading
    }

    /// The key with this id.
    #[must_use]
    pub fn key(&self, id: &str) -> Option<&KeyRecord> {
        Some(&self.reading.keys[self.row(id).ok()? as usize])
    }

    /// The same, where it may well stand in the row `near`: readings hardly change their order.
    #[must_use]
    pub(super) fn key_near(&self, id: &str, near: usize) -> Option<&KeyRecord> {
        let there = self.reading.keys.get(near).filter(|key| *key.id == *id);
        there.or_else(|| self.key(id))
    }

    /// The project with this id.
    #[must_use]
    pub fn project(&self, id: &str) -> Option<&Project> {
        self.reading.projects.get(*self.pages.numbers([id]).first()?)
    }

    /// How many keys are newer than this one: where the server lists it.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        let row = self.row(id).ok()?;
        let newest = self.orders.rows(Column::Created, true, &self.reading.keys, &self.pages);
        newest.iter().position(|other| *other == row)
    }

    /// How many keys stand on *Organization → API Keys*.
    #[must_use]
    pub fn organization_keys(&self) -> usize {
        self.pages.organization()
    }

    /// How many keys stand on a project's pages.
    #[must_use]
    pub fn project_keys(&self, project_id: &str) -> ProjectCount {
        self.pages.count(project_id)
    }

    /// The projects whose name has every word of a search, in the server's order.
    pub fn projects<'a>(&'a self, search: &str) -> impl Iterator<Item = &'a Project> {
        let mut found = vec![true; self.reading.projects.len()];
        for word in words(search) {
            for (one, has) in found.iter_mut().zip(self.pages.named(&word)) {
                *one &= has;
            }
        }
        self.reading.projects.iter().zip(found).filter(|(_, has)| *has).map(|(project, _)| project)
    }

    /// Puts a record that is newer than the reading in the place of the one that there is, or beside
    /// the others.
    pub fn put(&mut self, record: KeyRecord) {
        self.reading.kept.remove(&*record.id);
        let row = match self.row(&record.id) {
            Ok(row) => {
                self.orders.remove(row);
                self.text.blank(row as usize);
                self.pages.take_out(row as usize);
                self.reading.keys[row as usize] = record;
                row
            }
            Err(place) => {
                let Ok(row) = u32::try_from(self.reading.keys.len()) else { return };
                self.by_id.insert(place, row);
                self.reading.keys.push(record);
                row
            }
        };
        let key = &mut self.reading.keys[row as usize];
        self.pages.put(row as usize, key);
        self.permissions.put(row as usize, key);
        self.text.add(row as usize, key);
        self.orders.insert(row, &self.reading.keys, &self.pages);
        *self.statuses.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Answers a query. Rows that a column holds for equal stand newest first.
    #[must_use]
    pub fn query(&self, query: &Query, now: DateTime<Utc>) -> Page<'_> {
        let statuses = self.statuses(now);
        let rows = self.rows(query, &statuses);
        let window = rows.iter().skip(query.offset).take(query.limit);
        let row = |row: &u32| (&self.reading.keys[*row as usize], statuses.rows[*row as usize]);
        Page { total: rows.len(), rows: window.map(row).collect() }
    }

    /// Counts the keys of a scope by what they ask for.
    #[must_use]
    pub fn attention(&self, scope: &Scope, now: DateTime<Utc>) -> Attention {
        let (statuses, within) = (self.statuses(now), self.pages.within(scope));
        let rows = self.pages.rows().iter().zip(&statuses.rows);
        let mut counts = Attention::default();
        for (_, status) in rows.filter(|(page, _)| within(**page)) {
            match status {
                KeyStatus::ExpiresSoon => counts.expires_soon += 1,
                KeyStatus::Stale => counts.stale += 1,
                KeyStatus::NeverUsed => counts.never_used += 1,
                KeyStatus::Legacy => counts.legacy += 1,
                KeyStatus::Active | KeyStatus::Expired | KeyStatus::Revoked => {}
            }
        }
        counts
    }

    /// The keys whose name is the same to a person.
    pub fn namesakes<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a KeyRecord> {
        let mut marked = vec![false; self.reading.keys.len()];
        let name = name.trim();
        self.text.mark(&for_search(name), &mut marked);
        let (same, plain) = (for_sameness(name), name.is_ascii().then(|| name.to_owned()));
        let is_namesake = move |key: &&KeyRecord| match &plain {
            Some(plain) if key.name.is_ascii() => plain.eq_ignore_ascii_case(key.name.trim()),
            _ => for_sameness(&key.name) == same,
        };
        let keys = self.reading.keys.iter().zip(marked);
        keys.filter(|(_, marked)| *marked).map(|(key, _)| key).filter(is_namesake)
    }

    /// The row of the key with this id, or its place in `by_id`.
    fn row(&self, id: &str) -> Result<u32, usize> {
        let id_of = |row: &u32| &*self.reading.keys[*row as usize].id;
        self.by_id.binary_search_by(|row| id_of(row).cmp(id)).map(|place| self.by_id[place])
    }

    fn statuses(&self, now: DateTime<Utc>) -> Arc<Statuses> {
        let mut known = self.statuses.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(statuses) = known.as_ref().filter(|one| one.hold(now)) {
            return Arc::clone(statuses);
        }
        let fresh = Arc::new(Statuses::of(&self.reading.keys, now));
        *known = Some(Arc::clone(&fresh));
        fresh
    }
}

impl Clone for Inventory {
    fn clone(&self) -> Self {
        Self {
            reading: self.reading.clone(),
            by_id: self.by_id.clone(),
            pages: self.pages.clone(),
            permissions: self.permissions.clone(),
            text: self.text.clone(),
            orders: self.orders.clone(),
            notes: self.notes.clone(),
            statuses: Mutex::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotation::Annotation,
        inventory::{Column, Condition, Gaps, KeyKind, Span, UseSpan},
        key::{KeyType, LastUsed, NewKeyType, Permission, Revocation},
        notes::FormerOwners,
        removal::RemovalReason,
        status::tests::{day, key},
    };
    use proptest::prelude::*;

    const COLUMNS: [Column; 8] = [
        Column::Name,
        Column::Prefix,
        Column::Type,
        Column::Project,
        Column::Created,
        Column::LastUsed,
        Column::Status,
        Column::Permissions,
    ];

    fn empty() -> Snapshot {
        let project = |id: &str, name: &str| Project {
            id: id.into(),
            name: name.into(),
            slug: name.to_lowercase(),
        };
        Snapshot {
            taken_at: day(200),
            projects: vec![project("p1", "Zürich"), project("p2", "Atlas")],
            keys: vec![],
            gaps: Gaps::default(),
            kept: Default::default(),
        }
    }

    prop_compose! {
        fn any_key()(
            id in 0..12_u8,
            name in prop::sample::select(vec!["a", "B", "Café", "cafe\u{301}", "API key", "ß", "İx"]),
            key_type in prop::sample::select(vec![
                KeyType::Current(NewKeyType::Sdk),
                KeyType::Current(NewKeyType::Organization),
                KeyType::Legacy,
                KeyType::Unknown("x".into()),
            ]),
            project in prop::sample::select(vec![None, Some("p1"), Some("p2"), Some("gone")]),
            grants in prop::sample::subsequence(Permission::ALL.to_vec(), 0..4),
            created in prop::option::of(0..200_i64),
            used in prop::option::of(0..210_i64),
            expires in prop::option::of(150..260_i64),
            revoked in any::<bool>(),
        ) -> KeyRecord {
            KeyRecord {
                name: name.into(),
                key_type,
                project_id: project.map(Into::into),
                permissions: grants.into(),
                created_at: created.map(day),
                last_used: used.map_or(LastUsed::Never, |at| LastUsed::At(day(at))),
                expires_at: expires.map(day),
                revocation: if revoked { Revocation::Revoked(None) } else { Revocation::None },
                ..key(&format!("k{id}"))
            }
        }
    }

    fn ids(inventory: &Inventory, query: &Query, now: DateTime<Utc>) -> Vec<String> {
        inventory.query(query, now).rows.into_iter().map(|(key, _)| key.id.to_string()).collect()
    }

    fn everything() -> Query {
        Query {
            scope: Scope::All,
            search: String::new(),
            conditions: vec![],
            column: Column::Name,
            descending: false,
            offset: 0,
            limit: usize::MAX,
        }
    }

    proptest! {
        /// What is put in one by one answers as what was read at once.
        #[test]
        fn keys_put_in_are_found_as_if_they_had_been_read(
            records in prop::collection::vec(any_key(), 0..40),
            search in prop::sample::select(vec!["", "caf", "zur", "analysis:r", "k1 a", "ss_"]),
            asked_at in 100..300_i64,
        ) {
            let mut grown = Inventory::of(empty());
            let mut last = std::collections::BTreeMap::new();
            for record in records {
                last.insert(record.id.clone(), record.clone());
                grown.put(record);
                // Questions in between leave nothing behind.
                drop(grown.query(&everything(), day(asked_at)));
            }
            let read = Inventory::of(Snapshot { keys: last.into_values().collect(), ..empty() });
            let scopes = [
                Scope::All,
                Scope::Organization,
                Scope::ProjectSdk("p1".into()),
                Scope::ProjectApi("gone".into()),
            ];
            for (scope, column) in scopes.into_iter().flat_map(|one| COLUMNS.map(|it| (one.clone(), it))) {
                for descending in [false, true] {
                    let query = Query { scope: scope.clone(), search: search.into(), column, descending, ..everything() };
                    prop_assert_eq!(ids(&grown, &query, day(asked_at)), ids(&read, &query, day(asked_at)));
                }
                prop_assert_eq!(grown.attention(&scope, day(asked_at)), read.attention(&scope, day(asked_at)));
            }
            for project in ["p1", "p2", "gone"] {
                prop_assert_eq!(grown.project_keys(project), read.project_keys(project));
            }
            prop_assert_eq!(grown.organization_keys(), read.organization_keys());
        }

        /// The index says what looking at every key says.
        #[test]
        fn a_query_finds_what_looking_at_every_key_finds(
            records in prop::collection::vec(any_key(), 0..30),
            now in 100..300_i64,
            earlier in 100..300_i64,
        ) {
            let mut inventory = Inventory::of(empty());
            records.into_iter().for_each(|record| inventory.put(record));
            drop(inventory.query(&everything(), day(earlier)));
            let span = Span { from: Some(day(50)), to: Some(day(150)) };
            type Holds = Box<dyn Fn(&KeyRecord) -> bool>;
            let now = day(now);
            let conditions: Vec<(Condition, Holds)> = vec![
                (
                    Condition::Status(vec![KeyStatus::Stale, KeyStatus::Revoked]),
                    Box::new(move |key| {
                        matches!(KeyStatus::of(key, now), KeyStatus::Stale | KeyStatus::Revoked)
                    }),
                ),
                (
                    Condition::Type(vec![KeyKind::Legacy, KeyKind::Unknown]),
                    Box::new(|key| matches!(key.key_type, KeyType::Legacy | KeyType::Unknown(_))),
                ),
                (
                    Condition::Project(vec!["p2".into(), "gone".into()]),
                    Box::new(|key| matches!(key.project_id.as_deref(), Some("p2" | "gone"))),
                ),
                (
                    Condition::Removable(RemovalReason::ALL.to_vec(), now),
                    Box::new(move |key| RemovalReason::of(key, false, now).next().is_some()),
                ),
                (
                    Condition::Keys(vec!["k3".into(), "k7".into(), "k7".into(), "k99".into()]),
                    Box::new(|key| matches!(&*key.id, "k3" | "k7")),
                ),
                (
                    Condition::Permission("config:read".into()),
                    Box::new(|key| key.permissions.contains(&Permission::ConfigRead)),
                ),
                (
                    Condition::LastUsed(UseSpan::Never),
                    Box::new(|key| key.last_used == LastUsed::Never),
                ),
                (
                    Condition::LastUsed(UseSpan::Within(span)),
                    Box::new(|key| {
                        matches!(key.last_used, LastUsed::At(at) if day(50) <= at && at < day(150))
                    }),
                ),
                (
                    Condition::Created(span),
                    Box::new(|key| {
                        key.created_at.is_some_and(|at| day(50) <= at && at < day(150))
                    }),
                ),
            ];
            for (condition, holds) in conditions {
                let query = Query { conditions: vec![condition], ..everything() };
                let mut found = ids(&inventory, &query, now);
                let keys = inventory.reading().keys.iter();
                let mut expected: Vec<_> =
                    keys.filter(|key| holds(key)).map(|key| key.id.to_string()).collect();
                found.sort();
                expected.sort();
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn namesakes_are_those_that_a_person_takes_for_the_same() {
        let named = |id: &str, name: &str| KeyRecord { name: name.into(), ..key(id) };
        let keys = ["Nightly Replay", "nightly replay ", "Nightly", "Cafe\u{301}", "cafe"];
        let keys = keys.iter().enumerate().map(|(at, name)| named(&at.to_string(), name)).collect();
        let inventory = Inventory::of(Snapshot { keys, ..empty() });
        let ids = |name| inventory.namesakes(name).map(|key| &*key.id).collect::<Vec<_>>();
        assert_eq!(ids(" NIGHTLY replay"), ["0", "1"]);
        assert_eq!(ids("CAFÉ"), ["3"]);
        assert_eq!(ids("cafe"), ["4"]);
        assert!(ids("night").is_empty());
    }

    #[test]
    fn owners_and_places_are_sorted_filtered_and_searched() {
        let keys = ["a", "b", "c", "d"].map(key).to_vec();
        let note = |owner: &str, places: &[&str]| Annotation {
            owner: owner.into(),
            stored_in: places.iter().map(|&place| place.to_owned()).collect(),
            ..Annotation::default()
        };
        let noted = [
            ("c".to_owned(), note("Ada", &["Vault: ci"])),
            ("b".to_owned(), note("mara", &[])),
            ("gone".to_owned(), note("Zoe", &["x"])),
        ];
        let former = FormerOwners::from_iter(["ada".to_owned(), "zoe".to_owned()]);
        let mut inventory = Inventory::of(Snapshot { keys, ..empty() })
            .with_notes(Notes::new(noted.into(), former));
        let sorted = |inventory: &Inventory, descending| {
            ids(inventory, &Query { column: Column::Owner, descending, ..everything() }, day(1))
        };
        assert_eq!(sorted(&inventory, false), ["c", "b", "a", "d"]);
        assert_eq!(sorted(&inventory, true), ["b", "c", "a", "d"]);
        let by_place = Query { column: Column::Places, ..everything() };
        assert_eq!(ids(&inventory, &by_place, day(1)), ["c", "a", "b", "d"]);
        let found = |inventory: &Inventory, condition| {
            ids(inventory, &Query { conditions: vec![condition], ..everything() }, day(1))
        };
        assert_eq!(found(&inventory, Condition::Owner(Some("MARA".into()))), ["b"]);
        assert_eq!(found(&inventory, Condition::Owner(None)), ["a", "d"]);
        assert_eq!(found(&inventory, Condition::NoPlace), ["a", "b", "d"]);
        assert_eq!(found(&inventory, Condition::Place("VAULT: ci".into())), ["c"]);
        let left = Condition::Removable(vec![RemovalReason::OwnerLeft], day(1));
        assert_eq!(found(&inventory, left), ["c"]);
        let search = |search: &str| {
            ids(&inventory, &Query { search: search.into(), ..everything() }, day(1))
        };
        assert_eq!((search("vault"), search("ada ci")), (vec!["c".into()], vec!["c".into()]));
        inventory.notes_mut().put("b", Annotation::default());
        assert_eq!(found(&inventory, Condition::Owner(None)), ["a", "b", "d"]);
    }

    #[test]
    fn projects_are_found_by_every_word_of_a_search() {
        let inventory = Inventory::of(empty());
        let names = |search| inventory.projects(search).map(|one| &*one.name).collect::<Vec<_>>();
        assert_eq!(names(""), ["Zürich", "Atlas"]);
        assert_eq!(names("ZUR ich"), ["Zürich"]);
        assert!(names("zürich atlas").is_empty());
        assert_eq!(inventory.project("p2").map(|one| &*one.name), Some("Atlas"));
        assert_eq!(inventory.project("gone"), None);
    }
}
