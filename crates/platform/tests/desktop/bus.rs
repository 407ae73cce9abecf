//! A bus, and who speaks on it.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufRead as _, BufReader, Read as _},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use zbus::{
    blocking::{Connection, connection::Builder},
    interface,
    zvariant::{OwnedFd, OwnedObjectPath, Value},
};

pub(crate) const LOGIN_PATH: &str = "/org/freedesktop/login1";
pub(crate) const OWN_SESSION: &str = "/org/freedesktop/login1/session/_31";
pub(crate) const OTHER_SESSION: &str = "/org/freedesktop/login1/session/_32";
const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/support/bus.conf");

pub(crate) struct Bus {
    pub(crate) address: String,
    speaker: Connection,
    /// What is still open of the delays that were asked for.
    delays: Delays,
    _daemon: Daemon,
}

type Delays = Arc<Mutex<Vec<File>>>;

struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// As logind, for one session.
struct Login(Delays);

#[interface(name = "org.freedesktop.login1.Manager")]
impl Login {
    #[zbus(name = "GetSessionByPID")]
    fn session(&self, pid: u32) -> OwnedObjectPath {
        assert_eq!(pid, std::process::id());
        OwnedObjectPath::try_from(OWN_SESSION).unwrap()
    }

    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
        assert_eq!((what, mode), ("sleep", "delay"));
        let (reader, writer) = io::pipe().unwrap();
        self.0.lock().unwrap().push(File::from(std::os::fd::OwnedFd::from(reader)));
        std::os::fd::OwnedFd::from(writer).into()
    }
}

impl Bus {
    pub(crate) fn with_login() -> Self {
        Self::start("org.freedesktop.login1")
    }

    pub(crate) fn with_name(name: &str) -> Self {
        Self::start(name)
    }

    fn start(name: &str) -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={CONFIG}"))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is installed by cargo xtask test");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        let delays = Delays::default();
        let speaker = Builder::address(address.as_str())
            .unwrap()
            .serve_at(LOGIN_PATH, Login(Arc::clone(&delays)))
            .unwrap()
            .name(name)
            .unwrap()
            .build()
            .unwrap();
        Self { address, speaker, delays, _daemon: Daemon(daemon) }
    }

    pub(crate) fn say(&self, path: &str, interface: &str, signal: &str, word: bool) {
        self.speaker.emit_signal(None::<&str>, path, interface, signal, &word).unwrap();
    }

    pub(crate) fn say_nothing(&self, path: &str, interface: &str, signal: &str) {
        self.speaker.emit_signal(None::<&str>, path, interface, signal, &()).unwrap();
    }

    /// What the login manager says of a session once a locker has told it.
    pub(crate) fn hint(&self, session: &str, locked: bool) {
        let changed = HashMap::from([("LockedHint", Value::from(locked))]);
        let word = ("org.freedesktop.login1.Session", changed, Vec::<&str>::new());
        let (interface, signal) = ("org.freedesktop.DBus.Properties", "PropertiesChanged");
        self.speaker.emit_signal(None::<&str>, session, interface, signal, &word).unwrap();
    }

    /// How many still hold the sleep.
    pub(crate) fn delays(&self) -> usize {
        let mut delays = self.delays.lock().unwrap();
        delays.retain(|delay| !is_over(delay));
        delays.len()
    }

    pub(crate) fn until(&self, what: &str, probe: impl Fn() -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !probe() {
            assert!(Instant::now() < deadline, "waited in vain for {what}");
            std::thread::yield_now();
        }
    }
}

/// Whether the other end was closed.
fn is_over(mut delay: &File) -> bool {
    let ready = rustix::event::PollFd::new(delay, rustix::event::PollFlags::IN);
    let ready = rustix::event::poll(&mut [ready], Some(&Default::default())).unwrap();
    ready > 0 && delay.read(&mut [0]).unwrap() == 0
}
