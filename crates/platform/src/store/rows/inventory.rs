use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    account,
    inventory::{Gaps, Snapshot},
    key::{self, KeyRecord, NewKeyType, Permission},
    last_used::UsedDays,
};
use std::collections::BTreeMap;

/// Everything of a reading but its keys and projects.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Reading {
    taken_at: DateTime<Utc>,
    #[serde(default)]
    unreadable: Vec<String>,
    #[serde(default)]
    missing_pages: u32,
    #[serde(default)]
    total_pages: u32,
    #[serde(default)]
    unnamed: u32,
    #[serde(default)]
    use_untold: bool,
    /// Keys that the reading lacks, by the time of the one that had them.
    #[serde(default)]
    kept: BTreeMap<DateTime<Utc>, Vec<String>>,
}

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Project {
    id: String,
    name: String,
    slug: String,
}

/// One key. What is usual is left out.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Key {
    id: Box<str>,
    name: Box<str>,
    prefix: Box<str>,
    key_type: Type,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    project_id: Option<String>,
    permissions: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created_at: Option<DateTime<Utc>>,
    last_used: LastUsed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<DateTime<Utc>>,
    revocation: Revocation,
    /// The days on which it was seen in use, as bits.
    #[serde(default, skip_serializing_if = "is_zero")]
    used_days: u64,
    /// When the server was found to have it no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) gone_at: Option<DateTime<Utc>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(number: &u64) -> bool {
    *number == 0
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
    Unknown(Box<str>),
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
        let mut kept: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for (id, read_at) in &snapshot.kept {
            kept.entry(*read_at).or_default().push(id.clone());
        }
        let Gaps { unreadable, unnamed, missing_pages, total_pages, use_untold } = &snapshot.gaps;
        Self {
            taken_at: snapshot.taken_at,
            unreadable: unreadable.clone(),
            missing_pages: *missing_pages,
            total_pages: *total_pages,
            unnamed: *unnamed,
            use_untold: *use_untold,
            kept,
        }
    }
}

impl Reading {
    /// The reading with its projects and keys.
    pub(in crate::store) fn read(self, projects: Vec<Project>, keys: Vec<KeyRecord>) -> Snapshot {
        let kept =
            self.kept.into_iter().flat_map(|(at, ids)| ids.into_iter().map(move |id| (id, at)));
        Snapshot {
            taken_at: self.taken_at,
            projects: projects.into_iter().map(Project::read).collect(),
            keys,
            gaps: Gaps {
                unreadable: self.unreadable,
                missing_pages: self.missing_pages,
                total_pages: self.total_pages,
                unnamed: self.unnamed,
                use_untold: self.use_untold,
            },
            kept: kept.collect(),
        }
    }
}

impl From<&account::Project> for Project {
    fn from(project: &account::Project) -> Self {
        let account::Project { id, name, slug } = project.clone();
        Self { id, name, slug }
    }
}

impl Project {
    pub(super) fn read(self) -> account::Project {
        account::Project { id: self.id, name: self.name, slug: self.slug }
    }
}

impl From<&KeyRecord> for Key {
    fn from(key: &KeyRecord) -> Self {
        Self {
            id: key.id.clone(),
            name: key.name.clone(),
            prefix: key.prefix.clone(),
            key_type: match &key.key_type {
                key::KeyType::Current(current) => Type::Current(new_type(*current)),
                key::KeyType::Legacy => Type::Legacy,
                key::KeyType::Unknown(name) => Type::Unknown(name.clone()),
            },
            project_id: key.project_id.as_deref().map(str::to_owned),
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
            used_days: key.used_days.bits(),
            gone_at: None,
        }
    }
}

impl Key {
    /// The same, found gone.
    pub(in crate::store) fn gone(self, at: DateTime<Utc>) -> Self {
        Self { gone_at: Some(at), ..self }
    }

    pub(in crate::store) fn id(&self) -> &str {
        &self.id
    }

    pub(in crate::store) fn read(self) -> KeyRecord {
        KeyRecord {
            id: self.id,
            name: self.name,
            prefix: self.prefix,
            key_type: match self.key_type {
                Type::Current(current) => key::KeyType::Current(read_new_type(&current)),
                Type::Legacy => key::KeyType::Legacy,
                Type::Unknown(name) => key::KeyType::Unknown(name),
            },
            project_id: self.project_id.map(Into::into),
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
            used_days: UsedDays::from_bits(self.used_days),
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
