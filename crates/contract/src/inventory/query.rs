//! A look at the table: what is asked, and one page of answer.

use super::{
    count,
    row::{KeyRow, KeyStatus},
};
use crate::mirror::mirror;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::inventory::{self, Snapshot};
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
    /// Only these; empty means all.
    pub statuses: Vec<KeyStatus>,
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

impl From<KeyQuery> for inventory::Query {
    fn from(query: KeyQuery) -> Self {
        Self {
            scope: query.scope.into(),
            search: query.search,
            statuses: query.statuses.into_iter().map(Into::into).collect(),
            column: query.column.into(),
            descending: query.descending,
            offset: query.offset as usize,
            limit: query.limit as usize,
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
    /// Answers a query on a snapshot.
    #[must_use]
    pub fn of(snapshot: &Snapshot, query: KeyQuery, now: DateTime<Utc>) -> Self {
        let query = inventory::Query::from(query);
        let page = inventory::query(snapshot, &query, now);
        Self {
            total: count(page.total),
            rows: page
                .rows
                .iter()
                .map(|(key, _)| KeyRow::of(key, &snapshot.projects, now))
                .collect(),
            attention: inventory::attention(snapshot, &query.scope, now).into(),
        }
    }
}
