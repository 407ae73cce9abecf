use super::session::announce;
use crate::app::App;
use sigsentry_keys_contract::accounts::{
    AccountEntry, LabelAccountError, LabelAccountRequest, SwitchAccountError,
};
use tauri::{AppHandle, Manager};

/// None where the keychain does not say.
#[tauri::command]
pub(crate) async fn accounts(handle: AppHandle) -> Result<Vec<AccountEntry>, ()> {
    let asked = tauri::async_runtime::spawn_blocking(move || handle.state::<App>().accounts());
    Ok(asked.await.unwrap_or_default())
}

#[tauri::command]
pub(crate) async fn switch_account(
    handle: AppHandle,
    id: String,
) -> Result<(), SwitchAccountError> {
    handle.state::<App>().settle_session().await;
    let page = handle.clone();
    let switching =
        tauri::async_runtime::spawn_blocking(move || page.state::<App>().switch_account(&id));
    switching.await.unwrap_or(Err(SwitchAccountError::Unreadable))?;
    announce(&handle.state::<App>(), &handle);
    Ok(())
}

#[tauri::command]
pub(crate) async fn label_account(
    handle: AppHandle,
    request: LabelAccountRequest,
) -> Result<(), LabelAccountError> {
    let asked =
        tauri::async_runtime::spawn_blocking(move || handle.state::<App>().label_account(&request));
    asked.await.unwrap_or(Err(LabelAccountError::NotKept))
}
