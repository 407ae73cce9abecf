//! A home of its own for each test, a value that is in no other place, and the programs.

pub(crate) mod github;
pub(crate) mod http;
pub(crate) mod kubernetes;
pub(crate) mod recorder;
pub(crate) mod search;

use sigsentry_keys_core::handoff::{Destination, DestinationId, Field, Fields, Prefill, Write};
use sigsentry_keys_platform::handoff::{
    Delivery, Detected, SendFailure, SendTarget, Surroundings, detect, send,
};
use sigsentry_keys_secret::OneTimeSecret;
use std::{
    ffi::OsString,
    fs,
    hash::{BuildHasher as _, RandomState},
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Waits for a condition.
#[track_caller]
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "never happened: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A value that is in no other place.
pub(crate) fn value() -> String {
    let number = || RandomState::new().hash_one(0);
    let letters: String = (0..4).map(|_| format!("{:016x}", number())).collect();
    let mixed = letters.char_indices().map(|(at, letter)| match at % 3 {
        0 => letter.to_ascii_uppercase(),
        1 => char::from(b'g' + letter.to_digit(16).unwrap() as u8),
        _ => letter,
    });
    format!("ss_secret_{}", mixed.collect::<String>())
}

pub(crate) fn secret(value: &str) -> OneTimeSecret {
    serde_json::from_value(serde_json::Value::String(value.to_owned())).unwrap()
}

/// A home, and what a program finds around it.
pub(crate) struct Home {
    folder: TempDir,
    variables: Vec<(OsString, OsString)>,
    path: Vec<PathBuf>,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        fs::create_dir(&home).unwrap();
        let mut new = Self { folder, variables: Vec::new(), path: Vec::new() };
        new.set("HOME", home);
        new
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// A folder beside the home: what is in it is not the person's.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        let folder = self.folder.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    pub(crate) fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.variables.push((name.into(), value.into()));
    }

    /// Puts a folder in front of the system's own on `PATH`.
    pub(crate) fn search(&mut self, folder: impl Into<PathBuf>) {
        self.path.push(folder.into());
    }

    fn variables(&self) -> Vec<(OsString, OsString)> {
        let system = ["/usr/bin", "/bin"].map(PathBuf::from);
        let path = std::env::join_paths(self.path.iter().chain(&system)).unwrap();
        let mut all = self.variables.clone();
        all.push(("PATH".into(), path));
        all
    }

    pub(crate) fn around(&self) -> Surroundings {
        Surroundings::of(self.variables())
    }

    /// A program with these surroundings, for what a test looks up itself.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env_clear().envs(self.variables());
        command
    }

    /// What such a program prints; it must end well.
    pub(crate) fn printed(&self, program: impl AsRef<Path>, arguments: &[&str]) -> String {
        let name = program.as_ref().display().to_string();
        let output = self.command(program).args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name} {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The program of a destination, as the app finds it.
    pub(crate) fn program(&self, destination: &Destination) -> PathBuf {
        match detect(destination, &self.around()) {
            Detected::Ready { path, .. } => path,
            other => panic!(
                "{:?} is needed: `cargo xtask test` installs it ({other:?})",
                destination.programs.iter().map(|one| one.name).collect::<Vec<_>>()
            ),
        }
    }

    pub(crate) fn send(
        &self,
        destination: &'static Destination,
        program: &Path,
        fields: &Fields,
        write: Write,
        value: &str,
    ) -> Result<Delivery, SendFailure> {
        let fields = destination.check(fields).unwrap();
        let send_target = SendTarget { destination, program, fields: &fields, write };
        send(&send_target, secret(value), &self.around())
    }
}

pub(crate) fn of(id: DestinationId) -> &'static Destination {
    Destination::of(id)
}

/// Fields that every rule of the destination accepts; optional ones stay empty.
pub(crate) fn filled(destination: &Destination) -> Fields {
    let needed = destination.fields.iter().filter(|rule| !rule.optional);
    needed
        .map(|rule| {
            let text = match rule.field {
                Field::Repository => "acme/web",
                Field::Name if rule.prefill == Prefill::Constant => "SIGSENTRY_CI",
                Field::Name => "sigsentry-ci",
                Field::Mount => "secret",
                Field::Path => "sigsentry/ci",
                Field::Field => "api_key",
                Field::Title | Field::Label => "SigSentry: CI (web)",
                Field::Namespace => "web",
                Field::Key => "API_KEY",
                _ => "acme-prod",
            };
            (rule.field, text.to_owned())
        })
        .collect()
}

/// Where the Python tools are: aws and the server that stands in for AWS.
pub(crate) fn python_tools() -> PathBuf {
    let folder = std::env::var_os("HANDOFF_TEST_PYTHON");
    PathBuf::from(folder.expect(
        "aws and moto are needed: `cargo xtask test` installs them and says where they are in \
         HANDOFF_TEST_PYTHON",
    ))
}
