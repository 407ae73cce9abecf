use crate::app::App;
use sigsentry_keys_contract::creation::{
    CreateKeyError, CreateKeyResponse, CreateOrganizationKeyRequest, CreateProjectKeyRequest,
    CreateSdkKeyRequest,
};
use sigsentry_keys_core::creation;
use tauri::{State, WebviewWindow};

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
    if made.is_ok() {
        app.guard_picture(window);
    }
    made
}
