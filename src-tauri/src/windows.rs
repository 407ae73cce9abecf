//! The windows: the main one, and the short-lived ones in which a password or a passphrase is typed.
//!
//! Those are destroyed afterwards, and their web processes with them: a web view's heap cannot be
//! wiped, but it can be ended. So is the main one when the app is locked.

use crate::{instance::Start, pages::Pages, web_process, window_place};
use sigsentry_keys_app::App;
use sigsentry_keys_contract::{
    accounts::SignInPurpose,
    lock::PassphrasePurpose,
    settings::{WindowPlace, Zoom},
};
use std::sync::Arc;
use tauri::{AppHandle, Manager, Runtime, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

pub(crate) const MAIN: &str = "main";
pub(crate) const SIGN_IN: &str = "sign-in";
pub(crate) const PASSPHRASE: &str = "passphrase";

/// Opens the main window, hidden: it is shown when the person is signed in.
pub(crate) fn open_main<R: Runtime>(handle: &AppHandle<R>) -> tauri::Result<()> {
    let place = window_place::of_main(handle, handle.state::<Arc<App>>().settings().window);
    let (least_width, least_height) = window_place::within(handle, (720, 480));
    let mut builder = builder(handle, MAIN, "index.html")
        .title("SigSentry Keys")
        .inner_size(1280.0, 800.0)
        .min_inner_size(least_width, least_height);
    if let Some(WindowPlace { x, y, width, height, maximized }) = place {
        builder = builder.inner_size(width.into(), height.into()).position(x.into(), y.into());
        builder = builder.maximized(maximized);
    }
    builder.build()?;
    watched(handle, MAIN)
}

/// Opens the sign-in window, or raises it.
pub(crate) fn open_sign_in<R: Runtime>(handle: &AppHandle<R>) -> tauri::Result<()> {
    if let Some(window) = handle.get_webview_window(SIGN_IN) {
        return window.set_focus();
    }
    let (width, height) = window_place::within(handle, (440, 580));
    builder(handle, SIGN_IN, "sign-in.html")
        .title("Sign in – SigSentry Keys")
        .inner_size(width, height)
        .resizable(false)
        .center()
        .build()?;
    watched(handle, SIGN_IN)
}

/// Opens the passphrase window, or gives it another purpose.
pub(crate) fn open_passphrase<R: Runtime>(
    handle: &AppHandle<R>,
    purpose: PassphrasePurpose,
) -> tauri::Result<()> {
    handle.state::<Arc<App>>().choose_purpose(purpose);
    if let Some(window) = handle.get_webview_window(PASSPHRASE) {
        window.reload()?;
        return window.set_focus();
    }
    let (width, height) = window_place::within(handle, (440, 610));
    builder(handle, PASSPHRASE, "passphrase.html")
        .title("Passphrase – SigSentry Keys")
        .inner_size(width, height)
        .resizable(false)
        .center()
        .build()?;
    watched(handle, PASSPHRASE)
}

/// The person may want to sign in. Without this window the main one says that no one is signed in.
pub(crate) fn offer_sign_in<R: Runtime>(handle: &AppHandle<R>) {
    let _ = open_sign_in(handle);
}

/// The store of the last run waits for its passphrase. Without that window, a person can sign in.
pub(crate) fn ask_for_passphrase<R: Runtime>(handle: &AppHandle<R>) {
    match open_passphrase(handle, PassphrasePurpose::Unlock) {
        Ok(()) => close(handle, SIGN_IN),
        Err(_) => offer_sign_in(handle),
    }
}

/// The app was locked: what the pages have in their heaps ends with their processes.
pub(crate) fn lock_away<R: Runtime>(handle: &AppHandle<R>) {
    // First: with its last window, the app would end.
    match open_passphrase(handle, PassphrasePurpose::Unlock) {
        Ok(()) => close(handle, SIGN_IN),
        // No one could unlock it, and the main window may not stay.
        Err(_) => handle.exit(0),
    }
    keep_main_place(handle);
    close(handle, MAIN);
}

/// The main window goes: the next one is to be where it was.
pub(crate) fn keep_main_place<R: Runtime>(handle: &AppHandle<R>) {
    let window = handle.get_webview_window(MAIN).filter(|one| one.is_visible().unwrap_or(false));
    let app = handle.try_state::<Arc<App>>();
    if let (Some(window), Some(app)) = (window, app)
        && let Some(place) = place_of(&window, app.settings().window)
    {
        app.keep_window(place);
    }
}

fn place_of<R: Runtime>(
    window: &WebviewWindow<R>,
    before: Option<WindowPlace>,
) -> Option<WindowPlace> {
    let scale = window.scale_factor().ok()?;
    let at = window.outer_position().ok()?.to_logical(scale);
    let size = window.inner_size().ok()?.to_logical(scale);
    let maximized = window.is_maximized().ok()?;
    match before {
        Some(before) if maximized => Some(WindowPlace { maximized, ..before }),
        _ => Some(WindowPlace {
            x: at.x,
            y: at.y,
            width: size.width,
            height: size.height,
            maximized,
        }),
    }
}

/// The person signs in instead of typing a passphrase.
pub(crate) fn sign_in_instead<R: Runtime>(handle: &AppHandle<R>) -> tauri::Result<()> {
    handle.state::<Arc<App>>().sign_in_for(SignInPurpose::Usual);
    open_sign_in(handle)?;
    close(handle, PASSPHRASE);
    Ok(())
}

/// Nothing is locked any more. Without a window to sign in with, the passphrase window stays, and says
/// so.
pub(crate) fn leave_passphrase_for_sign_in<R: Runtime>(handle: &AppHandle<R>) {
    let _ = sign_in_instead(handle);
}

/// Makes everything larger or smaller, in every window.
pub(crate) fn zoom_all<R: Runtime>(handle: &AppHandle<R>, zoom: Zoom) {
    handle.webview_windows().values().for_each(|window| set_zoom(window, zoom));
}

fn set_zoom<R: Runtime>(window: &WebviewWindow<R>, zoom: Zoom) {
    // A window that is gone has no size.
    let _ = window.set_zoom(f64::from(zoom.percent()) / 100.0);
}

/// A window that was just made.
fn watched<R: Runtime>(handle: &AppHandle<R>, label: &str) -> tauri::Result<()> {
    if let Some(window) = handle.get_webview_window(label) {
        set_zoom(&window, handle.state::<Arc<App>>().settings().zoom);
        web_process::watch(&window);
    }
    Ok(())
}

fn builder<'a, R: Runtime>(
    handle: &'a AppHandle<R>,
    label: &str,
    page: &str,
) -> WebviewWindowBuilder<'a, R, AppHandle<R>> {
    handle.state::<Pages>().making(label);
    let builder = WebviewWindowBuilder::new(handle, label, WebviewUrl::App(page.into()))
        .visible(false)
        .devtools(false)
        .browser_extensions_enabled(false)
        .general_autofill_enabled(false)
        // The app's own pages and nothing else.
        .on_navigation(is_own_page);
    // The main page looks files through that are dropped on it.
    let builder = if label == MAIN { builder } else { builder.disable_drag_drop_handler() };
    match handle.try_state::<Arc<App>>() {
        Some(app) => builder.data_directory(app.data_dir().join("webview")),
        None => builder,
    }
}

