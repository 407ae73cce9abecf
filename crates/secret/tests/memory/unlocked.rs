use crate::holder::Holder;
use std::{fs, os::unix::fs::MetadataExt as _};

/// Without locked memory a key is held all the same: it exists only here.
#[test]
fn without_locked_memory_it_is_held_and_says_so() {
    let name = "unlocked::without_locked_memory_it_is_held_and_says_so";
    let folder = tempfile::tempdir().unwrap();
    // The limit does not hold for root, unless it has lost that privilege.
    let limited = ["prlimit", "--memlock=0:0"];
    let privileged = ["setpriv", "--bounding-set=-ipc_lock", "--inh-caps=-ipc_lock"];
    let root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let through = if root { [&privileged[..], &limited].concat() } else { limited.to_vec() };
    let Some(mut holder) = Holder::start(name, &through, folder.path()) else { return };
    assert_eq!(holder.order("residency"), "Swappable");
    assert_eq!(holder.secrets(), 1);
    assert_eq!(holder.order("drop"), "dropped");
    assert_eq!(holder.secrets(), 0);
}

#[test]
fn with_locked_memory_it_is_locked() {
    let name = "unlocked::with_locked_memory_it_is_locked";
    let folder = tempfile::tempdir().unwrap();
    let Some(mut holder) = Holder::start(name, &["env"], folder.path()) else { return };
    assert_eq!(holder.order("residency"), "Locked");
}
