#![allow(unsafe_code, reason = "the counter is a call of the operating system's")]

use windows_sys::Win32::System::DataExchange::GetClipboardSequenceNumber;

pub(super) type Count = u32;

/// Grows whenever the content changes; always 0 where the clipboard is out of reach:
/// <https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getclipboardsequencenumber>.
pub(super) fn now() -> Count {
    // SAFETY: takes nothing and cannot fail.
    unsafe { GetClipboardSequenceNumber() }
}
