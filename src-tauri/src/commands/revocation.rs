use crate::app::App;
use sigsentry_keys_contract::revocation::{
    RevocationPreview, RevokeError, RevokeKeyRequest, RevokeKeyResponse,
};
use tauri::State;

#[tauri::command]
pub(crate) async fn preview_revocation(
    app: State<'_, App>,
    key_id: String,
) -> Result<RevocationPreview, RevokeError> {
    app.preview_revocation(&key_id).await
}

#[tauri::command]
pub(crate) async fn revoke_key(
    app: State<'_, App>,
    request: RevokeKeyRequest,
) -> Result<RevokeKeyResponse, RevokeError> {
    app.revoke_key(&request).await
}
