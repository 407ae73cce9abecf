use super::Snapshot;
use crate::{
    fold::for_search,
    key::{KeyRecord, KeyType, LastUsed, NewKeyType},
    status::KeyStatus,
};
use chrono::{DateTime, Utc};
use std::cmp::Ordering;

/// Which keys a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every key of the tenant.
    All,
    /// *Project → SDK Keys*.
    ProjectSdk(String),
    /// *Project → API Keys*. Keys of unknown type that name the project stand here too.
    ProjectApi(String),
    /// *Organization → API Keys*: whatever names no project.
    Organization,
}

impl Scope {
    /// Whether a key stands on this page.
    #[must_use]
    pub fn holds(&self, key: &KeyRecord) -> bool {
        let sdk = key.key_type == KeyType::Current(NewKeyType::Sdk);
        match self {
            Self::All => true,
            Self::ProjectSdk(project) => sdk && key.project_id.as_ref() == Some(project),
            Self::ProjectApi(project) => !sdk && key.project_id.as_ref() == Some(project),
            Self::Organization => key.project_id.is_none(),
        }
    }
}

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// By name, whatever the case.
    Name,
    /// By prefix.
    Prefix,
    /// By type.
    Type,
    /// By the project's name.
    Project,
    /// By date of creation.
    Created,
    /// By last use: never first, then the oldest; unknown last.
    LastUsed,
    /// By urgency.
    Status,
}

/// What of the inventory is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which page.
    pub scope: Scope,
    /// Every word must occur in name, prefix, project, permission or id. Empty: no filter.
    pub search: String,
    /// Only these. Empty: all.
    pub statuses: Vec<KeyStatus>,
    /// What to sort by; equal rows stand newest first.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
    /// First row that is asked for.
    pub offset: usize,
    /// How many rows are asked for.
    pub limit: usize,
}

/// The rows that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// How many rows the query has without offset and limit.
    pub total: usize,
    /// The rows, each with its status.
    pub rows: Vec<(&'a KeyRecord, KeyStatus)>,
}

/// Answers a query.
#[must_use]
pub fn query<'a>(snapshot: &'a Snapshot, query: &Query, now: DateTime<Utc>) -> Page<'a> {
    let words: Vec<String> = query.search.split_whitespace().map(for_search).collect();
    let mut rows: Vec<_> = snapshot
        .keys
        .iter()
        .filter(|key| query.scope.holds(key))
        .map(|key| (key, KeyStatus::of(key, now)))
        .filter(|(_, status)| query.statuses.is_empty() || query.statuses.contains(status))
        .filter(|(key, _)| words.is_empty() || matches(snapshot, key, &words))
        .collect();
    sort(snapshot, query, &mut rows);
    let total = rows.len();
    let rows = rows.into_iter().skip(query.offset).take(query.limit).collect();
    Page { total, rows }
}

fn project_name<'a>(snapshot: &'a Snapshot, key: &KeyRecord) -> &'a str {
    key.project_id
        .as_deref()
        .and_then(|id| snapshot.project(id))
        .map_or("", |project| project.name.as_str())
}

fn matches(snapshot: &Snapshot, key: &KeyRecord, words: &[String]) -> bool {
    let mut text =
        format!("{}\n{}\n{}\n{}", key.name, key.prefix, key.id, project_name(snapshot, key));
    for permission in &key.permissions {
        text.push('\n');
        text.push_str(permission.as_str());
    }
    let text = for_search(&text);
    words.iter().all(|word| text.contains(word.as_str()))
}

fn sort(snapshot: &Snapshot, query: &Query, rows: &mut [(&KeyRecord, KeyStatus)]) {
    type Row<'a> = (&'a KeyRecord, KeyStatus);
    fn by_text(
        rows: &mut [Row<'_>],
        text: impl Fn(&KeyRecord) -> String,
        turn: impl Fn(Ordering) -> Ordering,
    ) {
        let newest_first = |a: &Row<'_>, b: &Row<'_>| b.0.created_at.cmp(&a.0.created_at);
        rows.sort_by(newest_first);
        let mut keyed: Vec<_> = rows.iter().map(|row| (text(row.0), *row)).collect();
        keyed.sort_by(|a, b| turn(a.0.cmp(&b.0)));
        for (place, (_, row)) in rows.iter_mut().zip(keyed) {
            *place = row;
        }
    }
    let turn = |order: Ordering| if query.descending { order.reverse() } else { order };
    match query.column {
        Column::Name => by_text(rows, |key| key.name.to_lowercase(), turn),
        Column::Prefix => by_text(rows, |key| key.prefix.clone(), turn),
        Column::Project => {
            by_text(rows, |key| project_name(snapshot, key).to_lowercase(), turn);
        }
        Column::Type => rows.sort_by(|a, b| {
            turn(type_rank(a.0).cmp(&type_rank(b.0))).then(b.0.created_at.cmp(&a.0.created_at))
        }),
        Column::Created => rows.sort_by(|a, b| turn(a.0.created_at.cmp(&b.0.created_at))),
        Column::LastUsed => rows.sort_by(|a, b| {
            turn(last_used_rank(a.0).cmp(&last_used_rank(b.0)))
                .then(b.0.created_at.cmp(&a.0.created_at))
        }),
        Column::Status => {
            rows.sort_by(|a, b| turn(a.1.cmp(&b.1)).then(b.0.created_at.cmp(&a.0.created_at)))
        }
    }
}

