use super::App;
use sigsentry_keys_contract::revocation::{
    RevocationPreview, RevokeError, RevokeKeyRequest, RevokeKeyResponse,
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
