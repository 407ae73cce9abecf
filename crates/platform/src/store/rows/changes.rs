use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{inventory, key::Permission};

/// A line of the log of changes.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Change {
    at: DateTime<Utc>,
    key_id: String,
    name: String,
    prefix: String,
    what: Kind,
}

#[derive(Serialize, Deserialize)]
enum Kind {
    Appeared { here: bool },
    Gone,
    Renamed { from: String },
    Permissions { from: Vec<String> },
    Expiry { from: Option<DateTime<Utc>> },
    Revoked { here: bool },
    Restored,
    FirstUsed,
    UsedAgain { before: DateTime<Utc> },
    TriedWhileRevoked,
}

impl Change {
    pub(in crate::store) fn at(&self) -> DateTime<Utc> {
        self.at
    }
}

impl From<&inventory::Change> for Change {
    fn from(change: &inventory::Change) -> Self {
        use inventory::ChangeKind as From;
        let inventory::Change { at, key_id, name, prefix, what } = change.clone();
        let what = match what {
            From::Appeared { here } => Kind::Appeared { here },
            From::Gone => Kind::Gone,
            From::Renamed { from } => Kind::Renamed { from },
            From::Permissions { from } => {
                Kind::Permissions { from: from.iter().map(|one| one.as_str().to_owned()).collect() }
            }
            From::Expiry { from } => Kind::Expiry { from },
            From::Revoked { here } => Kind::Revoked { here },
            From::Restored => Kind::Restored,
            From::FirstUsed => Kind::FirstUsed,
            From::TriedWhileRevoked => Kind::TriedWhileRevoked,
            From::UsedAgain { before } => Kind::UsedAgain { before },
        };
        Self { at, key_id, name, prefix, what }
    }
}

impl From<Change> for inventory::Change {
    fn from(row: Change) -> Self {
        use inventory::ChangeKind as Into;
        let Change { at, key_id, name, prefix, what } = row;
        let what = match what {
            Kind::Appeared { here } => Into::Appeared { here },
            Kind::Gone => Into::Gone,
            Kind::Renamed { from } => Into::Renamed { from },
            Kind::Permissions { from } => Into::Permissions {
                from: from.iter().map(|name| Permission::from_name(name)).collect(),
            },
            Kind::Expiry { from } => Into::Expiry { from },
            Kind::Revoked { here } => Into::Revoked { here },
            Kind::Restored => Into::Restored,
            Kind::FirstUsed => Into::FirstUsed,
            Kind::TriedWhileRevoked => Into::TriedWhileRevoked,
            Kind::UsedAgain { before } => Into::UsedAgain { before },
        };
        Self { at, key_id, name, prefix, what }
    }
}
