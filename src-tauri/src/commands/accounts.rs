use super::App;
use sigsentry_keys_contract::accounts::{
    AccountEntry, LabelAccountError, LabelAccountRequest, SwitchAccountError,
};

/// None where the keychain does not say.
#[tauri::command]
pub(crate) async fn accounts(app: App<'_>) -> Result<Vec<AccountEntry>, ()> {
    Ok(app.accounts().await)
}

#[tauri::command]
pub(crate) async fn switch_account(app: App<'_>, id: String) -> Result<(), SwitchAccountError> {
    app.switch_account(id).await
}

#[tauri::command]
pub(crate) async fn label_account(
    app: App<'_>,
    request: LabelAccountRequest,
) -> Result<(), LabelAccountError> {
    app.label_account(request).await
}
