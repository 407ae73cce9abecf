//! What the desktop says of the computer: it is about to sleep, or its session was locked.
//!
//! Linux: logind on the system bus, screen savers on the session bus. Windows: messages to a window that is never
//! shown. macOS: notifications of the workspace and of all programs. And what the desktop shows for the app.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod notification;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::Desktop;
#[cfg(target_os = "macos")]
pub use macos::Desktop;
pub use notification::{NotShown, show_notification};
#[cfg(windows)]
pub use windows::{Desktop, LISTENER, let_others_come_forward};

/// What the desktop said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The computer is about to sleep, and waits for the answer for a few seconds.
    Sleep,
    /// The session was locked, or its screen saver took over.
    SessionLocked,
    /// The person logs off or shuts the computer down, and this process ends within seconds. Windows alone says
    /// so here; elsewhere the process gets a signal.
    SessionEnds,
}

/// Which signals this desktop gives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tells {
    /// Before the computer sleeps.
    pub sleep: bool,
    /// When the screen is locked or its screen saver starts.
    pub session_lock: bool,
}
