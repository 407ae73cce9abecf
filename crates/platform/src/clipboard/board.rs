//! One clipboard, and what of its content is ours.

use super::{CopyError, Outcome, owner::Owner};
use arboard::{Clipboard, Set};
use sigsentry_keys_secret::OneTimeSecret;
use std::hash::{BuildHasher as _, RandomState};

pub(super) struct Board {
    clipboard: Clipboard,
    /// Its key is random and stays here: the fingerprint says nothing about the content.
    salt: RandomState,
    ours: Option<Ours>,
}

/// What tells our content from somebody else's, without keeping it.
struct Ours {
    fingerprint: u64,
    owner: Option<Owner>,
}

impl Board {
    pub(super) fn open() -> Result<Self, CopyError> {
        let clipboard = Clipboard::new().map_err(|_| CopyError::NoClipboard)?;
        Ok(Self { clipboard, salt: RandomState::new(), ours: None })
    }

    /// Writes the line, marked as secret, and reads it back.
    pub(super) fn copy(&mut self, mut line: OneTimeSecret) -> Result<(), CopyError> {
        // EXPOSE: the clipboard takes its own copy, which it has to serve; a fingerprint stays.
        let (written, fingerprint) = line.expose(|text| {
            let written = marked_secret(self.clipboard.set()).text(text);
            (written, self.salt.hash_one(text))
        });
        written.map_err(|_| CopyError::Refused)?;
        if self.fingerprint() != Some(fingerprint) {
            return Err(CopyError::NotConfirmed);
        }
        self.ours = Some(Ours { fingerprint, owner: Owner::current() });
        Ok(())
    }

    /// Clears the clipboard, unless somebody else copied meanwhile, be it the same text.
    pub(super) fn clear_if_ours(&mut self) -> Outcome {
        let Some(ours) = self.ours.take() else { return Outcome::LeftAlone };
        if Owner::current() != ours.owner || self.fingerprint() != Some(ours.fingerprint) {
            return Outcome::LeftAlone;
        }
        match self.clipboard.clear() {
            Ok(()) if self.fingerprint() != Some(ours.fingerprint) => Outcome::Cleared,
            _ => Outcome::Failed,
        }
    }

    /// The fingerprint of what lies in the clipboard now. The text read is wiped by the allocator
    /// when it is freed, at the end of this function.
    fn fingerprint(&mut self) -> Option<u64> {
        self.clipboard.get_text().ok().map(|text| self.salt.hash_one(text.as_str()))
    }
}

#[cfg(target_os = "linux")]
fn marked_secret(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtLinux as _;
    set.exclude_from_history()
}

#[cfg(target_os = "macos")]
fn marked_secret(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtApple as _;
    set.exclude_from_history()
}

#[cfg(windows)]
fn marked_secret(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtWindows as _;
    set.exclude_from_monitoring()
}
