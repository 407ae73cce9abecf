use crate::app::App;
use serde::de::DeserializeOwned;
use tauri::{
    State, WebviewWindow,
    ipc::{InvokeBody, Request, Response},
};

/// What the page seals the next form for: the bytes of a public key.
#[tauri::command]
pub(crate) fn form_key(app: State<'_, App>, window: WebviewWindow) -> Response {
    Response::new(app.form_key(window.label()))
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
