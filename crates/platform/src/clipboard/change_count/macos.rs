#![allow(unsafe_code, reason = "the name of a type is a variable of the operating system's")]

use crate::clipboard::CopyError;
use arboard::Clipboard;
use objc2::runtime::ProtocolObject;
use objc2_app_kit::{
    NSPasteboard, NSPasteboardContentsOptions, NSPasteboardItem, NSPasteboardTypeString,
};
use objc2_foundation::{NSArray, NSString, ns_string};
use zeroize::Zeroizing;

pub(super) type Count = isize;

/// Grows whenever a program takes the pasteboard over:
/// <https://developer.apple.com/documentation/appkit/nspasteboard/changecount>.
pub(super) fn now() -> Count {
    NSPasteboard::generalPasteboard().changeCount()
}

/// On this Mac alone (Universal Clipboard would offer it to the person's other devices), and as one item with the
/// concealed type of <https://nspasteboard.org>, so that no history sees the text without it. arboard adds the
/// type a moment later, and knows nothing of the former.
pub(super) fn set(_clipboard: &mut Clipboard, text: String) -> Result<(), CopyError> {
    let text = Zeroizing::new(text);
    let pasteboard = NSPasteboard::generalPasteboard();
    pasteboard.prepareForNewContentsWithOptions(NSPasteboardContentsOptions::CurrentHostOnly);
    let item = NSPasteboardItem::new();
    // SAFETY: the system sets it once, before the program starts.
    let plain = unsafe { NSPasteboardTypeString };
    let is_whole = item.setString_forType(&NSString::from_str(&text), plain)
        && item.setString_forType(ns_string!(""), ns_string!("org.nspasteboard.ConcealedType"));
    let items = NSArray::from_retained_slice(&[ProtocolObject::from_retained(item)]);
    if is_whole && pasteboard.writeObjects(&items) { Ok(()) } else { Err(CopyError::Refused) }
}
