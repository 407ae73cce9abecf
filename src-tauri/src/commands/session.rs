use super::{App, form};
use crate::windows;
use sigsentry_keys_contract::{
    accounts::SignInPurpose,
    custody::CloseRequested,
    offline::SignOutScope,
    session::{OpenSignInError, SessionState, SignInError, SignInOptions},
};
use tauri::{AppHandle, ipc::Request};

#[tauri::command]
pub(crate) fn sign_in_options(app: App<'_>) -> SignInOptions {
    app.sign_in_options()
}

#[tauri::command]
pub(crate) async fn sign_in(app: App<'_>, request: Request<'_>) -> Result<(), SignInError> {
    app.sign_in_typed(windows::SIGN_IN, form::sealed(&request)).await
}

#[tauri::command]
pub(crate) async fn session_state(app: App<'_>) -> Result<SessionState, ()> {
    Ok(app.session_state())
}

#[tauri::command]
pub(crate) async fn open_sign_in(
    app: App<'_>,
    handle: AppHandle,
    purpose: SignInPurpose,
) -> Result<(), OpenSignInError> {
    app.sign_in_for(purpose);
    windows::open_sign_in(&handle).map_err(|_| OpenSignInError::NoWindow)
}

#[tauri::command]
pub(crate) async fn sign_out(app: App<'_>, scope: SignOutScope) -> Result<(), CloseRequested> {
    app.sign_out(scope).await
}
