use super::Surroundings;
#[cfg(unix)]
use crate::ownership::effective_user;
use crate::ownership::steps_are_safe;
use std::path::{Path, PathBuf};

/// How programs end, on Windows in the order in which they are tried: nothing else completes a name.
const ENDINGS: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };

/// Every file that could be the program, the first on `PATH` first.
pub(super) fn candidates(name: &str, around: &Surroundings) -> Vec<PathBuf> {
    around
        .folders()
        .iter()
        .flat_map(|folder| ENDINGS.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
        .filter(|path| is_program(path))
        .collect()
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Whether only this person and root decide what a program does: the file, every folder above it and
/// every link on the way belong to one of them, and none may be written by another user. Windows: by access
/// lists, where the system and its administrators are root.
#[must_use]
pub fn is_safe(program: &Path) -> bool {
    if !program.is_absolute() || program.metadata().is_err() {
        return false;
    }
    #[cfg(unix)]
    return steps_are_safe(program, effective_user());
    #[cfg(windows)]
    steps_are_safe(program)
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

    #[test]
    fn programs_are_found_in_the_order_of_the_folders() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let here = program(second.path(), "gh", 0o755);
        program(first.path(), "gh", 0o644);
        let path = std::env::join_paths([first.path(), second.path()]).unwrap();
        let around = Surroundings::of([("PATH".into(), path)]);
        assert_eq!(candidates("gh", &around), [here]);
        assert!(candidates("aws", &around).is_empty());
    }

    #[test]
    fn what_everybody_may_write_is_not_safe() {
        let folder = tempfile::tempdir().unwrap();
        assert!(is_safe(&program(folder.path(), "ours", 0o755)));
        let open = program(folder.path(), "open", 0o757);
        assert!(!is_safe(&open));
        symlink(&open, folder.path().join("link")).unwrap();
        assert!(!is_safe(&folder.path().join("link")));
        let below = folder.path().join("below");
        fs::create_dir(&below).unwrap();
        let inside = program(&below, "inside", 0o755);
        assert!(is_safe(&inside));
        fs::set_permissions(&below, fs::Permissions::from_mode(0o777)).unwrap();
        assert!(!is_safe(&inside));
    }
}
