//! Who decides what lies at a path: the users who may change it, a folder above it, or a link on the way.

#[cfg(windows)]
mod windows;

use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;
#[cfg(windows)]
pub(crate) use windows::{keep_for_owner, steps_are_safe};

/// Whether only this person and root decide what is in a folder. Windows: not looked at.
#[must_use]
pub fn is_own(folder: &Path) -> bool {
    #[cfg(unix)]
    return steps_are_safe(folder, effective_user());
    #[cfg(not(unix))]
    folder.is_absolute()
}

/// More links on one way are a circle.
#[cfg(unix)]
const MOST_LINKS: u32 = 40;

/// Looks at every step of the way to a file, as the system takes it.
#[cfg(unix)]
pub(crate) fn steps_are_safe(path: &Path, me: u32) -> bool {
    use std::{ffi::OsString, path::Component};
    let mut left: Vec<OsString> =
        path.components().rev().map(|part| part.as_os_str().to_owned()).collect();
    let (mut here, mut links) = (PathBuf::new(), 0);
    while let Some(part) = left.pop() {
        match Path::new(&part).components().next() {
            Some(Component::ParentDir) => {
                here.pop();
                continue;
            }
            Some(Component::CurDir) | None => continue,
            Some(_) => here.push(&part),
        }
        let Ok(step) = here.symlink_metadata() else { return false };
        if !is_trusted(&step, me) {
            return false;
        }
        if step.is_symlink() {
            links += 1;
            let Ok(target) = std::fs::read_link(&here) else { return false };
            if links > MOST_LINKS {
                return false;
            }
            here.pop();
            left.extend(target.components().rev().map(|part| part.as_os_str().to_owned()));
        }
    }
    true
}

/// Who owns what no user of this user namespace owns (`/proc/sys/kernel/overflowuid`).
#[cfg(unix)]
const UNMAPPED: u32 = 65534;

/// Whether this process runs in a container that knows its own users alone, as toolboxes and Flatpaks do:
/// there the system's root is no one. user_namespaces(7): the first namespace maps every user to itself.
#[cfg(unix)]
fn is_in_a_user_namespace() -> bool {
    let Ok(map) = std::fs::read_to_string("/proc/self/uid_map") else { return false };
    map.split_whitespace().collect::<Vec<_>>() != ["0", "0", "4294967295"]
}

/// Whether one step belongs to root or this person, and no other user may change it. In a folder with
/// the sticky bit, as `/tmp`, others may add what is theirs and no more. Access lists show in the rights
/// of the group.
#[cfg(unix)]
fn is_trusted(step: &std::fs::Metadata, me: u32) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (mode, owner, group) = (step.mode(), step.uid(), step.gid());
    if owner != 0 && owner != me && !(owner == UNMAPPED && is_in_a_user_namespace()) {
        return false;
    }
    // A link's own rights mean nothing.
    if step.is_symlink() || (step.is_dir() && mode & 0o1000 != 0) {
        return true;
    }
    // Root's group; the group of one that many systems give each person; macOS: those who may become
    // root anyway, and own Homebrew's folders.
    let trusted_group =
        group == 0 || (owner == me && group == me) || (cfg!(target_os = "macos") && group == 80);
    mode & 0o002 == 0 && (mode & 0o020 == 0 || trusted_group)
}

#[cfg(unix)]
#[allow(unsafe_code, reason = "the system's word for who this is")]
pub(crate) fn effective_user() -> u32 {
    // SAFETY: takes nothing and cannot fail.
    unsafe { libc::geteuid() }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::{
        fs,
        os::unix::fs::{PermissionsExt as _, symlink},
    };

    fn program(folder: &Path, name: &str, mode: u32) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    fn owned_by(path: &Path, user: u32) {
        // Only root may give files away; CI is root.
        let given = std::os::unix::fs::lchown(path, Some(user), None);
        assert!(given.is_ok(), "this test needs root: {given:?}");
    }

    #[test]
    fn what_somebody_else_owns_is_not_safe_wherever_it_stands_on_the_way() {
        if effective_user() != 0 {
            // Another person's program can be had by asking as another person.
            let folder = tempfile::tempdir().unwrap();
            let ours = program(folder.path(), "ours", 0o755);
            assert!(steps_are_safe(&ours, effective_user()));
            assert!(!steps_are_safe(&ours, effective_user() + 1));
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let (outer, inner) = (folder.path().join("outer"), folder.path().join("outer/inner"));
        fs::create_dir_all(&inner).unwrap();
        let path = program(&inner, "gh", 0o755);
        let link = folder.path().join("link");
        symlink(&path, &link).unwrap();
        assert!(steps_are_safe(&path, 1234) && steps_are_safe(&link, 1234));
        for step in [&path, &inner, &outer, &link] {
            owned_by(step, 4321);
            assert!(!steps_are_safe(&link, 1234), "{}", step.display());
            assert!(steps_are_safe(&link, 4321), "one's own");
            owned_by(step, 0);
        }
    }

    #[test]
    fn a_folder_above_that_others_may_write_is_not_safe_unless_it_is_sticky() {
        let folder = tempfile::tempdir().unwrap();
        let (outer, inner) = (folder.path().join("outer"), folder.path().join("outer/inner"));
        fs::create_dir_all(&inner).unwrap();
        let path = program(&inner, "gh", 0o755);
        let me = effective_user();
        let mode = |mode| fs::set_permissions(&outer, fs::Permissions::from_mode(mode)).unwrap();
        for (bits, safe) in [(0o755, true), (0o777, false), (0o1777, true), (0o757, false)] {
            mode(bits);
            assert_eq!(steps_are_safe(&path, me), safe, "{bits:o}");
        }
        // A group that is not root's, and not of this person alone.
        if me == 0 {
            std::os::unix::fs::chown(&outer, None, Some(4321)).unwrap();
            mode(0o775);
            assert!(!steps_are_safe(&path, me));
            mode(0o755);
            assert!(steps_are_safe(&path, me));
        }
        symlink("circle", folder.path().join("circle")).unwrap();
        assert!(!is_own(&folder.path().join("circle")));
    }
}
