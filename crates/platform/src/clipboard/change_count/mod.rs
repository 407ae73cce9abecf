//! The clipboards of macOS and Windows: the system holds the content and counts its changes. On Windows it is read
//! once more after it was cleared. Run under Wine; on macOS compiled alone.

#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

use super::{CopyError, Outcome, backend::ClipboardBackend, fingerprint::Fingerprint};
use arboard::Clipboard;

pub(super) struct ChangeCounted {
    clipboard: Clipboard,
    /// The count right after our copy.
    ours: Option<system::Count>,
    /// Of what was copied last.
    fingerprint: Option<Fingerprint>,
}

impl ChangeCounted {
    pub(super) fn open() -> Result<Self, CopyError> {
        let clipboard = Clipboard::new().map_err(|_| CopyError::NoClipboard)?;
        Ok(Self { clipboard, ours: None, fingerprint: None })
    }
}

impl ClipboardBackend for ChangeCounted {
    fn write(&mut self, text: String) -> Result<(), CopyError> {
        let fingerprint = cfg!(windows).then(|| Fingerprint::of(text.as_bytes()));
        let before = system::now();
        system::set(&mut self.clipboard, text)?;
        let after = system::now();
        if after == before {
            return Err(CopyError::NotConfirmed);
        }
        self.ours = Some(after);
        self.fingerprint = fingerprint;
        Ok(())
    }

    fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint.clone()
    }

    fn clear_if_ours(&mut self) -> Outcome {
        let Some(ours) = self.ours else { return Outcome::LeftAlone };
        let outcome = if system::now() != ours {
            Outcome::LeftAlone
        } else {
            match self.clipboard.clear() {
                Ok(()) if system::now() != ours => Outcome::Cleared,
                _ => Outcome::Failed,
            }
        };
        if outcome != Outcome::Failed {
            self.ours = None;
        }
        outcome
    }
}
