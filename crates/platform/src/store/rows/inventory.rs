use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    account,
    inventory::{Gaps, Snapshot},
    key::{self, KeyRecord, NewKeyType, Permission},
};
use std::collections::BTreeMap;

/// Everything of a reading but its keys.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Reading {
    pub(in crate::store) taken_at: DateTime<Utc>,
    projects: Vec<Project>,
    unreadable: Vec<String>,
    missing_pages: u32,
    total_pages: u32,
    #[serde(default)]
    unnamed: u32,
    #[serde(default)]
    use_untold: bool,
}

#[derive(Serialize, Deserialize)]
struct Project {
    id: String,
    name: String,
    slug: String,
}

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Key {
    /// Its place in the server's order.
    at: usize,
    id: String,
    name: String,
    prefix: String,
    key_type: Type,
    project_id: Option<String>,
    permissions: Vec<String>,
    created_at: Option<DateTime<Utc>>,
    last_used: LastUsed,
    expires_at: Option<DateTime<Utc>>,
    revocation: Revocation,
    /// When it was read, if not with the others.
    read_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize)]
pub(super) enum NewType {
    Sdk,
    Project,
    Organization,
}

#[derive(Serialize, Deserialize)]
enum Type {
    Current(NewType),
    Legacy,
    Unknown(String),
}

#[derive(Serialize, Deserialize)]
enum LastUsed {
    Never,
    At(DateTime<Utc>),
    Unknown,
}

#[derive(Serialize, Deserialize)]
enum Revocation {
    None,
    Revoked(Option<DateTime<Utc>>),
}

impl From<&Snapshot> for Reading {
    fn from(snapshot: &Snapshot) -> Self {
        let project = |project: &account::Project| Project {
            id: project.id.clone(),
            name: project.name.clone(),
            slug: project.slug.clone(),
        };
        Self {
            taken_at: snapshot.taken_at,
            projects: snapshot.projects.iter().map(project).collect(),
            unreadable: snapshot.gaps.unreadable.clone(),
            missing_pages: snapshot.gaps.missing_pages,
            total_pages: snapshot.gaps.total_pages,
            unnamed: snapshot.gaps.unnamed,
            use_untold: snapshot.gaps.use_untold,
        }
    }
}

impl Reading {
    /// The reading with its keys, which may come in any order.
    pub(in crate::store) fn read(self, keys: impl IntoIterator<Item = Key>) -> Snapshot {
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_by_key(|key| key.at);
        let kept: BTreeMap<_, _> =
            keys.iter().filter_map(|key| Some((key.id.clone(), key.read_at?))).collect();
        let project = |Project { id, name, slug }| account::Project { id, name, slug };
        Snapshot {
            taken_at: self.taken_at,
            projects: self.projects.into_iter().map(project).collect(),
            keys: keys.into_iter().map(Key::read).collect(),
            gaps: Gaps {
                unreadable: self.unreadable,
                missing_pages: self.missing_pages,
                total_pages: self.total_pages,
                unnamed: self.unnamed,
                use_untold: self.use_untold,
            },
            kept,
        }
    }
}

impl Key {
    pub(in crate::store) fn of(key: &KeyRecord, at: usize, snapshot: &Snapshot) -> Self {
        Self {
            at,
            id: key.id.clone(),
            name: key.name.clone(),
            prefix: key.prefix.clone(),
            key_type: match &key.key_type {
                key::KeyType::Current(current) => Type::Current(new_type(*current)),
                key::KeyType::Legacy => Type::Legacy,
                key::KeyType::Unknown(name) => Type::Unknown(name.clone()),
            },
            project_id: key.project_id.clone(),
            permissions: key.permissions.iter().map(|one| one.as_str().to_owned()).collect(),
            created_at: key.created_at,
            last_used: match key.last_used {
                key::LastUsed::Never => LastUsed::Never,
                key::LastUsed::At(at) => LastUsed::At(at),
                key::LastUsed::Unknown => LastUsed::Unknown,
            },
            expires_at: key.expires_at,
            revocation: match key.revocation {
                key::Revocation::None => Revocation::None,
                key::Revocation::Revoked(at) => Revocation::Revoked(at),
            },
            read_at: snapshot.kept.get(&key.id).copied(),
        }
    }

    fn read(self) -> KeyRecord {
        KeyRecord {
            id: self.id,
            name: self.name,
            prefix: self.prefix,
            key_type: match self.key_type {
                Type::Current(current) => key::KeyType::Current(read_new_type(&current)),
                Type::Legacy => key::KeyType::Legacy,
                Type::Unknown(name) => key::KeyType::Unknown(name),
            },
            project_id: self.project_id,
            permissions: self.permissions.iter().map(|name| Permission::from_name(name)).collect(),
            created_at: self.created_at,
            last_used: match self.last_used {
                LastUsed::Never => key::LastUsed::Never,
                LastUsed::At(at) => key::LastUsed::At(at),
                LastUsed::Unknown => key::LastUsed::Unknown,
            },
            expires_at: self.expires_at,
            revocation: match self.revocation {
                Revocation::None => key::Revocation::None,
                Revocation::Revoked(at) => key::Revocation::Revoked(at),
            },
        }
    }
}

pub(super) fn new_type(key_type: NewKeyType) -> NewType {
    match key_type {
        NewKeyType::Sdk => NewType::Sdk,
        NewKeyType::Project => NewType::Project,
        NewKeyType::Organization => NewType::Organization,
    }
}

pub(super) fn read_new_type(key_type: &NewType) -> NewKeyType {
    match key_type {
        NewType::Sdk => NewKeyType::Sdk,
        NewType::Project => NewKeyType::Project,
        NewType::Organization => NewKeyType::Organization,
    }
}
