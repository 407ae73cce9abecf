use objc2_app_kit::NSPasteboard;

pub(super) type Count = isize;

/// Grows whenever a program takes the pasteboard over:
/// <https://developer.apple.com/documentation/appkit/nspasteboard/changecount>.
pub(super) fn now() -> Count {
    NSPasteboard::generalPasteboard().changeCount()
}
