use super::{form, offline};
use crate::{app::App, windows};
use sigsentry_keys_contract::{
    accounts::SignInPurpose,
    custody::CloseRequested,
    offline::SignOutScope,
    session::{OpenSignInError, SessionState, SignInError, SignInOptions},
};
use tauri::{AppHandle, Emitter, Manager, State, ipc::Request};

pub(crate) const SESSION_CHANGED: &str = "session-changed";

#[tauri::command]
pub(crate) fn sign_in_options(app: State<'_, App>) -> SignInOptions {
    app.sign_in_options()
}

/// Takes a [`SignInRequest`](sigsentry_keys_contract::session::SignInRequest) as a sealed form.
#[tauri::command]
pub(crate) async fn sign_in(
    app: State<'_, App>,
    handle: AppHandle,
    request: Request<'_>,
) -> Result<(), SignInError> {
    let request = form::open(&app, windows::SIGN_IN, &request).ok_or(SignInError::Incomplete)?;
    app.sign_in(request).await?;
    announce(&app, &handle);
    windows::hand_over_to_main(&handle);
    offline::adopt_in_background(handle);
    Ok(())
}

#[tauri::command]
pub(crate) fn session_state(app: State<'_, App>) -> SessionState {
    app.session_state()
}

#[tauri::command]
pub(crate) async fn open_sign_in(
    app: State<'_, App>,
    handle: AppHandle,
    purpose: SignInPurpose,
) -> Result<(), OpenSignInError> {
    app.sign_in_for(purpose);
    windows::open_sign_in(&handle).map_err(|_| OpenSignInError::NoWindow)
}

#[tauri::command]
pub(crate) async fn sign_out(
    app: State<'_, App>,
    handle: AppHandle,
    scope: SignOutScope,
) -> Result<(), CloseRequested> {
    let page = handle.clone();
    let signing_out =
        tauri::async_runtime::spawn_blocking(move || page.state::<App>().sign_out(scope));
    // It ends in any case; what it could not forget is encrypted.
    let goes_on = signing_out.await.unwrap_or(Ok(false))?;
    announce(&app, &handle);
    if !goes_on {
        app.sign_in_for(SignInPurpose::Usual);
        // Without a sign-in window the main one stays, and says that nobody is signed in.
        let _ = windows::hand_over_to_sign_in(&handle);
    }
    Ok(())
}

pub(crate) fn announce(app: &App, handle: &AppHandle) {
    // The page asks for the state when it starts: a page that is not there yet misses nothing.
    let _ = handle.emit_to(windows::MAIN, SESSION_CHANGED, app.session_state());
}
