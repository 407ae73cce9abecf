use super::App;
use sigsentry_keys_contract::session::FormKey;
use tauri::{
    WebviewWindow,
    ipc::{InvokeBody, Request},
};

#[tauri::command]
pub(crate) fn form_key(app: App<'_>, window: WebviewWindow) -> FormKey {
    FormKey { public_key: app.form_key(window.label()) }
}

/// The sealed form in a request; anything else opens as none does.
pub(super) fn sealed<'a>(request: &'a Request<'_>) -> &'a [u8] {
    match request.body() {
        InvokeBody::Raw(sealed) => sealed,
        InvokeBody::Json(_) => &[],
    }
}
