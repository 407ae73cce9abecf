use super::{App, form};
use crate::windows;
use sigsentry_keys_contract::lock::{
    ForgetLockedError, LockError, LockState, PassphraseError, PassphraseOptions, PassphrasePurpose,
};
use sigsentry_keys_contract::session::OpenSignInError;
use tauri::{AppHandle, ipc::Request};

#[tauri::command]
pub(crate) async fn lock_state(app: App<'_>) -> Result<LockState, ()> {
    app.lock_state().await.ok_or(())
}

#[tauri::command]
pub(crate) async fn lock_app(app: App<'_>) -> Result<(), LockError> {
    app.lock_by_hand().await
}

#[tauri::command]
pub(crate) fn note_activity(app: App<'_>) {
    app.note_touch();
}

#[tauri::command]
pub(crate) async fn open_passphrase(
    handle: AppHandle,
    purpose: PassphrasePurpose,
) -> Result<(), OpenSignInError> {
    windows::open_passphrase(&handle, purpose).map_err(|_| OpenSignInError::NoWindow)
}

#[tauri::command]
pub(crate) async fn passphrase_options(app: App<'_>) -> Result<PassphraseOptions, ()> {
    app.passphrase_options().await.ok_or(())
}

#[tauri::command]
pub(crate) async fn use_passphrase(
    app: App<'_>,
    request: Request<'_>,
) -> Result<(), PassphraseError> {
    app.use_passphrase_typed(windows::PASSPHRASE, form::sealed(&request)).await
}

#[tauri::command]
pub(crate) fn leave_passphrase(handle: AppHandle) {
    windows::close(&handle, windows::PASSPHRASE);
}

/// Another person wants in, or a person who forgot their passphrase.
#[tauri::command]
pub(crate) async fn sign_in_instead(handle: AppHandle) -> Result<(), OpenSignInError> {
    windows::sign_in_instead(&handle).map_err(|_| OpenSignInError::NoWindow)
}

#[tauri::command]
pub(crate) async fn forget_locked(app: App<'_>) -> Result<(), ForgetLockedError> {
    app.forget_locked().await
}
