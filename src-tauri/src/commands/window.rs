use crate::{app::App, windows};
use sigsentry_keys_contract::{custody::CloseRequested, settings::ZoomStep};
use tauri::{AppHandle, State, WebviewWindow};

/// The page has drawn itself: a window is never shown empty.
#[tauri::command]
pub(crate) fn page_ready(app: State<'_, App>, window: WebviewWindow) {
    windows::show_when_ready(&app, &window);
}

#[tauri::command]
pub(crate) fn quit_app(app: State<'_, App>, handle: AppHandle) -> Result<(), CloseRequested> {
    if let Some(reason) = app.holds_exit() {
        return Err(reason);
    }
    handle.exit(0);
    Ok(())
}

/// Every window follows, and the next start does, too.
#[tauri::command]
pub(crate) async fn zoom(app: State<'_, App>, handle: AppHandle, step: ZoomStep) -> Result<(), ()> {
    let zoom = app.zoom(step);
    windows::zoom_all(&handle, zoom);
    Ok(())
}
