//! How things are written into rows. Every field that is added later needs a default: rows of every
//! age are out there.

mod activity;
mod annotation;
mod inventory;
mod pending_creation;
mod profile;

pub(super) use activity::Activity;
pub(super) use annotation::Annotation;
pub(super) use inventory::{Key, Reading};
pub(super) use pending_creation::PendingCreation;
pub(crate) use profile::Profile;
