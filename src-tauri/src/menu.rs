//! The menu bar of macOS: the usual items. The system's own *Quit* ends a program without a question, so this one
//! takes the same way as the window's button. Compiled, not run.

use crate::windows;
use tauri::{
    AppHandle,
    menu::{Menu, MenuItem, PredefinedMenuItem as Usual, Submenu},
};

const QUIT: &str = "quit";

pub(crate) fn set(handle: &AppHandle) -> tauri::Result<()> {
    let quit = MenuItem::with_id(handle, QUIT, "Quit SigSentry Keys", true, Some("Cmd+Q"))?;
    let app = Submenu::with_items(
        handle,
        "SigSentry Keys",
        true,
        &[
            &Usual::about(handle, None, None)?,
            &Usual::separator(handle)?,
            &Usual::hide(handle, None)?,
            &Usual::hide_others(handle, None)?,
            &Usual::show_all(handle, None)?,
            &Usual::separator(handle)?,
            &quit,
        ],
    )?;
    // Without these items, a Mac knows no shortcut for them in a field.
    let edit = Submenu::with_items(
        handle,
        "Edit",
        true,
        &[
            &Usual::undo(handle, None)?,
            &Usual::redo(handle, None)?,
            &Usual::separator(handle)?,
            &Usual::cut(handle, None)?,
            &Usual::copy(handle, None)?,
            &Usual::paste(handle, None)?,
            &Usual::select_all(handle, None)?,
        ],
    )?;
    let window = Submenu::with_items(
        handle,
        "Window",
        true,
        &[
            &Usual::minimize(handle, None)?,
            &Usual::fullscreen(handle, None)?,
            &Usual::close_window(handle, None)?,
        ],
    )?;
    handle.set_menu(Menu::with_items(handle, &[&app, &edit, &window])?)?;
    handle.on_menu_event(|handle, event| {
        if event.id() == QUIT {
            crate::close_requested(handle, windows::MAIN);
        }
    });
    Ok(())
}
