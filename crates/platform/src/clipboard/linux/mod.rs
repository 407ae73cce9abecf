//! The two clipboards of Linux, and which of them a session has.

mod holder;
mod wayland;
mod x11;

pub(super) use holder::holder;

use super::{CopyError, backend::ClipboardBackend};
use std::time::Duration;
use wl_clipboard_rs::utils::{PrimarySelectionCheckError, is_primary_selection_supported};

/// Longest wait until a clipboard shows what was written, or that it is gone.
const CONFIRMATION: Duration = Duration::from_secs(2);
/// Between two looks. It shows at the first or the second.
const PAUSE: Duration = Duration::from_millis(5);

/// Opens the clipboard that arboard will use too: the compositor's, if `WAYLAND_DISPLAY` is set and
/// the compositor lets programs without a focused window at its clipboard; otherwise the X server's.
///
/// The second may be XWayland's. What is copied there reaches Wayland programs only as far as the
/// compositor passes it on.
pub(super) fn open() -> Result<Box<dyn ClipboardBackend>, CopyError> {
    let without_wayland = match wayland_clipboard() {
        Ok(()) => return Ok(Box::new(wayland::Wayland::open()?)),
        Err(reason) => reason,
    };
    Ok(Box::new(x11::X11::open().map_err(|_| without_wayland)?))
}

/// The question that arboard asks, so that both come to the same answer; otherwise why there is no
/// such clipboard.
fn wayland_clipboard() -> Result<(), CopyError> {
    if std::env::var_os("WAYLAND_DISPLAY").is_none() {
        return Err(CopyError::NoClipboard);
    }
    match is_primary_selection_supported() {
        Ok(_) => Ok(()),
        // GNOME keeps its clipboard to the focused window: there is one, and not for us.
        Err(PrimarySelectionCheckError::MissingProtocol) => Err(CopyError::Refused),
        Err(_) => Err(CopyError::NoClipboard),
    }
}
