//! One app for each folder of stores: a second one raises the window of the first.
//!
//! A socket in the folder, which only its owner may enter, and not the desktop's bus: that one is not
//! there on every desktop, and knows an app by its name, not by its folder. Windows: a second app
//! runs without the stores (not run).

use sigsentry_keys_platform::store::StorePlace;

/// Calls `raise` whenever another app is started on this folder.
#[cfg(unix)]
pub(crate) fn be_raised(place: &StorePlace, raise: impl Fn() + Send + 'static) {
    use std::os::unix::net::UnixListener;
    let path = place.folder().join(SOCKET);
    // Whoever left it there has ended: the folder's lock is ours.
    let _ = std::fs::remove_file(&path);
    // Without it, a second app runs without the stores.
    let Ok(listener) = UnixListener::bind(path) else { return };
    std::thread::spawn(move || {
        for caller in listener.incoming() {
            if caller.is_ok() {
                raise();
            }
        }
    });
}

/// Asks the app that has this folder to show its window. Whether it heard.
#[cfg(unix)]
pub(crate) fn raise_the_other(place: &StorePlace) -> bool {
    std::os::unix::net::UnixStream::connect(place.folder().join(SOCKET)).is_ok()
}

#[cfg(unix)]
const SOCKET: &str = "raise";

#[cfg(not(unix))]
pub(crate) fn be_raised(_place: &StorePlace, _raise: impl Fn() + Send + 'static) {}

#[cfg(not(unix))]
pub(crate) fn raise_the_other(_place: &StorePlace) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::{sync::mpsc, time::Duration};

    #[test]
    fn the_first_app_hears_of_the_second_also_after_an_earlier_one_left_its_socket() {
        let folder = tempfile::tempdir().unwrap();
        let place = StorePlace::new(folder.path());
        place.make().unwrap();
        assert!(!raise_the_other(&place));
        std::fs::write(place.folder().join(SOCKET), "").unwrap();
        let (raised, hears) = mpsc::channel();
        be_raised(&place, move || raised.send(()).unwrap());
        assert!(raise_the_other(&place));
        hears.recv_timeout(Duration::from_secs(20)).unwrap();
    }
}
