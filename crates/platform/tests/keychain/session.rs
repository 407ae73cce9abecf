//! A session bus with a Secret Service, or without one.

use std::{
    collections::BTreeSet,
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Says that the process is the one inside the session.
const INSIDE: &str = "KEYCHAIN_TEST_INSIDE";
/// The session's own folder.
const FOLDER: &str = "KEYCHAIN_TEST_FOLDER";
/// The process that keeps the secrets.
const SERVICE: &str = "KEYCHAIN_TEST_SERVICE";
/// Without a folder for services, nothing is started because the person asks for it.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"#;

pub(crate) struct Session {
    bus: String,
    service: Option<String>,
    // Field order is drop order: the servers end before their folder goes.
    _servers: Vec<Server>,
    folder: TempDir,
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Seen from inside.
pub(crate) struct Inside;

/// Runs `case` in a process that sees this session and no other.
pub(crate) fn within(start: fn() -> Session, test: &str, case: impl FnOnce(&Inside)) {
    if env::var_os(INSIDE).is_some() {
        return case(&Inside);
    }
    let session = start();
    let mut again = Command::new(env::current_exe().unwrap());
    again.args(["--exact", test, "--nocapture"]).env(INSIDE, test);
    again.env(SERVICE, session.service.clone().unwrap_or_default());
    let output = at_home(&mut again, session.folder.path(), &session.bus).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

impl Session {
    /// No one listens on the bus's address.
    pub(crate) fn no_bus() -> Self {
        let bus = "unix:path=/nonexistent/bus".to_owned();
        Self { bus, service: None, _servers: Vec::new(), folder: folder() }
    }

    /// A bus without a Secret Service.
    pub(crate) fn bus_only() -> Self {
        let folder = folder();
        let config = folder.path().join("bus.conf");
        fs::write(&config, BUS).unwrap();
        let mut server = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is installed by cargo xtask test");
        let bus = first_line(&mut server);
        Self { bus, service: None, _servers: vec![Server(server)], folder }
    }

    /// A bus with a Secret Service whose keyring is open.
    pub(crate) fn unlocked() -> Self {
        let mut session = Self::bus_only();
        let (child, service) = start_service(session.folder.path(), &session.bus);
        session._servers.push(Server(child));
        session.service = Some(service);
        session
    }
}

impl Session {
    /// A bus with a Secret Service that was never set up for this person: it has no keyring.
    pub(crate) fn without_keyring() -> Self {
        let mut session = Self::bus_only();
        let mut command = daemon(&["--foreground", "--components=secrets"]);
        let child = at_home(&mut command, session.folder.path(), &session.bus)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring is installed by cargo xtask test");
        let deadline = Instant::now() + Duration::from_secs(20);
        while !is_on(&session.bus) {
            assert!(Instant::now() < deadline, "no Secret Service came up");
        }
        session.service = Some(child.id().to_string());
        session._servers.push(Server(child));
        session
    }
}

impl Inside {
    /// The connections on the bus, by their unique names.
    pub(crate) fn connections(&self) -> BTreeSet<String> {
        let asked = Command::new("dbus-send")
            .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"])
            .arg("org.freedesktop.DBus.ListNames")
            .output()
            .unwrap();
        let said = String::from_utf8(asked.stdout).unwrap();
        said.split('"').filter(|word| word.starts_with(':')).map(str::to_owned).collect()
    }

    /// Starts a Secret Service on the bus that has none; it ends with its bus.
    pub(crate) fn start_service(&self) {
        let (folder, bus) = (env::var(FOLDER).unwrap(), env::var("DBUS_SESSION_BUS_ADDRESS"));
        let (child, _) = start_service(Path::new(&folder), &bus.unwrap());
        drop(child);
    }

    pub(crate) fn signal_service(&self, signal: &str) {
        let service = env::var(SERVICE).unwrap();
        assert!(Command::new("kill").args(["-s", signal, &service]).status().unwrap().success());
    }

    pub(crate) fn secret_tool(&self, arguments: &[&str], input: &str) {
        let mut tool = Command::new("secret-tool")
            .args(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .expect("secret-tool is installed by cargo xtask test");
        tool.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        assert!(tool.wait().unwrap().success());
    }

    /// Locks the keyring, as a desktop does on its owner's word.
    pub(crate) fn lock(&self) {
        let done = Command::new("dbus-send")
            .args(["--session", "--print-reply", "--dest=org.freedesktop.secrets"])
            .args(["/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock"])
            .arg("array:objpath:/org/freedesktop/secrets/collection/login")
            .output()
            .unwrap();
        assert!(done.status.success());
    }

    /// Opens the keyring with its password, as signing in to the desktop anew does.
    pub(crate) fn unlock(&self) {
        self.signal_service("KILL");
        let bus = env::var("DBUS_SESSION_BUS_ADDRESS").unwrap();
        let deadline = Instant::now() + Duration::from_secs(20);
        while is_on(&bus) {
            assert!(Instant::now() < deadline, "the Secret Service did not end");
        }
        self.start_service();
    }
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    folder
}

fn daemon(arguments: &[&str]) -> Command {
    let mut command = Command::new("gnome-keyring-daemon");
    command.args(arguments);
    command
}

/// Starts gnome-keyring with an open keyring: the process, and its id as text.
fn start_service(folder: &Path, bus: &str) -> (Child, String) {
    let mut command = daemon(&["--foreground", "--unlock", "--components=secrets"]);
    let mut child = at_home(&mut command, folder, bus)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("gnome-keyring is installed by cargo xtask test");
    child.stdin.take().unwrap().write_all(b"keyring").unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_on(bus) {
        assert!(Instant::now() < deadline, "no Secret Service came up");
    }
    let id = child.id().to_string();
    (child, id)
}

/// Whether a Secret Service is on the bus.
fn is_on(bus: &str) -> bool {
    Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"])
        .args(["org.freedesktop.DBus.GetNameOwner", "string:org.freedesktop.secrets"])
        .env("DBUS_SESSION_BUS_ADDRESS", bus)
        .output()
        .is_ok_and(|answer| answer.status.success())
}

/// With everything that such programs keep at home in a folder of its own.
fn at_home<'a>(command: &'a mut Command, folder: &Path, bus: &str) -> &'a mut Command {
    command
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .env("XDG_RUNTIME_DIR", folder)
        .env("GNOME_KEYRING_CONTROL", folder.join("keyring"))
        .env("DBUS_SESSION_BUS_ADDRESS", bus)
        .env(FOLDER, folder)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
}

fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line.trim().to_owned()
}
