use crate::app::App;
use serde::de::DeserializeOwned;
use sigsentry_keys_contract::session::FormKey;
use tauri::{
    State, WebviewWindow,
    ipc::{InvokeBody, Request},
};

#[tauri::command]
pub(crate) fn form_key(app: State<'_, App>, window: WebviewWindow) -> FormKey {
    FormKey { public_key: app.form_key(window.label()) }
}

/// The request in a sealed form.
pub(super) fn open<R: DeserializeOwned>(
    app: &App,
    window: &str,
    request: &Request<'_>,
) -> Option<R> {
    match request.body() {
        InvokeBody::Raw(sealed) => app.open_form(window, sealed),
        InvokeBody::Json(_) => None,
    }
}
