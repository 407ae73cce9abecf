//! What differs between two readings.

use super::{Inventory, Snapshot};
use crate::{
    key::{KeyRecord, LastUsed, Permission, Revocation},
    last_used::day,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{collections::HashSet, sync::Arc};

/// A key that is used again after so long is worth a line (ours).
pub const LONG_SILENCE: TimeDelta = TimeDelta::days(30);
/// A use that is counted so soon after a revocation may have come before it (ours).
pub const ON_THE_WAY: TimeDelta = TimeDelta::minutes(5);
/// How long changes and keys that are gone are remembered.
pub const REMEMBERED_FOR: TimeDelta = TimeDelta::days(365);

/// Something that changed, and when the app noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When the app noticed.
    pub at: DateTime<Utc>,
    /// The server's id of the key.
    pub key_id: String,
    /// What the key was called then.
    pub name: String,
    /// Its first characters.
    pub prefix: String,
    /// What changed.
    pub what: ChangeKind,
}

/// What can change about a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Appeared {
        /// It was made with this app, on this computer.
        here: bool,
    },
    /// The server has it no longer.
    Gone,
    /// It has another name.
    Renamed {
        /// What it was called before.
        from: String,
    },
    /// It may do something else.
    Permissions {
        /// What it could do before.
        from: Arc<[Permission]>,
    },
    /// It ends at another time, or no longer by itself.
    Expiry {
        /// When it would have ended.
        from: Option<DateTime<Utc>>,
    },
    /// It was revoked.
    Revoked {
        /// With this app, on this computer.
        here: bool,
    },
    /// It was revoked, and opens doors again.
    Restored,
    /// It was revoked, and something still tried it after that: a deployment that was forgotten. Whether
    /// the server counts what it refuses is not documented.
    TriedWhileRevoked,
    /// It was seen in use for the first time.
    FirstUsed,
    /// It was seen in use after [`LONG_SILENCE`].
    UsedAgain {
        /// When it had been used before.
        before: DateTime<Utc>,
    },
}

impl Change {
    /// A change of a key, noticed at `at`.
    #[must_use]
    pub fn of(key: &KeyRecord, what: ChangeKind, at: DateTime<Utc>) -> Self {
        let KeyRecord { id, name, prefix, .. } = key;
        Self {
            at,
            key_id: id.to_string(),
            name: name.to_string(),
            prefix: prefix.to_string(),
            what,
        }
    }

    /// What is not as it was about a key, noticed at `at`; a use as usual is worth no line.
    #[must_use]
    pub fn between(before: &KeyRecord, now: &KeyRecord, at: DateTime<Utc>) -> Vec<Self> {
        kinds(before, now).map(|what| Self::of(now, what, at)).collect()
    }

    /// Whether the person did it here, and needs no telling.
    #[must_use]
    pub fn was_made_here(&self) -> bool {
        matches!(
            self.what,
            ChangeKind::Appeared { here: true } | ChangeKind::Revoked { here: true }
        )
    }
}

/// What a reading brought that was not known.
#[derive(Debug, Default)]
pub struct Differences<'a> {
    /// Keys that are new, or not as they were.
    pub changed: Vec<&'a KeyRecord>,
    /// Keys that are no longer there, as they were.
    pub gone: Vec<&'a KeyRecord>,
    /// What is worth a line of these, noticed when the reading was taken.
    pub changes: Vec<Change>,
    /// Whether the projects are not as they were.
    pub projects: bool,
}

impl<'a> Differences<'a> {
    /// Compares a reading with what was known before. What a reading with gaps lacks is in `fresh` as
    /// it was known ([`Snapshot::over`]), and is no difference.
    #[must_use]
    pub fn between(earlier: &'a Inventory, fresh: &'a Snapshot) -> Self {
        let mut found =
            Self { projects: earlier.reading().projects != fresh.projects, ..Self::default() };
        let at = fresh.taken_at;
        for (at_row, key) in fresh.keys.iter().enumerate() {
            match earlier.key_near(&key.id, at_row) {
                Some(before) if before == key => {}
                Some(before) => {
                    found.changed.push(key);
                    found.changes.extend(Change::between(before, key, at));
                }
                None => {
                    found.changed.push(key);
                    found.changes.push(Change::of(key, ChangeKind::Appeared { here: false }, at));
                }
            }
        }
        if earlier.reading().keys.len() + found.changed.len() > fresh.keys.len() {
            let here: HashSet<&str> = fresh.keys.iter().map(|key| &*key.id).collect();
            found.gone =
                earlier.reading().keys.iter().filter(|key| !here.contains(&*key.id)).collect();
            let gone = found.gone.iter().map(|key| Change::of(key, ChangeKind::Gone, at));
            found.changes.extend(gone);
        }
        found
    }

    /// Whether the readings say the same of every key and project.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && !self.projects
    }

    /// The same without these keys.
    #[must_use]
    pub fn without(mut self, key_ids: &HashSet<String>) -> Self {
        self.changed.retain(|key| !key_ids.contains(&*key.id));
        self.gone.retain(|key| !key_ids.contains(&*key.id));
        self.changes.retain(|change| !key_ids.contains(&change.key_id));
        self
    }
}

