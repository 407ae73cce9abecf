//! A look at the table: what is asked, and one page of answer.

use super::{
    ProjectSummary, count,
    row::{KeyRow, KeyStatus},
};
use crate::mirror::mirror;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    inventory::{self, Inventory},
    removal,
};
use ts_rs::TS;

/// Which page is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Scope {
    /// *All keys*.
    All,
    /// *Project → SDK Keys*.
    ProjectSdk { project_id: String },
    /// *Project → API Keys*.
    ProjectApi { project_id: String },
    /// *Organization → API Keys*.
    Organization,
}

mirror! {
    /// A column to sort by.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum Column = inventory::Column {
        Name,
        Prefix,
        Type,
        Project,
        Created,
        LastUsed,
        Status,
        /// Keys without an owner last.
        Owner,
        /// The fewest first.
        Permissions,
        /// Keys without a place last.
        Places,
    }
}

mirror! {
    /// The types that can be told apart in a table.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum KeyKind = inventory::KeyKind {
        Sdk,
        Project,
        Organization,
        Legacy,
        /// Types that this app does not know.
        Unknown,
    }
}

mirror! {
    /// Something that speaks for removing a key. None of it proves that nothing uses it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum RemovalReason = removal::RemovalReason {
        /// It was never used, and is older than 14 days.
        NeverUsed,
        /// It rests far longer than it ever did while this app looked.
        LongSilent,
        /// It ended by itself.
        Expired,
        /// Its owner has left. It may be in use.
        OwnerLeft,
    }
}

/// What a key must be to be shown. Days are spans of 24 hours that end now.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Condition {
    /// One of these reasons speaks for removing it.
    Removable { any_of: Vec<RemovalReason> },
    /// This place is noted for its value.
    Place { name: String },
    /// It is one of those with these ids.
    Keys { any_of: Vec<String> },
    /// One of these.
    Status { any_of: Vec<KeyStatus> },
    /// One of these.
    Type { any_of: Vec<KeyKind> },
    /// Of one of the projects with these ids.
    Project { any_of: Vec<String> },
    /// It has the permission of this name.
    Permission { name: String },
    /// The server has never seen it.
    NeverUsed,
    /// The server does not say when it was last used.
    UseUnknown,
    /// Last used within so many days.
    UsedWithin { days: u32 },
    /// Last used longer ago than so many days.
    NotUsedFor { days: u32 },
    /// Made within so many days.
    CreatedWithin { days: u32 },
    /// Made longer ago than so many days.
    CreatedBefore { days: u32 },
    /// This person answers for it.
    Owner { name: String },
    /// No owner is noted.
    NoOwner,
    /// No place is noted that its value is stored in.
    NoPlace,
    /// It rests for longer than its uses so far let expect.
    UnusuallyQuiet,
}

impl Condition {
    /// The same at a moment.
    fn at(self, now: DateTime<Utc>) -> inventory::Condition {
        use inventory::{Condition as Core, Span, UseSpan};
        let ago = |days: u32| now.checked_sub_signed(TimeDelta::days(days.into()));
        let within = |days| Span { from: ago(days), to: None };
        let before = |days| Span { from: None, to: ago(days) };
        match self {
            Self::Status { any_of } => Core::Status(any_of.into_iter().map(Into::into).collect()),
            Self::Type { any_of } => Core::Type(any_of.into_iter().map(Into::into).collect()),
            Self::Project { any_of } => Core::Project(any_of),
            Self::Permission { name } => Core::Permission(name),
            Self::NeverUsed => Core::LastUsed(UseSpan::Never),
            Self::UseUnknown => Core::LastUsed(UseSpan::Unknown),
            Self::UsedWithin { days } => Core::LastUsed(UseSpan::Within(within(days))),
            Self::NotUsedFor { days } => Core::LastUsed(UseSpan::Within(before(days))),
            Self::CreatedWithin { days } => Core::Created(within(days)),
            Self::CreatedBefore { days } => Core::Created(before(days)),
            Self::Owner { name } => Core::Owner(Some(name)),
            Self::NoOwner => Core::Owner(None),
            Self::NoPlace => Core::NoPlace,
            Self::UnusuallyQuiet => Core::UnusuallyQuiet(now),
            Self::Removable { any_of } => {
                Core::Removable(any_of.into_iter().map(Into::into).collect(), now)
            }
            Self::Place { name } => Core::Place(name),
            Self::Keys { any_of } => Core::Keys(any_of),
        }
    }
}

/// What of the table is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KeyQuery {
    /// Which page.
    pub scope: Scope,
    /// Words that must all occur.
    pub search: String,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
    /// What to sort by.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
    /// First row.
    pub offset: u32,
    /// How many rows.
    pub limit: u32,
}

/// The visible part of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KeyPage {
    /// Rows that the query has in all.
    pub total: u32,
    /// The rows asked for.
    pub rows: Vec<KeyRow>,
    /// What asks for action on this page, whatever the filter.
    pub attention: Attention,
    /// The project that the page is of; none for others, and where it is not known.
    pub project: Option<ProjectSummary>,
}

/// How many keys ask for action, by reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Attention {
    pub expires_soon: u32,
    pub stale: u32,
    pub never_used: u32,
    pub legacy: u32,
}

impl From<Scope> for inventory::Scope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::All => Self::All,
            Scope::ProjectSdk { project_id } => Self::ProjectSdk(project_id),
            Scope::ProjectApi { project_id } => Self::ProjectApi(project_id),
            Scope::Organization => Self::Organization,
        }
    }
}

impl KeyQuery {
    /// The same at a moment.
    #[must_use]
    pub fn at(self, now: DateTime<Utc>) -> inventory::Query {
        inventory::Query {
            scope: self.scope.into(),
            search: self.search,
            conditions: self.conditions.into_iter().map(|one| one.at(now)).collect(),
            column: self.column.into(),
            descending: self.descending,
            offset: self.offset as usize,
            limit: self.limit as usize,
        }
    }
}

impl From<inventory::Attention> for Attention {
    fn from(counts: inventory::Attention) -> Self {
        Self {
            expires_soon: count(counts.expires_soon),
            stale: count(counts.stale),
            never_used: count(counts.never_used),
            legacy: count(counts.legacy),
        }
    }
}

impl KeyPage {
    /// Answers a query.
    #[must_use]
    pub fn of(inventory: &Inventory, query: KeyQuery, now: DateTime<Utc>) -> Self {
        let query = query.at(now);
        let page = inventory.query(&query, now);
        let rows = page.rows.iter().map(|(key, _)| KeyRow::of(key, Some(inventory), now));
        let project = match &query.scope {
            inventory::Scope::ProjectSdk(id) | inventory::Scope::ProjectApi(id) => {
                inventory.project(id)
            }
            inventory::Scope::All | inventory::Scope::Organization => None,
        };
        Self {
            total: count(page.total),
            rows: rows.collect(),
            attention: inventory.attention(&query.scope, now).into(),
            project: project.map(|project| ProjectSummary::of(project, inventory)),
        }
    }
}
