//! Who owns the clipboard, so that the same text copied again by somebody else is left alone.

/// A mark that changes when another program copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner(u32);

impl Owner {
    /// X11: the window that owns the selection. Without an X server (a Wayland session without
    /// XWayland) nothing can be told, and the content alone decides.
    #[cfg(target_os = "linux")]
    pub(super) fn current() -> Option<Self> {
        use x11rb::{connection::Connection as _, protocol::xproto::ConnectionExt as _};
        let (connection, _) = x11rb::connect(None).ok()?;
        let atom = connection.intern_atom(true, b"CLIPBOARD").ok()?.reply().ok()?.atom;
        let owner = connection.get_selection_owner(atom).ok()?.reply().ok()?.owner;
        // The answer has come; nothing of the connection outlives this function.
        connection.flush().ok()?;
        Some(Self(owner))
    }

    /// Elsewhere the content alone decides. The systems' change counters would tell more; that is
    /// not written.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn current() -> Option<Self> {
        None
    }
}
