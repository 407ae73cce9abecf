//! The lease on a real X server and a real Wayland compositor, as another program sees it.
//!
//! Each case is a test of its own with displays of its own. `DISPLAY` and `WAYLAND_DISPLAY` belong to
//! the process, so a case runs in a process of its own: the test starts itself once more.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

/// Makes a test of each line: its name, and what happens in a session that `$start` starts.
macro_rules! cases {
    ($($name:ident: $start:expr => $case:expr;)+) => {
        $(
            #[test]
            fn $name() {
                let path = concat!(module_path!(), "::", stringify!($name));
                $crate::support::session::within($start, path, $case);
            }
        )+
    };
}

mod support;
mod wayland;
mod x11;
