use super::App;
use sigsentry_keys_contract::{
    annotation::{AnnotationError, AnnotationView, SaveAnnotationRequest},
    offline::{OrphanedKey, SetAsideError, StorageState},
};

#[tauri::command]
pub(crate) fn keeping(app: App<'_>) -> StorageState {
    app.storage_state()
}

/// Asks the keychain and the disk anew.
#[tauri::command]
pub(crate) fn retry_keeping(app: App<'_>) {
    app.open_store_in_background();
}

#[tauri::command]
pub(crate) fn without_keychain(app: App<'_>) {
    app.without_keychain();
}

/// Renames the store that does not open, and starts a new one.
#[tauri::command]
pub(crate) async fn set_store_aside(app: App<'_>) -> Result<(), SetAsideError> {
    app.set_store_aside().await
}

#[tauri::command]
pub(crate) async fn left_behind_keys(app: App<'_>) -> Result<Vec<OrphanedKey>, ()> {
    Ok(app.orphaned_keys())
}

#[tauri::command]
pub(crate) async fn settle_left_behind(app: App<'_>, key_id: String) -> Result<(), ()> {
    app.settle_orphaned_key(&key_id);
    Ok(())
}

#[tauri::command]
pub(crate) async fn save_annotation(
    app: App<'_>,
    request: SaveAnnotationRequest,
) -> Result<AnnotationView, AnnotationError> {
    app.save_annotation(request).await
}
