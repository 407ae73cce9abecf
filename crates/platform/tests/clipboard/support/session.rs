//! Display servers of our own.

use super::{Running, comes_true, signal, spawn, until};
use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    os::unix::{fs::MetadataExt as _, net::UnixStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tempfile::TempDir;

/// Says that the process is the one inside the session.
const INSIDE: &str = "LEASE_TEST_INSIDE";
/// The id of the process that holds the clipboard.
const SERVER: &str = "LEASE_TEST_SERVER";
/// No one's: sway refuses to run as root.
const NOBODY: u32 = 65534;

/// Runs `case` in a process that sees the session and no other display. `path` is the test's.
pub(crate) fn within(start: impl FnOnce() -> Session, path: &str, case: impl FnOnce()) {
    if env::var_os(INSIDE).is_some() {
        return case();
    }
    let session = start();
    let inside = same_test(path)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .envs(session.environment.iter().map(|(name, value)| (name, value)))
        .output()
        .unwrap();
    let said = [inside.stdout, inside.stderr].concat();
    assert!(inside.status.success(), "{}", String::from_utf8_lossy(&said));
}

/// This test in another process.
pub(crate) fn same_test(path: &str) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    // Test names have no crate name in front.
    let name = path.split_once("::").unwrap().1;
    command.args(["--exact", name, "--nocapture"]).env(INSIDE, name);
    command
}

/// This case in another process; only from inside a session.
pub(crate) fn this_case_again() -> Command {
    same_test(&format!("clipboard::{}", env::var(INSIDE).unwrap()))
}

/// The id of the process that holds the clipboard; only from inside a session.
pub(crate) fn server() -> String {
    env::var(SERVER).unwrap()
}

pub(crate) struct Session {
    environment: Vec<(&'static str, String)>,
    // Field order is drop order: the servers end before their folder goes.
    _servers: Vec<Server>,
    _folder: Option<TempDir>,
}

impl Session {
    /// No display at all.
    pub(crate) fn none() -> Self {
        Self { environment: Vec::new(), _servers: Vec::new(), _folder: None }
    }

    /// `WAYLAND_DISPLAY` is set, and no one is there.
    pub(crate) fn no_compositor() -> Self {
        let mut session = Self::none();
        session.set("WAYLAND_DISPLAY", "/nonexistent/wayland-0");
        session
    }

    pub(crate) fn x11() -> Self {
        let mut session = Self::none();
        session.add_x11();
        session
    }

    pub(crate) fn sway() -> Self {
        let mut session = Self::none();
        session.add_sway();
        session
    }

    pub(crate) fn sway_beside_x11() -> Self {
        let mut session = Self::x11();
        session.add_sway();
        session
    }

    pub(crate) fn weston() -> Self {
        let mut session = Self::none();
        session.add_weston();
        session
    }

    pub(crate) fn weston_beside_x11() -> Self {
        let mut session = Self::x11();
        session.add_weston();
        session
    }

    fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.environment.push((name, value.into()));
    }

    fn add(&mut self, server: Running) {
        self.set(SERVER, server.0.id().to_string());
        self._servers.push(Server(server));
    }

    fn add_x11(&mut self) {
        let _alone = one_at_a_time();
        // Without `-noreset` it starts afresh, and disconnects everybody, when the last program leaves.
        let mut server = spawn(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-noreset", "-screen", "0", "640x480x24"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
            "xvfb",
        );
        // It says which number it took, as soon as it listens.
        let mut number = String::new();
        let said = server.0.stdout.take().unwrap();
        BufReader::new(said).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb did not start");
        self.set("DISPLAY", format!(":{}", number.trim()));
        self.add(server);
    }

    fn add_sway(&mut self) {
        let folder = self.runtime_folder();
        fs::write(folder.join("sway.conf"), "xwayland disable\n").unwrap();
        let mut sway = unprivileged(&folder, "sway");
        sway.arg("-c")
            .arg(folder.join("sway.conf"))
            .env("WLR_BACKENDS", "headless")
            .env("WLR_RENDERER", "pixman")
            .env("WLR_LIBINPUT_NO_DEVICES", "1")
            .env("LIBSEAT_BACKEND", "noop");
        self.add_compositor(&mut sway, "sway", &folder.join("wayland-1"));
    }

    fn add_weston(&mut self) {
        let folder = self.runtime_folder();
        let mut weston = unprivileged(&folder, "weston");
        weston.args(["--backend=headless-backend.so", "--shell=kiosk-shell.so"]).args([
            "--socket=wayland-1",
            "--idle-time=0",
            "--no-config",
        ]);
        self.add_compositor(&mut weston, "weston", &folder.join("wayland-1"));
    }

    fn add_compositor(&mut self, command: &mut Command, package: &str, socket: &Path) {
        let mut compositor = spawn(command.stdout(Stdio::null()).stderr(Stdio::null()), package);
        until("the compositor listens", || {
            let ended = compositor.0.try_wait().unwrap();
            assert!(ended.is_none(), "{package} did not start: {ended:?}");
            UnixStream::connect(socket).is_ok()
        });
        self.set("WAYLAND_DISPLAY", socket.to_str().unwrap());
        self.add(compositor);
    }

    /// Wayland clients want one, and it has to be private.
    fn runtime_folder(&mut self) -> PathBuf {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        if as_root() {
            std::os::unix::fs::chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        self.set("XDG_RUNTIME_DIR", path.to_str().unwrap());
        self._folder = Some(folder);
        path
    }
}

/// Ended in peace, so that it takes its lock and its socket with it.
struct Server(Running);

/// A server that starts can take the number of one that is about to end, which then removes the
/// socket of the new one.
fn one_at_a_time() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Server {
    fn drop(&mut self) {
        let _alone = one_at_a_time();
        let process = self.0.0.id().to_string();
        signal("TERM", &process);
        // A case may have failed while it was stopped.
        signal("CONT", &process);
        // Otherwise it is killed.
        comes_true(|| !matches!(self.0.0.try_wait(), Ok(None)));
    }
}

fn unprivileged(folder: &Path, program: &str) -> Command {
    let mut command = if as_root() {
        let mut command = Command::new("setpriv");
        command.args([format!("--reuid={NOBODY}"), format!("--regid={NOBODY}")]);
        command.args(["--clear-groups", program]);
        command
    } else {
        Command::new(program)
    };
    command
        .env("XDG_RUNTIME_DIR", folder)
        .env("HOME", folder)
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DISPLAY");
    command
}

fn as_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}
