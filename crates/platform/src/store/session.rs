use super::{Store, StoreError, table::Kind};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// A session as it is kept. Wiped on drop; cannot be printed.
#[derive(Serialize, Deserialize)]
pub struct KeptSession {
    /// The token.
    pub token: Zeroizing<String>,
    /// When the session ends, where known.
    pub ends: Option<DateTime<Utc>>,
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
