//! What the suites of the real window need: the server, the window, the clipboard, secret managers.
#![allow(dead_code, reason = "each suite needs a part of it")]
#![allow(clippy::print_stdout, reason = "what a failed app printed is read by people")]

pub(crate) mod accounts;
pub(crate) mod clipboard;
pub(crate) mod drag;
#[path = "../../crates/platform/tests/handoff/support/github.rs"]
pub(crate) mod github;
#[path = "../../crates/platform/tests/handoff/support/http.rs"]
pub(crate) mod http;
pub(crate) mod keyring;
#[path = "../../crates/platform/tests/handoff/support/kubernetes.rs"]
pub(crate) mod kubernetes;
pub(crate) mod processes;
pub(crate) mod sandbox;
pub(crate) mod screen_reader;
pub(crate) mod secret_managers;
pub(crate) mod window;
pub(crate) mod window_manager;
