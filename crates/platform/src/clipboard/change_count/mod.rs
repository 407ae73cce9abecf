//! The clipboards of macOS and Windows: the system holds the content and counts its changes. Nothing
//! is ever read. Compiled for both systems; not run on either.

#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod counter;

use super::{
    CopyError, Outcome,
    backend::{ClipboardBackend, marked_secret},
};
use arboard::Clipboard;

pub(super) struct ChangeCounted {
    clipboard: Clipboard,
    /// The count right after our copy.
    ours: Option<counter::Count>,
}

impl ChangeCounted {
    pub(super) fn open() -> Result<Self, CopyError> {
        let clipboard = Clipboard::new().map_err(|_| CopyError::NoClipboard)?;
        Ok(Self { clipboard, ours: None })
    }
}

impl ClipboardBackend for ChangeCounted {
    fn write(&mut self, text: String) -> Result<(), CopyError> {
        let before = counter::now();
        marked_secret(self.clipboard.set()).text(text).map_err(|_| CopyError::Refused)?;
        let after = counter::now();
        if after == before {
            return Err(CopyError::NotConfirmed);
        }
        self.ours = Some(after);
        Ok(())
    }

    fn clear_if_ours(&mut self) -> Outcome {
        let Some(ours) = self.ours else { return Outcome::LeftAlone };
        let outcome = if counter::now() != ours {
            Outcome::LeftAlone
        } else {
            match self.clipboard.clear() {
                Ok(()) if counter::now() != ours => Outcome::Cleared,
                _ => Outcome::Failed,
            }
        };
        if outcome != Outcome::Failed {
            self.ours = None;
        }
        outcome
    }
}