/// Where Tauri serves the app's own pages: by a scheme of its own, and on Windows by a host of its own.
fn is_own_page(url: &tauri::Url) -> bool {
    let place = (url.scheme(), url.host_str(), url.port());
    let own = if cfg!(windows) {
        ("http", Some("tauri.localhost"), None)
    } else {
        ("tauri", Some("localhost"), None)
    };
    place == own || (cfg!(dev) && url.host_str() == Some("localhost"))
}

/// A page has drawn itself. The main window waits until the person is signed in.
pub(crate) fn show_when_ready<R: Runtime>(app: &App, window: &WebviewWindow<R>) {
    window.state::<Pages>().drawn(window.label());
    if window.label() != MAIN || app.has_account() {
        show(window);
    }
}

/// There is something to look at: the main window takes over, and the processes of the others end.
pub(crate) fn hand_over_to_main<R: Runtime>(handle: &AppHandle<R>) {
    match handle.get_webview_window(MAIN) {
        Some(main) => show(&main),
        // After a lock: it shows itself once it has drawn itself.
        None if open_main(handle).is_err() => return,
        None => {}
    }
    close(handle, SIGN_IN);
    close(handle, PASSPHRASE);
}

/// Brings the window that is in use to the front: a person started the app once more.
pub(crate) fn raise<R: Runtime>(handle: &AppHandle<R>, start: &Start) {
    let window =
        [SIGN_IN, PASSPHRASE, MAIN].iter().find_map(|label| handle.get_webview_window(label));
    if let Some(window) = window {
        let _ = window.unminimize();
        activate(&window, start);
        show(&window);
    }
}

/// A Wayland desktop lets a window come forward that shows what the person's click was given.
#[cfg(target_os = "linux")]
fn activate<R: Runtime>(window: &WebviewWindow<R>, start: &Start) {
    use gtk::prelude::GtkWindowExt as _;
    let (window, token) = (window.clone(), start.activation.clone());
    if !token.is_empty() {
        // A window that is gone has nothing to show.
        let _ = window.clone().run_on_main_thread(move || {
            if let Ok(window) = window.gtk_window() {
                window.set_startup_id(&token);
            }
        });
    }
}

#[cfg(not(target_os = "linux"))]
fn activate<R: Runtime>(_window: &WebviewWindow<R>, _start: &Start) {}

/// Destroys a window, and with it its web process.
pub(crate) fn close<R: Runtime>(handle: &AppHandle<R>, label: &str) {
    if let Some(window) = handle.get_webview_window(label) {
        // A window that is gone already is what we want.
        let _ = window.destroy();
    }
}

/// No one is signed in any more. Without a sign-in window the main one stays, and says so.
pub(crate) fn hand_over_to_sign_in<R: Runtime>(handle: &AppHandle<R>) {
    if open_sign_in(handle).is_ok()
        && let Some(main) = handle.get_webview_window(MAIN)
    {
        let _ = main.hide();
    }
}

fn show<R: Runtime>(window: &WebviewWindow<R>) {
    // A window manager that refuses leaves the window where the person can still reach it.
    let _ = window.show();
    let _ = window.set_focus();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_apps_own_pages_are_gone_to() {
        let own = |url: &str| is_own_page(&url.parse().unwrap());
        // As WebKit and as WebView2 name them.
        let (ours, theirs) = ("tauri://localhost/index.html", "http://tauri.localhost/index.html");
        let (ours, theirs) = if cfg!(windows) { (theirs, ours) } else { (ours, theirs) };
        assert!(own(ours));
        for other in [
            theirs,
            "https://tauri.localhost:8443/",
            "tauri://localhost:1/",
            "tauri://elsewhere/",
            "https://example.com/",
            "file:///etc/passwd",
        ] {
            assert!(!own(other), "{other}");
        }
    }
}
