use super::session::announce;
use crate::{app::App, windows};
use sigsentry_keys_contract::{
    annotation::{AnnotationError, AnnotationView, SaveAnnotationRequest},
    offline::{Keeping, LeftBehindKey, SetAsideError},
};
use tauri::{AppHandle, Emitter, Manager, State};

pub(crate) const KEEPING_CHANGED: &str = "keeping-changed";

#[tauri::command]
pub(crate) fn keeping(app: State<'_, App>) -> Keeping {
    app.keeping()
}

/// Asks the keychain and the disk anew.
#[tauri::command]
pub(crate) fn retry_keeping(handle: AppHandle) {
    adopt_in_background(handle);
}

#[tauri::command]
pub(crate) fn without_keychain(app: State<'_, App>) {
    app.keep.without_keychain();
}

/// Renames the store that does not open, and starts a new one.
#[tauri::command]
pub(crate) fn set_store_aside(app: State<'_, App>, handle: AppHandle) -> Result<(), SetAsideError> {
    app.keep.set_aside()?;
    adopt_in_background(handle);
    Ok(())
}

#[tauri::command]
pub(crate) fn left_behind_keys(app: State<'_, App>) -> Vec<LeftBehindKey> {
    app.left_behind()
}

#[tauri::command]
pub(crate) fn settle_left_behind(app: State<'_, App>, key_id: String) {
    app.settle_left_behind(&key_id);
}

#[tauri::command]
pub(crate) fn save_annotation(
    app: State<'_, App>,
    request: SaveAnnotationRequest,
) -> Result<AnnotationView, AnnotationError> {
    app.save_annotation(request)
}

/// Opens the store of whoever is signed in: the keychain may take its time.
pub(crate) fn adopt_in_background(handle: AppHandle) {
    tauri::async_runtime::spawn_blocking(move || {
        let app = handle.state::<App>();
        if app.adopt() {
            let _ = handle.emit_to(windows::MAIN, KEEPING_CHANGED, app.keeping());
        }
    });
}

/// Opens what an earlier run left. Until the keychain answers, whoever wants can sign in.
pub(crate) fn restore_in_background(handle: AppHandle) {
    tauri::async_runtime::spawn_blocking(move || {
        let app = handle.state::<App>();
        let sign_in = || {
            // Without this window the main one says that nobody is signed in.
            let _ = windows::open_sign_in(&handle);
        };
        if app.restore(&mut || sign_in()) {
            announce(&app, &handle);
            windows::hand_over_to_main(&handle);
        } else if app.keep.is_locked() && !app.has_account() {
            // Without this window, too, whoever wants can sign in.
            if windows::ask_for_passphrase(&handle).is_err() {
                sign_in();
            }
        } else if !app.has_account() {
            sign_in();
            windows::close(&handle, windows::PASSPHRASE);
        }
    });
}

/// Goes on after the passphrase, as a start does, or with whoever signed in meanwhile.
pub(crate) fn open_unlocked(handle: AppHandle) {
    if let Some(id) = handle.state::<App>().keep.opened_beside() {
        windows::close(&handle, windows::PASSPHRASE);
        tauri::async_runtime::spawn_blocking(move || {
            let app = handle.state::<App>();
            if app.switch_account(&id.to_string()).is_ok() {
                announce(&app, &handle);
            }
            // What holds the account that is open is on its page. The passphrase is typed anew then.
            app.keep.forget_opened();
        });
    } else if handle.state::<App>().is_signed_in() {
        windows::close(&handle, windows::PASSPHRASE);
        adopt_in_background(handle);
    } else {
        restore_in_background(handle);
    }
}
