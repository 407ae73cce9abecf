use crate::{app::App, windows};
use sigsentry_keys_contract::creation::{
    CreateKeyError, CreateKeyResponse, CreateOrganizationKeyRequest, CreateProjectKeyRequest,
    CreateSdkKeyRequest,
};
use sigsentry_keys_core::creation;
use tauri::{Emitter as _, State, WebviewWindow};

const KEY_ABANDONED: &str = "key-abandoned";

#[tauri::command]
pub(crate) async fn create_sdk_key(
    app: State<'_, App>,
    window: WebviewWindow,
    request: CreateSdkKeyRequest,
) -> Result<CreateKeyResponse, CreateKeyError> {
    let wish = creation::sdk_key(&request.project_id, &request.name)?;
    shown(&app, &window, app.create(wish).await)
}

#[tauri::command]
pub(crate) async fn create_project_key(
    app: State<'_, App>,
    window: WebviewWindow,
    request: CreateProjectKeyRequest,
) -> Result<CreateKeyResponse, CreateKeyError> {
    let wish = creation::project_key(&request.project_id, &request.name, &request.permissions)?;
    shown(&app, &window, app.create(wish).await)
}

#[tauri::command]
pub(crate) async fn create_organization_key(
    app: State<'_, App>,
    window: WebviewWindow,
    request: CreateOrganizationKeyRequest,
) -> Result<CreateKeyResponse, CreateKeyError> {
    let wish = creation::organization_key(&request.name, &request.permissions)?;
    shown(&app, &window, app.create(wish).await)
}

/// Tries the last attempt again under its idempotency key: the same key comes back.
#[tauri::command]
pub(crate) async fn retry_creation(
    app: State<'_, App>,
    window: WebviewWindow,
) -> Result<CreateKeyResponse, CreateKeyError> {
    shown(&app, &window, app.retry_creation().await)
}

/// A value is held from now on: its picture is to come.
fn shown(
    app: &App,
    window: &WebviewWindow,
    made: Result<CreateKeyResponse, CreateKeyError>,
) -> Result<CreateKeyResponse, CreateKeyError> {
    match &made {
        Ok(_) => app.guard_picture(window),
        // The page that asked does not hear the answer; the one that is there now hears this.
        Err(CreateKeyError::Abandoned { key }) => {
            let _ = window.emit_to(windows::MAIN, KEY_ABANDONED, key);
        }
        Err(_) => {}
    }
    made
}
