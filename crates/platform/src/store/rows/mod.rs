//! How things are written into rows. Every field that is added later needs a default: rows of every
//! age are out there.

mod activity;
mod annotation;
mod changes;
mod inventory;
mod pending_creation;
mod profile;
mod rotation;
pub(super) mod version_1;

pub(super) use activity::Activity;
pub(super) use annotation::Annotation;
pub(super) use changes::Change;
pub(super) use inventory::{Key, Project, Reading};
pub(super) use pending_creation::PendingCreation;
pub(crate) use profile::Profile;
pub(super) use rotation::{Place, Rotation};
