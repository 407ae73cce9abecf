//! What is kept between two starts, encrypted: the inventory, what people noted, what was begun.
//!
//! One SQLite file for each account. SQLite sees random-looking rows and keyed hashes; every row is
//! sealed for itself (`seal`). A key's value has no way in: no type of this module holds one.

mod activity;
mod annotation;
mod content;
mod create;
mod destination;
mod error;
mod every_row;
mod first_use;
mod identity;
mod instance;
mod inventory;
mod kind;
mod local_locks;
mod open;
mod pending_creation;
mod place;
mod profile;
mod review;
mod rotation;
mod rows;
mod schema;
mod seal;
mod session;
mod table;
mod texts;
mod unlock_throttle;

pub use error::{OpenError, StoreError};
pub use instance::{InstanceLock, LockError};
pub use inventory::MOST_CHANGES;
pub use pending_creation::CreationStep;
pub use place::{StoreId, StorePlace};
pub use profile::Profile;
pub use session::{KeptSession, Way};
pub use unlock_throttle::UnlockThrottle;

pub(crate) use rows::Profile as ProfileRow;

use rusqlite::Connection;
use seal::Seal;
use std::cell::Cell;

/// An open store. Dropped, its file is whole and closed.
pub struct Store {
    database: Connection,
    seal: Seal,
    /// The file has all of the reading that the app knows: what differs from it is enough to write.
    has_reading: Cell<bool>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store(…)")
    }
}
