//! Everything the server knows.

use crate::{
    answer::Refusal, clock::Clock, config::Config, faults::Faults, idempotency::Replays,
    rate_limit::RateLimit, seed,
};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use serde_json::Value;
use sha2::Sha256;
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
};

pub(crate) struct World {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) faults: Mutex<Faults>,
    /// Requests that a fault makes late, and that are not done yet: one clone for each, and this one.
    pub(crate) late: Arc<()>,
    pub(crate) data: Mutex<Data>,
    pub(crate) rate_limit: Mutex<RateLimit>,
    pub(crate) replays: Mutex<Replays>,
    /// Every answer to a creation, replays included.
    pub(crate) issued: Mutex<Vec<Issued>>,
    /// Signs sessions and hashes keys; new at every start.
    secret: [u8; 32],
    /// Session tokens, kept where tests may steer.
    pub(crate) issued_sessions: Mutex<Vec<String>>,
    /// The random part of the next key, where a test has to know it.
    pub(crate) next_random_part: Mutex<Option<String>>,
}

#[derive(Default)]
pub(crate) struct Data {
    pub(crate) accounts: Vec<Account>,
    pub(crate) projects: Vec<Value>,
    /// Newest first.
    pub(crate) keys: Vec<KeyRecord>,
    /// HMAC-SHA256 of a key's value to its id: no one can recover a value.
    pub(crate) hashes: HashMap<[u8; 32], String>,
    /// Ids of sessions that were ended before their time.
    pub(crate) ended_sessions: HashSet<String>,
}

impl Data {
    pub(crate) fn known_project(&self, id: &str) -> Result<(), Refusal> {
        let known = self.projects.iter().any(|project| project["id"] == id);
        if known { Ok(()) } else { Err(Refusal::not_found("No such project")) }
    }

    /// How many keys open doors at `now`.
    pub(crate) fn live_keys(&self, now: DateTime<Utc>) -> usize {
        let live = |key: &&KeyRecord| {
            key.revoked_at.is_none() && key.expires_at.is_none_or(|ends| ends > now)
        };
        self.keys.iter().filter(live).count()
    }
}

/// A person of the tenant.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// Id.
    #[serde(skip)]
    pub id: String,
    /// E-mail address.
    pub email: String,
    /// Demo password.
    pub password: String,
    /// owner, admin, member or viewer.
    pub role: String,
    /// Name.
    pub name: String,
}

/// A key that was given out, whether its answer arrived or not.
#[derive(Debug, Clone)]
pub struct Issued {
    /// What it was asked for under; none where the request named nothing.
    pub idempotency_key: Option<String>,
    /// Id of the key.
    pub key_id: String,
}

/// A key as the server keeps it: never its value.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are the vendor's")]
pub struct KeyRecord {
    pub id: String,
    pub tenant_id: String,
    pub name: String,
    pub prefix: String,
    pub r#type: String,
    pub project_id: Option<String>,
    pub permissions: Vec<String>,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// What the hostile seed sends in place of the record.
    #[serde(skip)]
    pub replaced_by: Option<Value>,
}

pub(crate) const TENANT_ID: &str = "7c1f4d2e-9a53-4b8e-8f0d-5f1c2b6e3a90";
pub(crate) const TENANT_NAME: &str = "Northwind Labs";

impl World {
    pub(crate) fn new(config: Config) -> Self {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).unwrap();
        let clock = Clock::default();
        let data = seed::plant(config.seed, clock.now());
        let faults = Faults(config.faults.clone());
        Self {
            clock,
            faults: Mutex::new(faults),
            late: Arc::default(),
            data: Mutex::new(data),
            rate_limit: Mutex::default(),
            replays: Mutex::default(),
            issued: Mutex::default(),
            secret,
            issued_sessions: Mutex::default(),
            next_random_part: Mutex::default(),
            config,
        }
    }

    pub(crate) fn mac(&self, message: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).unwrap();
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

impl KeyRecord {
    pub(crate) fn json(&self) -> Value {
        self.replaced_by.clone().unwrap_or_else(|| serde_json::to_value(self).unwrap())
    }

    pub(crate) fn may(&self, permission: &str) -> Result<(), Refusal> {
        if self.permissions.iter().any(|one| one == permission) {
            Ok(())
        } else {
            Err(Refusal::forbidden(&format!("The key does not include {permission}")))
        }
    }
}

/// A project's id as it is kept, if `text` is a UUID in the usual form.
pub(crate) fn project_id(text: &str) -> Option<String> {
    let usual = text.len() == 36;
    uuid::Uuid::try_parse(text).ok().filter(|_| usual).map(|id| id.to_string())
}

/// Letters and digits. The modulus favours a few by 1 %: no matter for a sandbox.
pub(crate) fn random_text(length: usize) -> String {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).unwrap();
    letters(&bytes)
}

/// One letter or digit for each byte.
pub(crate) fn letters(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}
