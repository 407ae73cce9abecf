//! The window's own frames, in which a value was to be seen.

use tauri::WebviewWindow;

/// Overwrites the frames that the window library keeps, over and over until the last one that could
/// show the value is surely drawn: the web process draws when it can.
#[cfg(target_os = "linux")]
pub(crate) fn forget(window: &WebviewWindow) {
    use gtk::{glib, prelude::WidgetExt};
    use sigsentry_keys_platform::hardening::wipe_frames;
    use std::time::Duration;

    const EVERY: Duration = Duration::from_millis(100);
    const TIMES: u32 = 30;

    let shown = window.clone();
    // A window that is gone has no frames.
    let _ = window.run_on_main_thread(move || {
        let mut left = TIMES;
        glib::timeout_add_local(EVERY, move || {
            let Ok(window) = shown.gtk_window() else { return glib::ControlFlow::Break };
            // Once the X server has answered, it has read every frame that it was given.
            window.display().sync();
            wipe_frames();
            left -= 1;
            if left > 0 { glib::ControlFlow::Continue } else { glib::ControlFlow::Break }
        });
    });
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn forget(_window: &WebviewWindow) {}
