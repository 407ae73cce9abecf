use sigsentry_keys_core::handoff::{DecidedBy, Destination};
use std::{
    collections::BTreeMap,
    env,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// What a destination's program finds around it: the environment of the person, without what the app
/// set for itself, and the folders that programs are looked for in.
#[derive(Clone)]
pub struct Surroundings {
    environment: BTreeMap<OsString, OsString>,
    extra_folders: Vec<PathBuf>,
}

/// What the app sets for its own heap before it starts (`src-tauri/src/heap.rs`).
const OURS: [&str; 3] = ["Malloc", "MALLOC_PERTURB_", "GLIBC_TUNABLES"];
const OURS_TOO: &str = "SIGSENTRY_";

/// Where programs are besides: a desktop starts its apps with a short PATH.
const EXTRA: [&str; 12] = [
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
    "/opt/homebrew/bin",
    "/opt/local/bin",
    "/snap/bin",
    "/home/linuxbrew/.linuxbrew/bin",
    "/usr/local/google-cloud-sdk/bin",
    "/usr/lib/google-cloud-sdk/bin",
    "/opt/google-cloud-sdk/bin",
    // NixOS, and Nix elsewhere.
    "/run/current-system/sw/bin",
    "/nix/var/nix/profiles/default/bin",
];
/// The same, below the person's own folder.
const EXTRA_AT_HOME: [&str; 9] = [
    ".local/bin",
    "bin",
    "google-cloud-sdk/bin",
    // mise, asdf, Nix, Rancher Desktop.
    ".local/share/mise/shims",
    ".asdf/shims",
    ".nix-profile/bin",
    ".local/state/nix/profile/bin",
    ".rd/bin",
    ".linuxbrew/bin",
];

impl Surroundings {
    /// Those of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self::of(env::vars_os()).with_usual_folders()
    }

    fn with_usual_folders(mut self) -> Self {
        self.extra_folders = EXTRA.iter().map(PathBuf::from).collect();
        if let Some(home) = self.home().map(Path::to_owned) {
            self.extra_folders.extend(EXTRA_AT_HOME.iter().map(|folder| home.join(folder)));
        }
        self
    }

    /// These variables, and no folders but those of `PATH`.
    pub fn of(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let theirs = |name: &OsStr| {
            !OURS.iter().any(|ours| name == *ours) && !name.to_string_lossy().starts_with(OURS_TOO)
        };
        let known = |(name, value)| (spelled(name, cfg!(windows)), value);
        let environment =
            variables.into_iter().filter(|(name, _)| theirs(name)).map(known).collect();
        Self { environment, extra_folders: Vec::new() }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&OsStr> {
        let value = self.environment.get(OsStr::new(name)).map(OsString::as_os_str);
        value.filter(|value| !value.is_empty())
    }

    /// What decides where a destination's program writes, beside the fields: `NAME=value` as it is set,
    /// or what holds where it is not.
    #[must_use]
    pub fn deciding(&self, destination: &Destination) -> Vec<String> {
        let said = |one: &DecidedBy| match (self.variable(one.variable), one.otherwise) {
            (Some(value), _) => Some(format!("{}={}", one.variable, value.to_string_lossy())),
            (None, Some(otherwise)) => Some(format!("{} is not set: {otherwise}", one.variable)),
            (None, None) => None,
        };
        destination.decided_by.iter().filter_map(said).collect()
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.environment.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }

    pub(super) fn home(&self) -> Option<&Path> {
        self.variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(Path::new)
    }

    /// Absolute ones only: an empty or relative entry means the working folder, and a user who can write
    /// there would choose what gets the value.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let path = self.variable("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = Vec::new();
        for folder in env::split_paths(path).chain(self.extra_folders.iter().cloned()) {
            if folder.is_absolute() && !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        folders
    }
}

/// As a variable's name is looked up: Windows says `Path`, and means `PATH`.
fn spelled(name: OsString, any_case: bool) -> OsString {
    if any_case { name.to_ascii_uppercase() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Surroundings {
        Surroundings::of(variables.iter().map(|(name, value)| (name.into(), value.into())))
    }

    #[test]
    fn names_of_variables_have_no_case_where_the_system_gives_them_none() {
        assert_eq!(spelled("Path".into(), true), "PATH");
        assert_eq!(spelled("Path".into(), false), "Path");
    }

    #[test]
    fn what_the_app_set_for_itself_is_left_out() {
        let around = of(&[
            ("Malloc", "1"),
            ("MALLOC_PERTURB_", "165"),
            ("GLIBC_TUNABLES", "x"),
            ("SIGSENTRY_HEAP", "wiped"),
            (if cfg!(windows) { "UserProfile" } else { "HOME" }, "/home/a"),
        ]);
        assert_eq!(around.variables().count(), 1);
        assert_eq!(around.home(), Some(Path::new("/home/a")));
    }

    /// An app that was started from a menu has a short `PATH`.
    #[test]
    #[cfg(unix)]
    fn folders_of_version_managers_are_searched_though_no_shell_was_read() {
        let around = of(&[("PATH", "/usr/bin:/bin"), ("HOME", "/home/a")]).with_usual_folders();
        for folder in [
            "/home/a/.local/share/mise/shims",
            "/home/a/.asdf/shims",
            "/home/a/.nix-profile/bin",
            "/home/a/.rd/bin",
            "/run/current-system/sw/bin",
        ] {
            assert!(around.folders().contains(&PathBuf::from(folder)), "{folder}");
        }
        assert_eq!(around.folders()[0], PathBuf::from("/usr/bin"));
    }

    #[test]
    #[cfg(unix)]
    fn the_working_folder_is_not_searched() {
        let around = of(&[("PATH", ".:/b::bin:/a:/b")]);
        assert_eq!(around.folders(), [PathBuf::from("/b"), PathBuf::from("/a")]);
    }
}
