use crate::store;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::account::Account;

#[derive(Serialize, Deserialize)]
pub(crate) struct Profile {
    id: String,
    email: String,
    name: String,
    role: String,
    tenant_id: String,
    tenant_name: String,
    session_ends: Option<DateTime<Utc>>,
    address: String,
}

impl From<&store::Profile> for Profile {
    fn from(profile: &store::Profile) -> Self {
        let account = profile.account.clone();
        Self {
            id: account.id,
            email: account.email,
            name: account.name,
            role: account.role,
            tenant_id: account.tenant_id,
            tenant_name: account.tenant_name,
            session_ends: account.session_ends,
            address: profile.address.clone(),
        }
    }
}

impl From<Profile> for store::Profile {
    fn from(row: Profile) -> Self {
        let account = Account {
            id: row.id,
            email: row.email,
            name: row.name,
            role: row.role,
            tenant_id: row.tenant_id,
            tenant_name: row.tenant_name,
            session_ends: row.session_ends,
        };
        Self { account, address: row.address }
    }
}
