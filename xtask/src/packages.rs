//! The packages of Linux, as a person has them: an earlier one is installed, the app starts, a new one takes
//! its place, and in the end nothing of them is left. All in a folder of its own: this computer's packages
//! stay as they are.

use crate::{
    bundle,
    display::Headless,
    process::{Background, answers, output, program, succeed, target},
};
use anyhow::{Context, Result, bail, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// What an earlier package says of itself. The app in it is the same one.
const EARLIER: &str = "0.0.9";
/// The first window of a person who is not signed in.
const FIRST_WINDOW: &str = "Sign in – SigSentry Keys";
/// What the person has set.
const SETTING: &str = r#""clipboardLife":"90""#;
/// How long the window may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Builds both packages in two versions; installs, upgrades and removes each.
pub(crate) fn test() -> Result<()> {
    bundle::build()?;
    bundle::again_as(EARLIER)?;
    let screen = Headless::start("1280x800x24")?;
    for kind in [Kind::Deb, Kind::Rpm] {
        let computer = Computer::begin(kind, &screen)?;
        computer.install(&kind.package(EARLIER)?)?;
        computer.is_there(EARLIER)?;
        computer.starts()?;
        computer.install(&kind.package(env!("CARGO_PKG_VERSION"))?)?;
        computer.is_there(env!("CARGO_PKG_VERSION"))?;
        computer.starts()?;
        computer.remove()?;
        computer.is_gone()?;
        let kept = fs::read_to_string(computer.settings())?;
        ensure!(kept.contains(SETTING), "{kind:?}: the person's settings became {kept}");
        println!("{kind:?}: installed, started, upgraded, started, removed");
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Deb,
    Rpm,
}

impl Kind {
    fn package(self, version: &str) -> Result<PathBuf> {
        let end = match self {
            Self::Deb => "deb",
            Self::Rpm => "rpm",
        };
        let files = fs::read_dir(target().join("release/bundle").join(end))?.flatten();
        let mut packages = files.map(|file| file.path()).filter(|path| {
            path.extension().is_some_and(|it| it == end) && path.to_string_lossy().contains(version)
        });
        packages.next().with_context(|| format!("there is no .{end} of {version}"))
    }
}

/// A computer on which only this app is installed, and a person.
struct Computer<'a> {
    kind: Kind,
    root: tempfile::TempDir,
    home: tempfile::TempDir,
    screen: &'a Headless,
}

impl<'a> Computer<'a> {
    fn begin(kind: Kind, screen: &'a Headless) -> Result<Self> {
        let (root, home) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let computer = Self { kind, root, home, screen };
        fs::create_dir_all(computer.settings().parent().context("a folder")?)?;
        fs::write(computer.settings(), format!("{{{SETTING}}}"))?;
        match kind {
            Kind::Deb => {
                for folder in ["updates", "info", "triggers"] {
                    fs::create_dir_all(computer.database().join(folder))?;
                }
                fs::write(computer.database().join("status"), "")?;
            }
            Kind::Rpm => succeed(computer.rpm().arg("--initdb"))?,
        }
        Ok(computer)
    }

    fn database(&self) -> PathBuf {
        self.root.path().join("var/lib").join(match self.kind {
            Kind::Deb => "dpkg",
            Kind::Rpm => "rpm",
        })
    }

    /// What it depends on is installed on this computer, and not in the folder.
    fn dpkg(&self) -> Command {
        let mut command = program("dpkg");
        command
            .arg(format!("--instdir={}", self.root.path().display()))
            .arg(format!("--admindir={}", self.database().display()))
            .args(["--force-depends", "--force-not-root", "--log=/dev/null"]);
        command
    }

    fn rpm(&self) -> Command {
        let mut command = program("rpm");
        command.arg("--root").arg(self.root.path()).args(["--dbpath", "/var/lib/rpm"]);
        command
    }

    fn install(&self, package: &Path) -> Result<()> {
        match self.kind {
            Kind::Deb => succeed(self.dpkg().arg("--install").arg(package)),
            Kind::Rpm => succeed(self.rpm().args(["--upgrade", "--nodeps"]).arg(package)),
        }
    }

    fn remove(&self) -> Result<()> {
        match self.kind {
            Kind::Deb => succeed(self.dpkg().args(["--remove", "sigsentry-keys"])),
            Kind::Rpm => succeed(self.rpm().args(["--erase", "sigsentry-keys"])),
        }
    }

    /// The program, its icon, and files that a desktop and a software centre understand, in this version.
    fn is_there(&self, version: &str) -> Result<()> {
        let said = match self.kind {
            Kind::Deb => output(
                program("dpkg-query")
                    .arg(format!("--admindir={}", self.database().display()))
                    .args(["--show", "--showformat=${Version}", "sigsentry-keys"]),
            )?,
            Kind::Rpm => {
                output(self.rpm().args(["--query", "--queryformat=%{VERSION}", "sigsentry-keys"]))?
            }
        };
        ensure!(said == version, "{:?}: {said} is installed, not {version}", self.kind);
        let share = self.root.path().join("usr/share");
        let entry = share.join("applications/sigsentry-keys.desktop");
        succeed(program("desktop-file-validate").arg(&entry))?;
        let entry = fs::read_to_string(entry)?;
        ensure!(
            entry.contains("\nExec=sigsentry-keys"),
            "the entry starts another program: {entry}"
        );
        ensure!(entry.contains("\nIcon=sigsentry-keys"), "the entry has another icon: {entry}");
        let icon = share.join("icons/hicolor/128x128/apps/sigsentry-keys.png");
        ensure!(icon.is_file(), "there is no {}", icon.display());
        let told = share.join("metainfo/com.sigsentry.keys.metainfo.xml");
        succeed(program("appstreamcli").args(["validate", "--no-net"]).arg(told))
    }

    /// The installed program shows its first window, and ends when it is asked to.
    fn starts(&self) -> Result<()> {
        let mut app = Background::start(
            Command::new(self.root.path().join("usr/bin/sigsentry-keys"))
                .env("DISPLAY", &self.screen.name)
                .env("HOME", self.home.path())
                .env_remove("WAYLAND_DISPLAY")
                .env_remove("XDG_DATA_HOME")
                .env_remove("XDG_CONFIG_HOME")
                .env_remove("XDG_CACHE_HOME")
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )?;
        let window = format!("^{FIRST_WINDOW}$");
        self.wait("its first window", || {
            answers(
                program("xdotool")
                    .args(["search", "--onlyvisible", "--name", &window])
                    .env("DISPLAY", &self.screen.name),
            )
        })?;
        succeed(program("kill").arg(app.child().id().to_string()))?;
        self.wait("its end", || app.child().try_wait().is_ok_and(|ended| ended.is_some()))
    }

    fn wait(&self, what: &str, mut until: impl FnMut() -> bool) -> Result<()> {
        let began = Instant::now();
        while !until() {
            if began.elapsed() > PATIENCE {
                bail!("{:?}: {what} did not come within {PATIENCE:?}", self.kind);
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Nothing but the database of the packages.
    fn is_gone(&self) -> Result<()> {
        let left: Vec<_> = files(self.root.path())?
            .into_iter()
            .filter(|path| !path.starts_with(self.database()))
            .collect();
        ensure!(left.is_empty(), "{:?}: left after removing it: {left:?}", self.kind);
        Ok(())
    }

    /// What the person has from the app, and no package touches.
    fn settings(&self) -> PathBuf {
        self.home.path().join(".local/share/com.sigsentry.keys/settings.json")
    }
}

/// Every file below a folder, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
