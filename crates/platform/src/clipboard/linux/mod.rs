//! The two clipboards of Linux, and which of them a session has.

mod confirmation;
mod holder;
mod wayland;
mod x11;

pub(super) use holder::holder;

use super::{CopyError, backend::ClipboardBackend};
/// Opens the clipboard that arboard will use too: the compositor's, if `WAYLAND_DISPLAY` is set and
/// the compositor lets programs without a focused window at its clipboard; otherwise the X server's.
///
/// The second may be XWayland's. What is copied there reaches Wayland programs only as far as the
/// compositor passes it on.
pub(super) fn open() -> Result<Box<dyn ClipboardBackend>, CopyError> {
    let without_wayland = match wayland::is_there() {
        Ok(()) => return Ok(Box::new(wayland::Wayland::open()?)),
        Err(reason) => reason,
    };
    Ok(Box::new(x11::X11::open().map_err(|_| without_wayland)?))
}
