//! The shell of SigSentry Keys: windows, commands, and the composition of the crates.

mod commands;
mod frames;
mod heap;
mod host;
mod instance;
#[cfg(target_os = "macos")]
mod menu;
mod message;
mod pages;
mod signals;
mod verify;
mod web_process;
mod window_place;
mod windows;

use instance::{Other, Start};
use message::say;
use sigsentry_keys_app::{
    App, Environment, Parts,
    ports::{Host, Ports},
    trouble::{self, Area},
};
use sigsentry_keys_platform::{
    hardening,
    keychain::{Keychain, SystemSecretStore},
    store::{InstanceLock, LockError, StorePlace},
};
use std::{process::ExitCode, sync::Arc};
use tauri::{AppHandle, Emitter, Manager, RunEvent, WindowEvent};

/// What answers the commands of `crates/contract/src/commands.rs`: a function of each one's name.
macro_rules! commands {
    ($($(#[$sentence:meta])* $name:ident $arguments:tt -> $answer:ty $(, $error:ty)? => $windows:tt;)*) => {
        tauri::generate_handler![$(commands::$name),*]
    };
}

const CLOSE_REQUESTED: &str = "close-requested";

/// Runs the app until its last window is closed.
pub fn run() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    if let [word, files @ ..] = &words[..]
        && word == "verify"
    {
        return verify::files(files);
    }
    heap::start_with_wiping_heap();
    hardening::quiet_panics();
    // What was not granted is no reason not to start: every other protection stands.
    if !hardening::forbid_core_dumps() {
        trouble::note(Area::Process, "core dumps were not forbidden");
    }
    if !has_display() {
        say("SigSentry Keys needs a display: neither DISPLAY nor WAYLAND_DISPLAY is set.");
        return ExitCode::FAILURE;
    }
    // Elsewhere the system has one, or the program is not even loaded.
    if cfg!(windows) && tauri::webview_version().is_err() {
        message::show(
            "SigSentry Keys needs Microsoft Edge WebView2",
            "It is not installed on this computer. Get “WebView2 Runtime” from Microsoft’s website or from your \
             administrator, then start SigSentry Keys again. Nothing was changed.",
        );
        return ExitCode::FAILURE;
    }
    let built = tauri::Builder::default()
        .setup(|tauri_app| Ok(compose(tauri_app.handle())?))
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                close_requested(window.app_handle(), window.label());
            }
        })
        .invoke_handler(include!("../../crates/contract/src/commands.rs"))
        .build(context());
    match built {
        Ok(tauri_app) => {
            tauri_app.run(|handle, event| match event {
                RunEvent::ExitRequested { .. } => windows::keep_main_place(handle),
                RunEvent::Exit => leave_nothing(handle),
                _ => {}
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            message::show(
                "SigSentry Keys could not start",
                &format!("Nothing was changed. Restart the computer, or report this: {error}"),
            );
            ExitCode::FAILURE
        }
    }
}

/// `tauri.conf.json` and the pages, compiled in.
#[allow(clippy::disallowed_methods, reason = "Tauri's macro ends a build script so")]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// The composition root: which parts the app is made of.
fn compose(handle: &AppHandle) -> tauri::Result<()> {
    let environment = Environment::read();
    let data_dir = match &environment.data_dir {
        Some(folder) => folder.clone(),
        None => handle.path().app_local_data_dir()?,
    };
    let place = StorePlace::new(&data_dir);
    let lock = InstanceLock::take(&place);
    let start = Start::of_process();
    if matches!(lock, Err(LockError::Held)) {
        match instance::raise_the_other(&place, &start) {
            Other::Silent => {}
            answer => {
                if answer == Other::Elsewhere {
                    message::show(
                        "SigSentry Keys is open in another session of yours",
                        "Its window is on that session’s screen. Quit it there, then start it here.",
                    );
                }
                handle.exit(0);
                return Ok(());
            }
        }
    }
    if lock.is_ok() {
        let other = handle.clone();
        instance::be_raised(&place, start, move |start| windows::raise(&other, start));
    }
    let keychain = Keychain::new(SystemSecretStore::default());
    let runtime = tauri::async_runtime::handle().inner().clone();
    let shell = Arc::new(host::Shell::new(handle.clone()));
    let host: Arc<dyn Host> = Arc::clone(&shell) as _;
    let ports = Ports::of_system(runtime, host);
    let app = Arc::new(App::new(Parts { environment, data_dir, keychain, lock, ports }));
    handle.manage(Arc::clone(&app));
    handle.manage(pages::Pages::default());
    let has_store = app.has_store();
    if has_store {
        // First: a hundred thousand keys are opened while the window is being made.
        app.restore_in_background();
    }
    #[cfg(target_os = "macos")]
    menu::set(handle)?;
    windows::open_main(handle)?;
    shell.has_window();
    if !has_store {
        windows::open_sign_in(handle)?;
    }
    // Now that the windows have asked the desktop for its colour scheme: later it refuses.
    if !hardening::keep_others_out() && !cfg!(debug_assertions) {
        trouble::note(Area::Process, "others were not kept out");
    }
    app.watch();
    end_on_signals(handle.clone());
    Ok(())
}

fn close_requested(handle: &AppHandle, label: &str) {
    let app = handle.state::<Arc<App>>();
    if label != windows::MAIN && app.has_account() {
        windows::close(handle, label);
        return;
    }
    match app.blocked_reason() {
        None => handle.exit(0),
        // The page asks the person; without a page no one can be asked, and the window stays.
        Some(reason) => {
            let _ = handle.emit_to(windows::MAIN, CLOSE_REQUESTED, reason);
        }
    }
}

/// What ends the app asks no one: everything is wiped and the clipboard cleared.
fn end_on_signals(handle: AppHandle) {
    tauri::async_runtime::spawn(async move {
        // Without them the system ends the app as it ends any other.
        if signals::asked_to_end().await.is_ok() {
            handle.exit(0);
        }
    });
}

/// The last thing before the process ends: Tauri leaves without dropping the state.
pub(crate) fn leave_nothing<R: tauri::Runtime>(handle: &AppHandle<R>) {
    // A second app leaves before it has one.
    if let Some(app) = handle.try_state::<Arc<App>>() {
        app.leave_nothing();
    }
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
