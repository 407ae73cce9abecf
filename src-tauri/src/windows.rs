//! The two windows: the main one, and the short-lived one in which a password is typed.
//!
//! The sign-in window is destroyed afterwards, and its web process with it: a web view's heap cannot
//! be wiped, but it can be ended.

use crate::app::App;
use tauri::{AppHandle, Manager, Runtime, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

pub(crate) const MAIN: &str = "main";
pub(crate) const SIGN_IN: &str = "sign-in";

/// Opens the main window, hidden: it is shown when somebody is signed in.
pub(crate) fn open_main<R: Runtime>(handle: &AppHandle<R>) -> tauri::Result<()> {
    builder(handle, MAIN, "index.html")
        .title("SigSentry Keys")
        .inner_size(1280.0, 800.0)
        .min_inner_size(720.0, 480.0)
        .build()?;
    Ok(())
}

/// Opens the sign-in window, or raises it.
pub(crate) fn open_sign_in<R: Runtime>(handle: &AppHandle<R>) -> tauri::Result<()> {
    if let Some(window) = handle.get_webview_window(SIGN_IN) {
        return window.set_focus();
    }
    builder(handle, SIGN_IN, "sign-in.html")
        .title("Sign in – SigSentry Keys")
        .inner_size(440.0, 580.0)
        .resizable(false)
        .center()
        .build()?;
    Ok(())
}

fn builder<'a, R: Runtime>(
    handle: &'a AppHandle<R>,
    label: &str,
    page: &str,
) -> WebviewWindowBuilder<'a, R, AppHandle<R>> {
    let builder = WebviewWindowBuilder::new(handle, label, WebviewUrl::App(page.into()))
        .visible(false)
        .devtools(false)
        .browser_extensions_enabled(false)
        .general_autofill_enabled(false)
        .disable_drag_drop_handler()
        // The app's own pages and nothing else.
        .on_navigation(|url| {
            matches!((url.scheme(), url.host_str()), ("tauri", Some("localhost")))
                || url.host_str() == Some("tauri.localhost")
                || (cfg!(dev) && url.host_str() == Some("localhost"))
        });
    match handle.try_state::<App>() {
        Some(app) => builder.data_directory(app.data_dir.join("webview")),
        None => builder,
    }
}

/// A page has drawn itself. The main window waits until somebody is signed in.
pub(crate) fn show_when_ready<R: Runtime>(app: &App, window: &WebviewWindow<R>) {
    if window.label() == SIGN_IN || app.has_account() {
        show(window);
    }
}

/// Somebody signed in: the main window takes over, and the sign-in window's process ends.
pub(crate) fn hand_over_to_main<R: Runtime>(handle: &AppHandle<R>) {
    if let Some(main) = handle.get_webview_window(MAIN) {
        show(&main);
    }
    close_sign_in(handle);
}

/// Brings the window that is in use to the front: somebody started the app once more.
pub(crate) fn raise<R: Runtime>(handle: &AppHandle<R>) {
    let window = handle.get_webview_window(SIGN_IN).or_else(|| handle.get_webview_window(MAIN));
    if let Some(window) = window {
        let _ = window.unminimize();
        show(&window);
    }
}

/// Destroys the sign-in window, and with it its web process.
pub(crate) fn close_sign_in<R: Runtime>(handle: &AppHandle<R>) {
    if let Some(sign_in) = handle.get_webview_window(SIGN_IN) {
        // A window that is gone already is what we want.
        let _ = sign_in.destroy();
    }
}

/// Nobody is signed in any more.
pub(crate) fn hand_over_to_sign_in<R: Runtime>(handle: &AppHandle<R>) -> tauri::Result<()> {
    open_sign_in(handle)?;
    match handle.get_webview_window(MAIN) {
        Some(main) => main.hide(),
        None => Ok(()),
    }
}

fn show<R: Runtime>(window: &WebviewWindow<R>) {
    // A window manager that refuses leaves the window where the person can still reach it.
    let _ = window.show();
    let _ = window.set_focus();
}
