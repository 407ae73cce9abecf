//! How things are written into rows. Every field that is added later needs a default: rows of every
//! age are out there.

mod activity;
mod annotation;
mod intent;
mod inventory;
mod profile;

pub(super) use activity::Activity;
pub(super) use annotation::Annotation;
pub(super) use intent::Intent;
pub(super) use inventory::{Key, Reading};
pub(crate) use profile::Profile;
