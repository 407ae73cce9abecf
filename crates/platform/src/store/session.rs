use super::{Store, StoreError, kind::Kind};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;
use zeroize::Zeroizing;

/// A session as it is kept. Wiped on drop; cannot be printed.
#[derive(Serialize, Deserialize)]
pub struct KeptSession {
    /// The token.
    pub token: Zeroizing<String>,
    /// When the session ends, where known.
    pub ends: Option<DateTime<Utc>>,
    /// The way to the server that it travelled; unknown for one that an earlier version kept.
    #[serde(default)]
    pub way: Option<Way>,
}

/// What decides who can read along between this computer and the server, as far as settings have it: a
/// session that was kept goes no other way than a signed-in person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    proxy: String,
    /// SHA-256 of the file with further authorities.
    authorities: Option<[u8; 32]>,
}

impl Way {
    /// Through this proxy, as the settings call it, trusting the authorities of this file besides.
    #[must_use]
    pub fn new(proxy: String, extra_ca_pem: Option<&[u8]>) -> Self {
        Self { proxy, authorities: extra_ca_pem.map(|pem| Sha256::digest(pem).into()) }
    }
}

impl KeptSession {
    /// Whether the server would still take it, as far as is known here.
    #[must_use]
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.ends.is_none_or(|ends| now < ends)
    }
}

impl fmt::Debug for KeptSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeptSession(…, ends: {:?})", self.ends)
    }
}

impl Store {
    /// Keeps the session, in place of an older one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn save_session(&mut self, session: &KeptSession) -> Result<(), StoreError> {
        self.change(|change| change.put(Kind::Session, "", session))
    }

    /// The session that was kept; whether it still holds is for the caller to see.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn session(&self) -> Result<Option<KeptSession>, StoreError> {
        self.entry(Kind::Session, "")
    }

    /// Forgets the session.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn forget_session(&mut self) -> Result<(), StoreError> {
        self.change(|change| change.remove(Kind::Session, ""))
    }
}
