//! A bus with a real, open Secret Service.

use super::window::until;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

pub(crate) struct Keyring {
    pub(crate) bus: String,
    // Field order is drop order: the programs end before their folder goes.
    service: Program,
    _daemon: Program,
    _folder: TempDir,
}

struct Program(Child);

impl Program {
    fn signal(&self, name: &str) {
        let sent =
            Command::new("kill").args([&format!("-{name}"), &self.0.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Keyring {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/bus.conf");
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={config}"))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut bus = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut bus).unwrap();
        let bus = bus.trim().to_owned();
        let mut service = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env("HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("DBUS_SESSION_BUS_ADDRESS", &bus)
            .env_remove("GNOME_KEYRING_CONTROL")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        service.stdin.take().unwrap().write_all(b"keyring").unwrap();
        until("a Secret Service", async || {
            let answer = Command::new("dbus-send")
                .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"])
                .args(["org.freedesktop.DBus.GetNameOwner", "string:org.freedesktop.secrets"])
                .env("DBUS_SESSION_BUS_ADDRESS", &bus)
                .output()
                .unwrap();
            answer.status.success().then_some(())
        })
        .await;
        Self { bus, service: Program(service), _daemon: Program(daemon), _folder: folder }
    }

    /// From now on questions stay without an answer.
    pub(crate) fn hang(&self) {
        self.service.signal("STOP");
    }

    /// Answers again.
    pub(crate) fn go_on(&self) {
        self.service.signal("CONT");
    }
}
