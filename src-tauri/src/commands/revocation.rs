use super::App;
use sigsentry_keys_contract::revocation::{
    BulkError, BulkRevocation, RevocationPreview, RevokeError, RevokeKeyRequest, RevokeKeyResponse,
};

#[tauri::command]
pub(crate) async fn preview_revocation(
    app: App<'_>,
    key_id: String,
) -> Result<RevocationPreview, RevokeError> {
    app.preview_revocation(&key_id).await
}

#[tauri::command]
pub(crate) async fn revoke_key(
    app: App<'_>,
    request: RevokeKeyRequest,
) -> Result<RevokeKeyResponse, RevokeError> {
    app.revoke_key(&request).await
}

#[tauri::command]
pub(crate) async fn preview_bulk_revocation(
    app: App<'_>,
    key_ids: Vec<String>,
) -> Result<BulkRevocation, BulkError> {
    app.preview_bulk_revocation(&key_ids).await
}

#[tauri::command]
pub(crate) async fn revoke_keys(
    app: App<'_>,
    key_ids: Vec<String>,
) -> Result<BulkRevocation, BulkError> {
    app.revoke_keys(&key_ids).await
}

#[tauri::command]
pub(crate) async fn resume_revocations(app: App<'_>) -> Result<BulkRevocation, BulkError> {
    app.resume_revocations().await
}

#[tauri::command]
pub(crate) async fn stop_revocations(app: App<'_>) -> Result<(), ()> {
    app.stop_revocations();
    Ok(())
}

#[tauri::command]
pub(crate) async fn bulk_revocation(app: App<'_>) -> Result<Option<BulkRevocation>, ()> {
    Ok(app.bulk_revocation().await)
}

#[tauri::command]
pub(crate) async fn forget_bulk_revocation(app: App<'_>) -> Result<(), ()> {
    app.forget_bulk_revocation().await;
    Ok(())
}
