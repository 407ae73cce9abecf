//! A tenant, and a store to put it into.

use chrono::{DateTime, TimeDelta, Utc};
use sigsentry_keys_core::{
    account::{Account, Project},
    annotation::Annotation,
    creation::{Attempt, PendingCreation, sdk_key},
    inventory::{Gaps, Snapshot},
    key::{KeyRecord, KeyType, LastUsed, NewKeyType, Permission, Revocation},
};
use sigsentry_keys_platform::{
    keychain::DataKey,
    store::{OpenError, Profile, Store, StoreId, StorePlace},
};
use std::path::PathBuf;
use tempfile::TempDir;

pub(crate) fn key(byte: u8) -> DataKey {
    DataKey::from_bytes(&[byte; DataKey::LENGTH]).unwrap()
}

pub(crate) fn random(bytes: &mut [u8]) {
    getrandom::fill(bytes).unwrap();
}

/// A folder with one store in it.
pub(crate) struct Shelf {
    pub(crate) place: StorePlace,
    pub(crate) id: StoreId,
    _folder: Option<TempDir>,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut shelf = Self::at(folder.path().to_owned());
        shelf._folder = Some(folder);
        shelf
    }

    pub(crate) fn at(folder: PathBuf) -> Self {
        let place = StorePlace::new(&folder);
        place.make().unwrap();
        Self { place, id: StoreId::new([7; 16]), _folder: None }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.place.file(self.id)
    }

    pub(crate) fn create(&self) -> Store {
        Store::create(&self.file(), &key(1), random).unwrap()
    }

    pub(crate) fn open(&self) -> Result<Store, OpenError> {
        Store::open(&self.file(), &key(1), random)
    }

    /// Every byte of every file.
    pub(crate) fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> = std::fs::read_dir(self.place.folder())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect();
        files.sort();
        files
    }
}

pub(crate) fn at(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
}

/// Two projects and the organization, with every form that a key can have.
pub(crate) fn snapshot() -> Snapshot {
    let types = [
        KeyType::Current(NewKeyType::Sdk),
        KeyType::Current(NewKeyType::Project),
        KeyType::Current(NewKeyType::Organization),
        KeyType::Legacy,
        KeyType::Unknown("edge".into()),
    ];
    let used = [LastUsed::Never, LastUsed::At(at(9)), LastUsed::Unknown];
    let revoked = [Revocation::None, Revocation::Revoked(None), Revocation::Revoked(Some(at(8)))];
    let keys = types.iter().enumerate().map(|(number, key_type)| KeyRecord {
        id: format!("key-{number}").into(),
        name: format!("canary-name-{number} 🔑").into(),
        prefix: format!("ss_secret_cnry{number}").into(),
        key_type: key_type.clone(),
        project_id: (number != 2).then(|| format!("project-{}", number % 2).into()),
        permissions: [Permission::ConfigRead, Permission::Unknown("logs:stream".into())].into(),
        created_at: (number != 1).then(|| at(7)),
        last_used: used[number % 3],
        expires_at: (number == 3).then(|| at(99)),
        revocation: revoked[number % 3],
        used_days: Default::default(),
    });
    let project = |number| Project {
        id: format!("project-{number}"),
        name: format!("canary-project-{number}"),
        slug: format!("canary-slug-{number}"),
    };
    Snapshot {
        taken_at: at(100),
        projects: [1, 0].map(project).to_vec(),
        keys: keys.collect(),
        gaps: Gaps {
            unreadable: vec!["canary-gap".into()],
            unnamed: 0,
            missing_pages: 1,
            total_pages: 3,
            use_untold: false,
        },
        kept: [("key-4".to_owned(), at(50))].into(),
    }
}

/// The reading that a store has, its keys in the order of their ids.
pub(crate) fn read(store: &Store) -> Option<Snapshot> {
    let mut reading = store.snapshot().unwrap()?;
    reading.keys.sort_by(|a, b| a.id.cmp(&b.id));
    Some(reading)
}

pub(crate) fn profile() -> Profile {
    let account = Account {
        id: "canary-user".into(),
        email: "canary@northwind.example".into(),
        name: "Canary Lindqvist".into(),
        role: "owner".into(),
        tenant_id: "canary-tenant".into(),
        tenant_name: "Canary Traders".into(),
        session_ends: Some(at(200)),
    };
    Profile { account, address: "https://canary.example/v1".into() }
}

pub(crate) fn annotation() -> Annotation {
    Annotation {
        owner: "canary-owner".into(),
        stored_in: vec!["canary-vault".into()],
        note: "canary-note".into(),
        reviewed_on: Some(at(0).date_naive()),
    }
}

pub(crate) fn intent(number: u32) -> PendingCreation {
    let request = sdk_key("project-1", &format!("canary-wish-{number}")).unwrap();
    let attempt = Attempt { request, idempotency_key: format!("canary-idempotency-{number}") };
    PendingCreation::begin(attempt, Some(&snapshot()), at(100))
}
