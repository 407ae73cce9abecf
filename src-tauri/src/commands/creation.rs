use super::App;
use sigsentry_keys_contract::creation::{
    CreateKeyError, CreateKeyResponse, CreateOrganizationKeyRequest, CreateProjectKeyRequest,
    CreateSdkKeyRequest,
};
use sigsentry_keys_core::creation;

#[tauri::command]
pub(crate) async fn create_sdk_key(
    app: App<'_>,
    request: CreateSdkKeyRequest,
) -> Result<CreateKeyResponse, CreateKeyError> {
    app.create(creation::sdk_key(&request.project_id, &request.name)?).await
}

#[tauri::command]
pub(crate) async fn create_project_key(
    app: App<'_>,
    request: CreateProjectKeyRequest,
) -> Result<CreateKeyResponse, CreateKeyError> {
    let CreateProjectKeyRequest { project_id, name, permissions } = request;
    app.create(creation::project_key(&project_id, &name, &permissions)?).await
}

#[tauri::command]
pub(crate) async fn create_organization_key(
    app: App<'_>,
    request: CreateOrganizationKeyRequest,
) -> Result<CreateKeyResponse, CreateKeyError> {
    app.create(creation::organization_key(&request.name, &request.permissions)?).await
}

/// Tries the last attempt again under its idempotency key: the same key comes back.
#[tauri::command]
pub(crate) async fn retry_creation(app: App<'_>) -> Result<CreateKeyResponse, CreateKeyError> {
    app.retry_creation().await
}
