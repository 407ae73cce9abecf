use crate::{
    key::{KeyRecord, KeyType, LastUsed, NewKeyType},
    removal::RemovalReason,
    status::KeyStatus,
};
use chrono::{DateTime, Utc};

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
    /// By who answers for it; keys without an owner last.
    Owner,
    /// By how many permissions it has, then by their names.
    Permissions,
    /// By the first place that its value is stored in; keys without a place last.
    Places,
}

/// The types of keys that can be told apart in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyKind {
    /// `ss_pub_`.
    Sdk,
    /// `ss_secret_`.
    Project,
    /// `ss_org_`.
    Organization,
    /// `tb_` and `ss_live_`.
    Legacy,
    /// Every type that this app does not know.
    Unknown,
}

impl From<&KeyType> for KeyKind {
    fn from(key_type: &KeyType) -> Self {
        match key_type {
            KeyType::Current(NewKeyType::Sdk) => Self::Sdk,
            KeyType::Current(NewKeyType::Project) => Self::Project,
            KeyType::Current(NewKeyType::Organization) => Self::Organization,
            KeyType::Legacy => Self::Legacy,
            KeyType::Unknown(_) => Self::Unknown,
        }
    }
}

/// What a key must be to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// One of these.
    Status(Vec<KeyStatus>),
    /// Of one of these types.
    Type(Vec<KeyKind>),
    /// Of one of the projects with these ids.
    Project(Vec<String>),
    /// It has the permission of this name.
    Permission(String),
    /// Last used in this span of time.
    LastUsed(UseSpan),
    /// Made in this span of time.
    Created(Span),
    /// This person answers for it, whatever the case; `None`: no one is noted.
    Owner(Option<String>),
    /// No place is noted that its value is stored in.
    NoPlace,
    /// It rests for longer than its uses so far let expect, at this time.
    UnusuallyQuiet(DateTime<Utc>),
    /// One of these reasons speaks for removing it, at this time.
    Removable(Vec<RemovalReason>, DateTime<Utc>),
    /// This place is noted for its value, whatever the case.
    Place(String),
    /// It is one of those with these ids.
    Keys(Vec<String>),
}

/// A span of time; without an end it is open there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Not before this.
    pub from: Option<DateTime<Utc>>,
    /// Before this.
    pub to: Option<DateTime<Utc>>,
}

impl Span {
    /// Whether it has a moment. What is not known is in no span.
    #[must_use]
    pub fn has(self, at: Option<DateTime<Utc>>) -> bool {
        at.is_some_and(|at| {
            self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
        })
    }
}

/// When a key may have been used last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseSpan {
    /// The server has never seen it.
    Never,
    /// The server does not say.
    Unknown,
    /// Then.
    Within(Span),
}

impl UseSpan {
    /// Whether a last use is one of these.
    #[must_use]
    pub fn has_use(self, last_used: LastUsed) -> bool {
        match (self, last_used) {
            (Self::Never, LastUsed::Never) | (Self::Unknown, LastUsed::Unknown) => true,
            (Self::Within(span), LastUsed::At(at)) => span.has(Some(at)),
            _ => false,
        }
    }
}

/// What of the inventory is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which page.
    pub scope: Scope,
    /// Every word must occur in name, prefix, project, permission, owner or place, or, from four
    /// letters on, in the id as it is. Empty: no filter.
    pub search: String,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::Project,
        inventory::{Gaps, Inventory, Snapshot},
        status::tests::{day, key},
    };

    fn inventory() -> Inventory {
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
        Inventory::of(Snapshot {
            taken_at: day(200),
            projects: vec![Project { id: "p1".into(), name: "Checkout".into(), slug: "c".into() }],
            keys: vec![used("b", 150), key("never"), sdk, org, used("A", 198)],
            gaps: Gaps::default(),
            kept: Default::default(),
        })
    }

    fn ids(change: impl FnOnce(&mut Query)) -> Vec<String> {
        let mut wanted = Query {
            scope: Scope::All,
            search: String::new(),
            conditions: vec![],
            column: Column::Name,
            descending: false,
            offset: 0,
            limit: 100,
        };
        change(&mut wanted);
        inventory()
            .query(&wanted, day(200))
            .rows
            .iter()
            .map(|(key, _)| key.id.to_string())
            .collect()
    }

    #[test]
    fn each_page_has_its_own_keys() {
        assert_eq!(ids(|q| q.scope = Scope::ProjectSdk("p1".into())), ["sdk"]);
        assert_eq!(ids(|q| q.scope = Scope::ProjectApi("p1".into())), ["A", "b", "never"]);
        assert_eq!(ids(|q| q.scope = Scope::Organization), ["org"]);
    }

    #[test]
    fn sorting_by_urgency_and_last_use() {
        // Those that are as urgent and as old stand by id.
        assert_eq!(ids(|q| q.column = Column::Status), ["org", "never", "A", "b", "sdk"]);
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
        let inventory = inventory();
        let wanted = Query {
            scope: Scope::All,
            search: String::new(),
            conditions: vec![Condition::Status(vec![KeyStatus::Active])],
            column: Column::Created,
            descending: true,
            offset: 1,
            limit: 1,
        };
        let page = inventory.query(&wanted, day(200));
        assert_eq!((page.total, page.rows.len()), (3, 1));
    }

    #[test]
    fn what_needs_action_is_counted_per_page() {
        let counts = inventory().attention(&Scope::All, day(200));
        assert_eq!((counts.stale, counts.never_used), (1, 1));
        assert_eq!(inventory().attention(&Scope::Organization, day(200)).stale, 1);
    }
}
