//! The shell as the application's host: events go to the main page, and the windows follow.

use crate::{frames, windows};
use serde::Serialize;
use sigsentry_keys_app::ports::{Event, Host};
use std::sync::OnceLock;
use tauri::{AppHandle, Emitter as _, Manager as _};

pub(crate) struct Shell {
    handle: AppHandle,
    /// Set once there is a main window: what an earlier run left is opened while that is being made.
    has_window: OnceLock<()>,
}

impl Shell {
    pub(crate) fn new(handle: AppHandle) -> Self {
        Self { handle, has_window: OnceLock::new() }
    }

    /// The main window was made.
    pub(crate) fn has_window(&self) {
        self.has_window.get_or_init(|| ());
    }

    /// A page that is not there yet asks when it starts, and one that is gone needs nothing.
    fn tell<P: Serialize + Clone>(&self, event: &str, payload: P) {
        let _ = self.handle.emit_to(windows::MAIN, event, payload);
    }
}

impl Host for Shell {
    fn protect_value(&self, held: bool) {
        let Some(window) = self.handle.get_webview_window(windows::MAIN) else { return };
        // A system that cannot do it is named in the receipt.
        let _ = window.set_content_protected(held);
        if !held {
            frames::forget(&window);
        }
    }

    fn emit(&self, event: Event) {
        let handle = &self.handle;
        match event {
            // What an earlier run left is open: the thread that opened it waits for the window.
            Event::Opened | Event::SignInWanted | Event::PassphraseWanted => {
                self.has_window.wait();
            }
            _ => {}
        }
        match event {
            Event::SessionChanged(state) => self.tell("session-changed", state),
            Event::StorageChanged(keeping) => self.tell("keeping-changed", keeping),
            Event::LeaseEnded(end) => self.tell("clipboard-lease", end),
            Event::KeyAbandoned(key) => self.tell("key-abandoned", key),
            Event::LockChanged(state) => self.tell("lock-changed", state),
            Event::Reading(progress) => self.tell("reading-progress", progress),
            Event::Bulk(progress) => self.tell("bulk-progress", progress),
            Event::InventoryRead => self.tell("inventory-read", ()),
            Event::LockWanted => self.tell("lock-wanted", ()),
            Event::Opened => windows::hand_over_to_main(handle),
            Event::SignedOut => windows::hand_over_to_sign_in(handle),
            Event::SignInWanted => windows::offer_sign_in(handle),
            Event::PassphraseWanted => windows::ask_for_passphrase(handle),
            Event::SignInInstead => windows::leave_passphrase_for_sign_in(handle),
            Event::PassphraseDone => windows::close(handle, windows::PASSPHRASE),
            Event::Locked => windows::lock_away(handle),
        }
    }
}
