//! How the keys of a query spread, and the keys that a person selects.

use super::{Condition, KeyQuery, count};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sigsentry_keys_core::{
    display::safe,
    inventory::{Bar, Inventory, Share},
    key::KeyRecord,
};
use ts_rs::TS;

/// How the keys of a query spread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct InventoryOverview {
    /// By age, the youngest first.
    pub ages: Vec<OverviewBar>,
    /// By last use, the latest first; then never, then unknown.
    pub uses: Vec<OverviewBar>,
    /// The owners with the most keys, then keys without one.
    pub owners: Vec<OverviewBar>,
    /// The places with the most keys; a key may be stored in several.
    pub places: Vec<OverviewBar>,
    /// The projects with the most keys.
    pub projects: Vec<OverviewBar>,
}

/// Keys that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OverviewBar {
    /// What they have in common.
    pub of: OverviewOf,
    /// How many there are.
    pub keys: u32,
    /// The filters that find them.
    pub conditions: Vec<Condition>,
}

/// What keys have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum OverviewOf {
    /// Their days lie here: longer ago than `after`, at most `within` ago.
    Days { after: Option<u32>, within: Option<u32> },
    /// The server has never seen them.
    Never,
    /// The server does not say when they were used.
    Unknown,
    /// An owner, a place or a project.
    Name { name: String },
    /// No owner is noted.
    NoOwner,
}

/// A key that is selected, without having been in sight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SelectedKey {
    /// The server's id.
    pub id: String,
    /// Its first 16 characters.
    pub prefix: String,
}

impl From<&KeyRecord> for SelectedKey {
    fn from(key: &KeyRecord) -> Self {
        Self { id: key.id.to_string(), prefix: safe(&key.prefix) }
    }
}

impl InventoryOverview {
    /// Answers a query.
    #[must_use]
    pub fn of(inventory: &Inventory, query: KeyQuery, now: DateTime<Utc>) -> Self {
        let overview = inventory.overview(&query.at(now), now);
        let one = |of, keys, condition| OverviewBar {
            of,
            keys: count(keys),
            conditions: vec![condition],
        };
        let days = |bars: &[Bar], after: fn(u32) -> Condition, within: fn(u32) -> Condition| {
            let bar = |bar: &Bar| OverviewBar {
                of: OverviewOf::Days { after: bar.after, within: bar.within },
                keys: count(bar.keys),
                conditions: [bar.after.map(after), bar.within.map(within)]
                    .into_iter()
                    .flatten()
                    .collect(),
            };
            bars.iter().map(bar).collect::<Vec<_>>()
        };
        let mut uses = days(
            &overview.uses,
            |days| Condition::NotUsedFor { days },
            |days| Condition::UsedWithin { days },
        );
        uses.push(one(OverviewOf::Never, overview.never_used, Condition::NeverUsed));
        uses.push(one(OverviewOf::Unknown, overview.use_unknown, Condition::UseUnknown));
        let named = |share: &Share, name: &str, condition| {
            one(OverviewOf::Name { name: safe(name) }, share.keys, condition)
        };
        let owner =
            |share: &Share| named(share, &share.of, Condition::Owner { name: share.of.clone() });
        let place =
            |share: &Share| named(share, &share.of, Condition::Place { name: share.of.clone() });
        let project = |share: &Share| {
            let name = inventory.project(&share.of).map_or(&share.of, |project| &project.name);
            named(share, name, Condition::Project { any_of: vec![share.of.clone()] })
        };
        let mut owners: Vec<_> = overview.owners.iter().map(owner).collect();
        owners.push(one(OverviewOf::NoOwner, overview.no_owner, Condition::NoOwner));
        Self {
            ages: days(
                &overview.ages,
                |days| Condition::CreatedBefore { days },
                |days| Condition::CreatedWithin { days },
            ),
            uses,
            owners,
            places: overview.places.iter().map(place).collect(),
            projects: overview.projects.iter().map(project).collect(),
        }
    }
}
