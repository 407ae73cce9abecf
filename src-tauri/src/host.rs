//! The shell as the application's host: events go to the main page, and the windows follow.

use crate::{frames, windows};
use serde::Serialize;
use sigsentry_keys_app::{
    ports::{Event, Host},
    trouble::{self, Area},
};
use sigsentry_keys_core::first_use::FirstUseNews;
use sigsentry_keys_platform::desktop;
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
            Event::FirstUses(news) => notify(news),
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

/// The desktop may take its time, and may have no notifications.
fn notify(news: FirstUseNews) {
    let body = first_use_sentence(news);
    tauri::async_runtime::spawn_blocking(move || {
        if desktop::show_notification("Keys that you handed over", &body).is_err() {
            trouble::note(Area::Desktop, "a notification was not shown");
        }
    });
}

/// How many, and no name: a desktop shows it on its lock screen, too.
fn first_use_sentence(news: FirstUseNews) -> String {
    let keys = |count: usize| if count == 1 { "1 key".to_owned() } else { format!("{count} keys") };
    let in_use = (news.in_use > 0).then(|| format!("{} came into use.", keys(news.in_use)));
    let missing = (news.missing > 0).then(|| {
        let verb = if news.missing == 1 { "was" } else { "were" };
        format!("{} {verb} not used within a day: deployed?", keys(news.missing))
    });
    in_use.into_iter().chain(missing).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_says_how_many_and_no_name() {
        let said = |in_use, missing| first_use_sentence(FirstUseNews { in_use, missing });
        assert_eq!(said(1, 0), "1 key came into use.");
        assert_eq!(said(0, 2), "2 keys were not used within a day: deployed?");
        assert_eq!(said(3, 1), "3 keys came into use. 1 key was not used within a day: deployed?");
    }
}
