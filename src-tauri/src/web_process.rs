//! A page whose web process ends, or that never draws itself: it is loaded once more, and then the
//! person hears of it. Hidden windows would stay hidden otherwise, and the app would be there unseen.

use crate::{message, pages::Pages};
use sigsentry_keys_app::trouble::{self, Area};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use tauri::{AppHandle, Manager, Runtime, WebviewWindow};

/// How long a page may take to draw itself. It takes half a second.
const PATIENCE: Duration = Duration::from_secs(20);
/// The renderer that fails with some drivers of graphics cards, and the variable that leaves it out.
const WITHOUT_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
/// A web process that ends so often in one run of the app will go on doing so.
const MOST_ENDS: u32 = 3;

static ENDS: AtomicU32 = AtomicU32::new(0);

/// Watches a window that was just made.
pub(crate) fn watch<R: Runtime>(window: &WebviewWindow<R>) {
    hear_of_its_end(window);
    let (handle, label) = (window.app_handle().clone(), window.label().to_owned());
    let number = handle.state::<Pages>().window(&label);
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        let gone = handle.get_webview_window(&label).is_none();
        if !gone && handle.state::<Pages>().is_blank(&label, number) {
            give_up(&handle, "Its page was not drawn");
        }
    });
}

#[cfg(target_os = "linux")]
fn hear_of_its_end<R: Runtime>(window: &WebviewWindow<R>) {
    use webkit2gtk::WebViewExt as _;
    let ended = window.clone();
    // Without it, a page that ended stays blank; its start is watched all the same.
    let _ = window.with_webview(move |webview| {
        webview.inner().connect_web_process_terminated(move |_, _| {
            trouble::note(Area::Window, "a web process ended");
            if ENDS.fetch_add(1, Ordering::Relaxed) + 1 >= MOST_ENDS {
                give_up(ended.app_handle(), "Its web process ended again and again");
            } else {
                // A page that starts wipes what the one before held, and says so.
                let _ = ended.reload();
            }
        });
    });
}

/// WebView2 and WKWebView: not written.
#[cfg(not(target_os = "linux"))]
fn hear_of_its_end<R: Runtime>(_window: &WebviewWindow<R>) {
    let _ = (&ENDS, MOST_ENDS, Ordering::Relaxed);
}

/// Starts the app once more without the renderer that fails most often; where that was tried, says what
/// is wrong and ends the app.
fn give_up<R: Runtime>(handle: &AppHandle<R>, what: &'static str) {
    trouble::note(Area::Window, "no page is drawn");
    let app = handle.clone();
    // Messages are shown, and apps replaced, on the main thread.
    let _ = handle.run_on_main_thread(move || {
        crate::leave_nothing(&app);
        if std::env::var_os(WITHOUT_DMABUF).is_none() {
            start_over();
        }
        // What is blank or half drawn is in the way of the message.
        for window in app.webview_windows().values() {
            let _ = window.hide();
        }
        message::show(
            "SigSentry Keys can’t draw its window",
            &format!(
                "{what}. What is kept is on the disk. A value that was held is gone: revoke its key and make a \
                 new one. Update the system’s graphics driver and its WebKitGTK, then start the app \
                 again."
            ),
        );
        app.exit(1);
    });
}

#[cfg(unix)]
fn start_over() {
    use std::os::unix::process::CommandExt as _;
    let Ok(program) = std::env::current_exe() else { return };
    // It only comes back if it failed.
    let _ = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(WITHOUT_DMABUF, "1")
        .exec();
}

#[cfg(not(unix))]
fn start_over() {}