fn type_rank(key: &KeyRecord) -> u8 {
    match key.key_type {
        KeyType::Current(NewKeyType::Sdk) => 0,
        KeyType::Current(NewKeyType::Project) => 1,
        KeyType::Current(NewKeyType::Organization) => 2,
        KeyType::Legacy => 3,
        KeyType::Unknown(_) => 4,
    }
}

fn last_used_rank(key: &KeyRecord) -> (u8, Option<DateTime<Utc>>) {
    match key.last_used {
        LastUsed::Never => (0, None),
        LastUsed::At(at) => (1, Some(at)),
        LastUsed::Unknown => (2, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::Project,
        inventory::{Gaps, attention},
        status::tests::{day, key},
    };

    fn snapshot() -> Snapshot {
        let used = |id: &str, days| KeyRecord {
            last_used: LastUsed::At(day(days)),
            created_at: Some(day(1)),
            ..key(id)
        };
        let mut sdk = used("sdk", 199);
        sdk.key_type = KeyType::Current(NewKeyType::Sdk);
        let mut org = used("org", 3);
        org.key_type = KeyType::Current(NewKeyType::Organization);
        org.project_id = None;
        Snapshot {
            taken_at: day(200),
            projects: vec![Project { id: "p1".into(), name: "Checkout".into(), slug: "c".into() }],
            keys: vec![used("b", 150), key("never"), sdk, org, used("A", 198)],
            gaps: Gaps::default(),
            kept: Default::default(),
        }
    }

    fn ids(change: impl FnOnce(&mut Query)) -> Vec<String> {
        let mut wanted = Query {
            scope: Scope::All,
            search: String::new(),
            statuses: vec![],
            column: Column::Name,
            descending: false,
            offset: 0,
            limit: 100,
        };
        change(&mut wanted);
        let snapshot = snapshot();
        query(&snapshot, &wanted, day(200)).rows.iter().map(|(key, _)| key.id.clone()).collect()
    }

    #[test]
    fn each_page_has_its_own_keys() {
        assert_eq!(ids(|q| q.scope = Scope::ProjectSdk("p1".into())), ["sdk"]);
        assert_eq!(ids(|q| q.scope = Scope::ProjectApi("p1".into())), ["A", "b", "never"]);
        assert_eq!(ids(|q| q.scope = Scope::Organization), ["org"]);
    }

    #[test]
    fn sorting_by_urgency_and_last_use() {
        assert_eq!(ids(|q| q.column = Column::Status), ["org", "never", "b", "sdk", "A"]);
        assert_eq!(ids(|q| q.column = Column::LastUsed), ["never", "org", "b", "A", "sdk"]);
        let newest = ids(|q| {
            q.column = Column::LastUsed;
            q.descending = true;
        });
        assert_eq!(newest, ["sdk", "A", "b", "org", "never"]);
    }

    #[test]
    fn every_word_of_a_search_must_occur() {
        assert_eq!(ids(|q| q.search = "checkout KEY never".into()), ["never"]);
        assert_eq!(ids(|q| q.search = "analysis:read sdk".into()), ["sdk"]);
        assert!(ids(|q| q.search = "nothing".into()).is_empty());
        assert_eq!(ids(|q| q.search = "chéckout NEVE\u{301}R".into()), ["never"]);
    }

    #[test]
    fn a_window_of_rows_keeps_the_total() {
        let snapshot = snapshot();
        let wanted = Query {
            scope: Scope::All,
            search: String::new(),
            statuses: vec![KeyStatus::Active],
            column: Column::Created,
            descending: true,
            offset: 1,
            limit: 1,
        };
        let page = query(&snapshot, &wanted, day(200));
        assert_eq!((page.total, page.rows.len()), (3, 1));
    }

    #[test]
    fn what_needs_action_is_counted_per_page() {
        let counts = attention(&snapshot(), &Scope::All, day(200));
        assert_eq!((counts.stale, counts.never_used), (1, 1));
        assert_eq!(attention(&snapshot(), &Scope::Organization, day(200)).stale, 1);
    }
}
