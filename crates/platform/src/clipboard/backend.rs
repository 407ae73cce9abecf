//! One clipboard, and what of its content is ours.

use super::{CopyError, Outcome, fingerprint::Fingerprint};
use arboard::Set;
use sigsentry_keys_secret::OneTimeSecret;
use zeroize::Zeroizing;

/// What the systems differ in: how to tell our content from somebody else's.
pub(super) trait ClipboardBackend {
    /// Writes the text, marked as secret, and confirms it.
    fn write(&mut self, text: String) -> Result<(), CopyError>;

    /// Clears the clipboard, unless somebody else copied meanwhile, be it the same text. The
    /// check and the clearing are two steps: a copy made in the moment between them is lost. What
    /// failed can be tried again.
    fn clear_if_ours(&mut self) -> Outcome;

    /// Of what was written, also once it is cleared; none where nothing is read back.
    fn fingerprint(&self) -> Option<Fingerprint> {
        None
    }
}

pub(super) struct Clipboard {
    system: Box<dyn ClipboardBackend>,
}

impl Clipboard {
    pub(super) fn open() -> Result<Self, CopyError> {
        #[cfg(target_os = "linux")]
        let system = super::linux::open()?;
        #[cfg(not(target_os = "linux"))]
        let system = Box::new(super::change_count::ChangeCounted::open()?);
        Ok(Self { system })
    }

    #[cfg(test)]
    pub(super) fn of(system: Box<dyn ClipboardBackend>) -> Self {
        Self { system }
    }

    pub(super) fn copy(&mut self, mut line: OneTimeSecret) -> Result<(), CopyError> {
        // EXPOSE: the clipboard gets its own copy, which on Linux it has to serve. arboard takes it
        // over without another one, and the allocator wipes it when it is freed.
        let text = line.expose(str::to_owned);
        drop(line);
        self.system.write(text)
    }

    pub(super) fn clear_if_ours(&mut self) -> Outcome {
        self.system.clear_if_ours()
    }

    pub(super) fn fingerprint(&self) -> Option<Fingerprint> {
        self.system.fingerprint()
    }
}

/// Whether another program has put a text back, and which, where the system tells.
pub(super) fn holder(of: &Fingerprint) -> Option<Option<String>> {
    #[cfg(target_os = "linux")]
    return super::linux::holder(of);
    #[cfg(not(target_os = "linux"))]
    {
        // Nothing is read there.
        let _ = of;
        None
    }
}

/// Clears the clipboard, also of what another program holds.
pub(super) fn clear_whosever() {
    // What is still there is noticed afterwards.
    let _ = arboard::Clipboard::new().and_then(|mut clipboard| clipboard.clear());
}

/// What lies in the clipboard now, ours or not; `None` if it is no text. Wiped when dropped:
/// it may be a value.
pub(super) fn read() -> Option<Zeroizing<String>> {
    arboard::Clipboard::new().ok()?.get_text().ok().map(Zeroizing::new)
}

/// `x-kde-passwordManagerHint=secret`, offered together with the text.
#[cfg(target_os = "linux")]
pub(super) fn marked_secret(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtLinux as _;
    set.exclude_from_history()
}

/// The concealed type of <https://nspasteboard.org>. arboard adds it a moment after the text; a
/// history that polls in between sees the text without it.
#[cfg(target_os = "macos")]
pub(super) fn marked_secret(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtApple as _;
    set.exclude_from_history()
}

/// `ExcludeClipboardContentFromMonitorProcessing`, which keeps it out of the history and out of the
/// cloud: <https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats>. Set before the
/// clipboard is closed, and so before anybody can look.
#[cfg(windows)]
pub(super) fn marked_secret(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtWindows as _;
    set.exclude_from_monitoring()
}