/// What of a key is not as it was.
fn kinds(before: &KeyRecord, now: &KeyRecord) -> impl Iterator<Item = ChangeKind> + use<> {
    let renamed = || ChangeKind::Renamed { from: before.name.to_string() };
    let permissions = || ChangeKind::Permissions { from: Arc::clone(&before.permissions) };
    let expiry = || ChangeKind::Expiry { from: before.expires_at };
    let revoked = match (before.revocation, now.revocation) {
        (Revocation::None, Revocation::Revoked(_)) => Some(ChangeKind::Revoked { here: false }),
        (Revocation::Revoked(_), Revocation::None) => Some(ChangeKind::Restored),
        _ => None,
    };
    let used = match (before.last_used, now.last_used) {
        (earlier, LastUsed::At(at)) if now.revocation != Revocation::None => {
            is_tried(earlier, at, now.revocation).then_some(ChangeKind::TriedWhileRevoked)
        }
        (LastUsed::Never, LastUsed::At(_)) => Some(ChangeKind::FirstUsed),
        (LastUsed::At(before), LastUsed::At(now)) if now - before > LONG_SILENCE => {
            Some(ChangeKind::UsedAgain { before })
        }
        _ => None,
    };
    [
        (before.name != now.name).then(renamed),
        (before.permissions != now.permissions).then(permissions),
        (before.expires_at != now.expires_at).then(expiry),
        revoked,
        used,
    ]
    .into_iter()
    .flatten()
}

/// Whether a revoked key was tried, once a day: on another day than before, and not by a request that may
/// have come before the revocation.
fn is_tried(before: LastUsed, at: DateTime<Utc>, revocation: Revocation) -> bool {
    let Revocation::Revoked(revoked_at) = revocation else { return false };
    let later = revoked_at.is_none_or(|revoked_at| at - revoked_at > ON_THE_WAY);
    match before {
        LastUsed::At(before) => later && day(at) > day(before),
        LastUsed::Never => later,
        LastUsed::Unknown => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        inventory::Gaps,
        status::tests::{day as day_at, key},
    };

    fn reading(keys: Vec<KeyRecord>) -> Snapshot {
        let (gaps, kept) = (Gaps::default(), Default::default());
        Snapshot { taken_at: day_at(300), projects: vec![], keys, gaps, kept }
    }

    fn used(id: &str, at: i64) -> KeyRecord {
        KeyRecord { last_used: LastUsed::At(day_at(at)), ..key(id) }
    }

    #[test]
    fn a_revoked_key_that_is_tried_is_told_once_a_day() {
        let revoked = |last_used, at| KeyRecord {
            revocation: Revocation::Revoked(at),
            last_used,
            ..key("k")
        };
        let told = |before: LastUsed, at: DateTime<Utc>, revoked_at| {
            let now = revoked(LastUsed::At(at), revoked_at);
            kinds(&revoked(before, revoked_at), &now).collect::<Vec<_>>()
        };
        let (ended, minute) = (day_at(200), TimeDelta::minutes(1));
        let tried = [ChangeKind::TriedWhileRevoked];
        assert_eq!(told(LastUsed::At(day_at(199)), ended + minute * 6, Some(ended)), tried);
        assert_eq!(told(LastUsed::Never, day_at(230), None), tried);
        // On the way when it was revoked; again on the same day; not known before.
        assert_eq!(told(LastUsed::At(day_at(199)), ended + minute * 4, Some(ended)), []);
        assert_eq!(told(LastUsed::At(day_at(230)), day_at(230) + minute, Some(ended)), []);
        assert_eq!(told(LastUsed::Unknown, day_at(230), Some(ended)), []);
    }

    #[test]
    fn every_kind_of_change_has_a_line_and_a_use_among_others_has_none() {
        let earlier = Inventory::of(reading(vec![
            key("gone"),
            key("renamed"),
            key("granted"),
            key("revoked"),
            key("first"),
            used("again", 100),
            used("usual", 298),
            key("same"),
            KeyRecord { expires_at: Some(day_at(400)), ..key("longer") },
            KeyRecord { revocation: Revocation::Revoked(None), ..key("restored") },
        ]));
        let fresh = reading(vec![
            KeyRecord { name: "other".into(), ..key("renamed") },
            KeyRecord { permissions: [Permission::ConfigWrite].into(), ..key("granted") },
            KeyRecord { revocation: Revocation::Revoked(Some(day_at(299))), ..key("revoked") },
            used("first", 299),
            used("again", 299),
            used("usual", 299),
            key("same"),
            key("longer"),
            key("restored"),
            key("new"),
        ]);
        let found = Differences::between(&earlier, &fresh);
        let lines: Vec<_> =
            found.changes.iter().map(|change| (&*change.key_id, change.what.clone())).collect();
        assert_eq!(
            lines,
            [
                ("renamed", ChangeKind::Renamed { from: "key renamed".into() }),
                ("granted", ChangeKind::Permissions { from: Permission::ANALYSIS_ONLY.into() }),
                ("revoked", ChangeKind::Revoked { here: false }),
                ("first", ChangeKind::FirstUsed),
                ("again", ChangeKind::UsedAgain { before: day_at(100) }),
                ("longer", ChangeKind::Expiry { from: Some(day_at(400)) }),
                ("restored", ChangeKind::Restored),
                ("new", ChangeKind::Appeared { here: false }),
                ("gone", ChangeKind::Gone),
            ]
        );
        assert_eq!(found.changed.len(), 9, "also the one that was used as usual");
        assert_eq!(found.gone.len(), 1);
    }

    #[test]
    fn the_same_again_is_no_difference() {
        let earlier = Inventory::of(reading(vec![key("a"), used("b", 3)]));
        let found = Differences::between(&earlier, earlier.reading());
        assert!(found.changed.is_empty() && found.gone.is_empty() && found.changes.is_empty());
    }
}
