use super::App;
use crate::windows;
use sigsentry_keys_contract::{custody::CloseRequested, settings::ZoomStep, triage::ChosenPath};
use tauri::{AppHandle, WebviewWindow};

/// The page has drawn itself: a window is never shown empty.
#[tauri::command]
pub(crate) fn page_ready(app: App<'_>, window: WebviewWindow) {
    windows::show_when_ready(&app, &window);
}

#[tauri::command]
pub(crate) fn quit_app(app: App<'_>, handle: AppHandle) -> Result<(), CloseRequested> {
    app.blocked_reason().map_or(Ok(()), Err)?;
    handle.exit(0);
    Ok(())
}

/// Every window follows, and the next start does, too.
#[tauri::command]
pub(crate) async fn zoom(app: App<'_>, handle: AppHandle, step: ZoomStep) -> Result<(), ()> {
    windows::zoom_all(&handle, app.zoom(step));
    Ok(())
}

/// The system's own dialog. A path that is no text cannot be typed either, and is none.
#[tauri::command]
pub(crate) async fn choose_path(folder: bool) -> Result<ChosenPath, ()> {
    let dialog = rfd::AsyncFileDialog::new();
    let chosen = if folder { dialog.pick_folder().await } else { dialog.pick_file().await };
    let path = chosen.and_then(|chosen| Some(chosen.path().to_str()?.to_owned()));
    Ok(ChosenPath { path })
}
