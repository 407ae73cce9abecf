//! What both suites of the real window need: the server, the window, the clipboard.

pub(crate) mod clipboard;
pub(crate) mod sandbox;
pub(crate) mod window;
