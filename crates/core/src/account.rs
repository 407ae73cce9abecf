//! Who is signed in.

use chrono::{DateTime, Utc};

/// A signed-in person. They belong to exactly one tenant (documented).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The server's id of the person.
    pub id: String,
    /// E-mail address they signed in with.
    pub email: String,
    /// Their name; may be empty.
    pub name: String,
    /// `owner`, `admin`, `member`, `viewer` or whatever the server says. Shown, never decided on:
    /// only the server knows who may manage keys.
    pub role: String,
    /// The tenant's id.
    pub tenant_id: String,
    /// The tenant's name; may be empty.
    pub tenant_name: String,
    /// When the session ends, if the server said so.
    pub session_ends: Option<DateTime<Utc>>,
}

/// A project of the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// UUID.
    pub id: String,
    /// The name people gave it.
    pub name: String,
    /// The name in addresses.
    pub slug: String,
}
