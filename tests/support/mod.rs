//! What the suites of the real window need: the server, the window, the clipboard.
#![allow(dead_code, reason = "each suite needs a part of it")]

pub(crate) mod clipboard;
pub(crate) mod processes;
pub(crate) mod sandbox;
pub(crate) mod window;
pub(crate) mod window_manager;
