//! The clipboard of an X server: the program whose window owns the selection is asked for it.

use super::confirmation::{CONFIRMATION, PAUSE};
use crate::clipboard::{
    CopyError, Outcome,
    backend::{ClipboardBackend, marked_secret},
    fingerprint::Fingerprint,
};
use arboard::Clipboard;
use std::{thread, time::Instant};
use x11rb::{
    protocol::xproto::{Atom, ConnectionExt as _, Window},
    rust_connection::RustConnection,
};

pub(super) struct X11 {
    // For the whole lease: the last one that is dropped takes the content with it.
    clipboard: Clipboard,
    /// To ask who owns the selection. Kept open, so that nothing has to be opened to clear.
    server: RustConnection,
    selection: Atom,
    ours: Option<Ours>,
}

/// What tells our content from another program's, without keeping it.
#[derive(Clone)]
struct Ours {
    owner: Window,
    fingerprint: Fingerprint,
}

impl X11 {
    pub(super) fn open() -> Result<Self, CopyError> {
        let clipboard = Clipboard::new().map_err(|_| CopyError::NoClipboard)?;
        let (server, selection) = connect().ok_or(CopyError::NoClipboard)?;
        Ok(Self { clipboard, server, selection, ours: None })
    }

    /// The window that owns the selection, 0 for no one. It changes when another program copies.
    fn owner(&self) -> Option<Window> {
        let asked = self.server.get_selection_owner(self.selection).ok()?;
        Some(asked.reply().ok()?.owner)
    }

    /// Waits until a window no longer owns the selection: arboard does not wait for the server.
    fn is_no_longer(&self, owner: Window) -> bool {
        let deadline = Instant::now() + CONFIRMATION;
        while let Some(now) = self.owner() {
            if now != owner {
                return true;
            }
            if Instant::now() >= deadline {
                return false;
            }
            thread::sleep(PAUSE);
        }
        false
    }

    /// Whether what lies in the clipboard has this fingerprint. As long as arboard's own window owns the
    /// selection, the server confirms that and no one else is asked. The text that was read is wiped
    /// by the allocator when it is freed, at the end of this function.
    fn has(&mut self, fingerprint: &Fingerprint) -> bool {
        self.clipboard.get_text().is_ok_and(|text| fingerprint.is_of(text.as_bytes()))
    }
}

impl ClipboardBackend for X11 {
    fn write(&mut self, text: String) -> Result<(), CopyError> {
        let fingerprint = Fingerprint::of(text.as_bytes());
        marked_secret(self.clipboard.set()).text(text).map_err(|_| CopyError::Refused)?;
        if !self.has(&fingerprint) {
            return Err(CopyError::NotConfirmed);
        }
        let Some(owner) = self.owner() else {
            // It is there, and no one could clear it later.
            let _ = self.clipboard.clear();
            return Err(CopyError::NotConfirmed);
        };
        self.ours = Some(Ours { owner, fingerprint });
        Ok(())
    }

    fn clear_if_ours(&mut self) -> Outcome {
        let outcome = self.clear();
        if outcome == Outcome::LeftAlone {
            self.ours = None;
        }
        outcome
    }

    fn fingerprint(&self) -> Option<Fingerprint> {
        self.ours.as_ref().map(|ours| ours.fingerprint.clone())
    }
}

impl X11 {
    fn clear(&mut self) -> Outcome {
        let Some(Ours { owner: our_window, fingerprint }) = self.ours.clone() else {
            return Outcome::LeftAlone;
        };
        // The owner first: another program's content is not read, however large, and an owner that
        // hangs is not waited for.
        match self.owner() {
            Some(owner) if owner == our_window => {}
            // No one's: a clearing before took effect late.
            Some(x11rb::NONE) => return Outcome::Cleared,
            Some(_) => return Outcome::LeftAlone,
            None => return Outcome::Failed,
        }
        // A clipboard manager that took over before we looked may have other content by now.
        if !self.has(&fingerprint) {
            return Outcome::LeftAlone;
        }
        if self.clipboard.clear().is_ok() && self.is_no_longer(our_window) {
            Outcome::Cleared
        } else {
            Outcome::Failed
        }
    }
}

pub(super) fn connect() -> Option<(RustConnection, Atom)> {
    let (server, _) = RustConnection::connect(None).ok()?;
    let selection = server.intern_atom(false, b"CLIPBOARD").ok()?.reply().ok()?.atom;
    Some((server, selection))
}
