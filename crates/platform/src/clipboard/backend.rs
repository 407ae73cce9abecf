//! What every system's clipboard must do, and what is the same on all of them.

use super::{CopyError, Outcome, fingerprint::Fingerprint};
#[cfg(target_os = "linux")]
use arboard::Set;
use zeroize::Zeroizing;

/// What the systems differ in: how to tell our content from another program's.
pub(super) trait ClipboardBackend {
    /// Writes the text, marked as secret, and confirms it.
    fn write(&mut self, text: String) -> Result<(), CopyError>;

    /// Clears the clipboard, unless another program copied meanwhile, be it the same text. The
    /// check and the clearing are two steps: a copy made in the moment between them is lost. What
    /// failed can be tried again.
    fn clear_if_ours(&mut self) -> Outcome;

    /// Of what was written, also once it is cleared; none where nothing is read back.
    fn fingerprint(&self) -> Option<Fingerprint> {
        None
    }
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
