#![allow(unsafe_code, reason = "the counter is a call of the operating system's")]

use crate::clipboard::CopyError;
use arboard::{Clipboard, SetExtWindows as _};
use windows_sys::Win32::System::DataExchange::GetClipboardSequenceNumber;

pub(super) type Count = u32;

/// Grows whenever the content changes; always 0 where the clipboard is out of reach:
/// <https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getclipboardsequencenumber>.
pub(super) fn now() -> Count {
    // SAFETY: takes nothing and cannot fail.
    unsafe { GetClipboardSequenceNumber() }
}

/// With `ExcludeClipboardContentFromMonitorProcessing`, which keeps it out of the history and out of the
/// cloud: <https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats>. Set before the clipboard
/// is closed, and so before another program can look. The two formats that name history and cloud each say less
/// than this one, so they are not set beside it.
pub(super) fn set(clipboard: &mut Clipboard, text: String) -> Result<(), CopyError> {
    clipboard.set().exclude_from_monitoring().text(text).map_err(|_| CopyError::Refused)
}
