use super::{form, offline};
use crate::{
    app::{App, Step},
    clock, windows,
};
use sigsentry_keys_contract::lock::{
    ForgetLockedError, LockError, LockState, PassphraseError, PassphraseOptions, PassphrasePurpose,
    PassphraseRequest,
};
use sigsentry_keys_contract::session::OpenSignInError;
use sigsentry_keys_platform::desktop::Signal;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager, State, ipc::Request};

const LOCK_CHANGED: &str = "lock-changed";
const LOCK_WANTED: &str = "lock-wanted";
/// How often it is looked whether somebody is still there.
const LOOK: Duration = Duration::from_secs(5);

#[tauri::command]
pub(crate) async fn lock_state(handle: AppHandle) -> Result<LockState, ()> {
    Ok(off_thread(&handle, App::lock_state).await)
}

#[tauri::command]
pub(crate) async fn lock_app(app: State<'_, App>, handle: AppHandle) -> Result<(), LockError> {
    app.settle_session().await;
    app.lock()?;
    windows::lock_away(&handle);
    Ok(())
}

#[tauri::command]
pub(crate) fn note_activity(app: State<'_, App>) {
    app.note_activity(clock::now());
}

#[tauri::command]
pub(crate) async fn open_passphrase(
    handle: AppHandle,
    purpose: PassphrasePurpose,
) -> Result<(), OpenSignInError> {
    windows::open_passphrase(&handle, purpose).map_err(|_| OpenSignInError::NoWindow)
}

#[tauri::command]
pub(crate) async fn passphrase_options(handle: AppHandle) -> Result<PassphraseOptions, ()> {
    Ok(off_thread(&handle, App::passphrase_options).await)
}

/// Takes a [`PassphraseRequest`] as a sealed form.
#[tauri::command]
pub(crate) async fn use_passphrase(
    app: State<'_, App>,
    handle: AppHandle,
    request: Request<'_>,
) -> Result<(), PassphraseError> {
    let request: PassphraseRequest =
        form::open(&app, windows::PASSPHRASE, &request).ok_or(PassphraseError::Empty)?;
    let unlocks = matches!(request, PassphraseRequest::Unlock { .. });
    off_thread(&handle, move |app| app.use_passphrase(request)).await?;
    if unlocks {
        offline::open_unlocked(handle);
    } else {
        let state = off_thread(&handle, App::lock_state).await;
        let _ = handle.emit_to(windows::MAIN, LOCK_CHANGED, state);
        windows::close(&handle, windows::PASSPHRASE);
    }
    Ok(())
}

#[tauri::command]
pub(crate) fn leave_passphrase(handle: AppHandle) {
    windows::close(&handle, windows::PASSPHRASE);
}

/// Somebody else wants in, or whoever forgot their passphrase.
#[tauri::command]
pub(crate) async fn sign_in_instead(handle: AppHandle) -> Result<(), OpenSignInError> {
    windows::sign_in_instead(&handle).map_err(|_| OpenSignInError::NoWindow)
}

#[tauri::command]
pub(crate) async fn forget_locked(handle: AppHandle) -> Result<(), ForgetLockedError> {
    off_thread(&handle, |app| app.keep.forget_locked()).await?;
    if handle.state::<App>().has_account() {
        windows::close(&handle, windows::PASSPHRASE);
        offline::adopt_in_background(handle);
    } else {
        // Without a window to sign in with, this one stays, and says that nothing is locked any more.
        let _ = windows::sign_in_instead(&handle);
    }
    Ok(())
}

/// Locks when nobody has touched the app for long enough, and whenever something that held a lock up
/// has ended.
pub(crate) fn lock_when_idle(handle: AppHandle) {
    tauri::async_runtime::spawn(async move {
        loop {
            let app = handle.state::<App>();
            tokio::select! {
                () = app.locking.changed.notified() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
            go_on(&handle);
        }
    });
}

/// Locks before the computer sleeps, and with the desktop's session.
pub(crate) fn lock_with_desktop(handle: AppHandle) {
    sigsentry_keys_platform::desktop::Buses::of_desktop().listen(move |signal| {
        let app = handle.state::<App>();
        if signal == Signal::Sleep {
            // With or without a passphrase: who wakes the computer may be somebody else.
            if let Some(end) = app.end_lease() {
                let _ = handle.emit_to(windows::MAIN, crate::CLIPBOARD_LEASE, end);
            }
        }
        app.want_lock();
        // Before the answer: the computer sleeps after it.
        go_on(&handle);
    });
}

fn go_on(handle: &AppHandle) {
    match handle.state::<App>().go_on_locking(clock::now()) {
        Step::Nothing => {}
        Step::Ask => {
            let _ = handle.emit_to(windows::MAIN, LOCK_WANTED, ());
        }
        Step::Lock => windows::lock_away(handle),
    }
}

/// Keychains, disks and Argon2 take their time.
async fn off_thread<T: Send + 'static>(
    handle: &AppHandle,
    work: impl FnOnce(&App) -> T + Send + 'static,
) -> T {
    let handle = handle.clone();
    let done = tauri::async_runtime::spawn_blocking(move || work(&handle.state::<App>())).await;
    done.expect("a use case does not panic")
}
