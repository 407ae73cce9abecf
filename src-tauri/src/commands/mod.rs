//! What the windows may ask for. Each command unpacks, calls one use case and maps the error.

pub(crate) mod accounts;
pub(crate) mod creation;
pub(crate) mod custody;
pub(crate) mod form;
pub(crate) mod handoff;
pub(crate) mod inventory;
pub(crate) mod lock;
pub(crate) mod offline;
pub(crate) mod revocation;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod window;

/// The application, as a command gets it.
type App<'a> = tauri::State<'a, std::sync::Arc<sigsentry_keys_app::App>>;
