//! What the windows may ask for. Each command unpacks, calls one use case and maps the error.

mod accounts;
mod creation;
mod custody;
mod form;
mod handoff;
mod inventory;
mod lock;
mod offline;
mod owners;
mod palette;
mod review;
mod revocation;
mod rotation;
mod session;
mod settings;
mod triage;
mod window;

pub(crate) use self::{
    accounts::*, creation::*, custody::*, form::*, handoff::*, inventory::*, lock::*, offline::*,
    owners::*, review::*, revocation::*, rotation::*, session::*, settings::*, triage::*,
    window::*,
};

/// The application, as a command gets it.
type App<'a> = tauri::State<'a, std::sync::Arc<sigsentry_keys_app::App>>;
