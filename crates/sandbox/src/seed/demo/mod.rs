//! The demo tenant: a team that has made keys for two years.

mod life;
mod platform;
mod product;

use super::project;
use crate::world::{Data, KeyRecord};
use chrono::{DateTime, TimeDelta, Utc};
use life::Planned;

/// A project and its keys.
struct Team {
    project: &'static str,
    description: &'static str,
    keys: &'static [Planned],
}

const TEAMS: [Team; 9] = [
    Team {
        project: "checkout-api",
        description: "Carts, payments and receipts",
        keys: product::CHECKOUT,
    },
    Team { project: "mobile-app", description: "iOS and Android", keys: product::MOBILE },
    Team { project: "partner-portal", description: "What resellers see", keys: product::PARTNERS },
    Team {
        project: "notifications",
        description: "E-mail, push and text messages",
        keys: product::NOTIFICATIONS,
    },
    Team { project: "search-indexer", description: "Catalogue search", keys: product::SEARCH },
    Team {
        project: "data-pipeline",
        description: "Events into the warehouse",
        keys: platform::PIPELINE,
    },
    Team {
        project: "identity-service",
        description: "Accounts and single sign-on",
        keys: platform::IDENTITY,
    },
    Team {
        project: "internal-tools",
        description: "Everything with a Slack command",
        keys: platform::TOOLS,
    },
    Team {
        project: "Legacy monolith (do not deploy on Fridays, ask the platform team first)",
        description: "Read-only since the migration",
        keys: platform::MONOLITH,
    },
];

pub(super) fn plant(data: &mut Data, now: DateTime<Utc>) {
    for (index, team) in TEAMS.iter().enumerate() {
        let mut project = project(index, team.project, now);
        project["description"] = team.description.into();
        project["updatedAt"] = serde_json::json!(now - TimeDelta::days(9 * index as i64 + 2));
        let keys = team.keys.iter().map(|planned| planned.lived(Some(&project), now));
        data.keys.extend(keys.collect::<Vec<KeyRecord>>());
        data.projects.push(project);
    }
    data.keys.extend(platform::ORGANIZATION.iter().map(|planned| planned.lived(None, now)));
}
