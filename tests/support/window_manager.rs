//! What a window manager does: it asks a window to close, and leaves the answer to it.

use std::process::Command;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};

/// The X11 id of the window with exactly this title.
pub(crate) fn window(title: &str) -> u32 {
    let found = Command::new("xdotool")
        .args(["search", "--onlyvisible", "--name", &format!("^{title}$")])
        .output()
        .expect("xdotool is installed by cargo xtask test");
    let ids = String::from_utf8(found.stdout).unwrap();
    ids.lines().next().unwrap_or_else(|| panic!("no window {title}")).parse().unwrap()
}

/// Sends `WM_DELETE_WINDOW`, as the cross of a title bar does.
pub(crate) fn ask_to_close(title: &str) {
    let (connection, _) = x11rb::connect(None).unwrap();
    let atom = |name: &[u8]| connection.intern_atom(false, name).unwrap().reply().unwrap().atom;
    let window = window(title);
    let (protocols, delete) = (atom(b"WM_PROTOCOLS"), atom(b"WM_DELETE_WINDOW"));
    let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
    // Waits for the server: what a client that hangs up sent last may be lost.
    connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap().check().unwrap();
}
