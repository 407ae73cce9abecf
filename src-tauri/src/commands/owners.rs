use super::App;
use sigsentry_keys_contract::owners::{
    OwnerImport, OwnerLeftRequest, OwnersError, SetOwnerRequest,
};

#[tauri::command]
pub(crate) async fn preview_owners(
    app: App<'_>,
    table: String,
) -> Result<OwnerImport, OwnersError> {
    app.preview_owners(table).await
}

#[tauri::command]
pub(crate) async fn import_owners(app: App<'_>, table: String) -> Result<OwnerImport, OwnersError> {
    app.import_owners(table).await
}

#[tauri::command]
pub(crate) async fn set_owner(app: App<'_>, request: SetOwnerRequest) -> Result<(), OwnersError> {
    app.set_owner(request).await
}

#[tauri::command]
pub(crate) async fn set_owner_left(
    app: App<'_>,
    request: OwnerLeftRequest,
) -> Result<(), OwnersError> {
    app.set_owner_left(request).await
}
