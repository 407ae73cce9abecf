//! The lease on a real X server, as another program sees it.

use sigsentry_keys_platform::clipboard::{ClipboardLease, Outcome};
use sigsentry_keys_secret::OneTimeSecret;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

/// An X server of our own, and `DISPLAY` pointing to it. One for the whole file: the variable is
/// the process's, so the cases run in one test, one after the other.
struct Display(Child);

impl Display {
    fn start() -> (Self, String) {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "640x480x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is needed: cargo xtask test installs it");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        (Self(server), format!(":{}", number.trim()))
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn paste(display: &str, target: &str) -> Option<String> {
    let output = Command::new("xclip")
        .args(["-o", "-selection", "clipboard", "-t", target, "-display", display])
        .stderr(Stdio::null())
        .output()
        .expect("xclip is needed: cargo xtask test installs it");
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

fn copy_elsewhere(display: &str, text: &str) {
    let mut xclip = Command::new("xclip")
        .args(["-i", "-selection", "clipboard", "-display", display])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    xclip.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    xclip.wait().unwrap();
    assert_eq!(paste(display, "UTF8_STRING").as_deref(), Some(text));
}

fn value(text: &str) -> OneTimeSecret {
    serde_json::from_value(serde_json::Value::String(text.into())).unwrap()
}

#[test]
fn the_lease_keeps_its_word() {
    if let Ok(role) = std::env::var("LEASE_TEST_ROLE") {
        assert_eq!(role, "owner");
        own_until_killed();
    }
    let (_server, display) = Display::start();
    // Each case is a process of its own with its own DISPLAY.
    for case in CASES {
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "one_case", "--include-ignored", "--nocapture"])
            .env("DISPLAY", &display)
            .env_remove("WAYLAND_DISPLAY")
            .env("LEASE_TEST_CASE", case.0)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{}", case.0);
    }
}

type Case = (&'static str, fn(&str));

const CASES: [Case; 7] = [
    ("the hint comes with the content", hint),
    ("cleared at the end of the lease", cleared_at_the_end),
    ("left alone when another program copied", another_text),
    ("left alone when another program copied the same text", same_text),
    ("a new copy restarts the time", restart),
    ("ended on request", ended),
    ("gone when the app is killed", killed),
];

#[test]
fn one_case() {
    let Ok(name) = std::env::var("LEASE_TEST_CASE") else { return };
    let display = std::env::var("DISPLAY").unwrap();
    let case = CASES.iter().find(|case| case.0 == name).unwrap();
    (case.1)(&display);
}

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(300);

fn started() -> (ClipboardLease, mpsc::Receiver<Outcome>) {
    let (ended, end) = mpsc::channel();
    let lease = ClipboardLease::start(move |outcome| ended.send(outcome).unwrap());
    (lease, end)
}

fn hint(display: &str) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_hint"), LONG).unwrap();
    assert_eq!(paste(display, "UTF8_STRING").as_deref(), Some("ss_org_hint"));
    assert_eq!(paste(display, "x-kde-passwordManagerHint").as_deref(), Some("secret"));
}

fn cleared_at_the_end(display: &str) {
    let (lease, end) = started();
    lease.copy(value("ss_org_end"), SHORT).unwrap();
    assert_eq!(paste(display, "UTF8_STRING").as_deref(), Some("ss_org_end"));
    assert_eq!(end.recv_timeout(LONG), Ok(Outcome::Cleared));
    assert_eq!(paste(display, "UTF8_STRING"), None);
    assert_eq!(lease.state(), None);
}

fn another_text(display: &str) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_other"), LONG).unwrap();
    copy_elsewhere(display, "a shopping list");
    assert_eq!(lease.end(), Some(Outcome::LeftAlone));
    assert_eq!(paste(display, "UTF8_STRING").as_deref(), Some("a shopping list"));
}

fn same_text(display: &str) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_same"), LONG).unwrap();
    copy_elsewhere(display, "ss_org_same");
    assert_eq!(lease.end(), Some(Outcome::LeftAlone));
    assert_eq!(paste(display, "UTF8_STRING").as_deref(), Some("ss_org_same"));
}

fn restart(display: &str) {
    let (lease, end) = started();
    lease.copy(value("ss_org_first"), SHORT).unwrap();
    lease.copy(value("ss_org_second"), LONG).unwrap();
    assert!(lease.state().unwrap().remaining > SHORT);
    // The first one's end passes without an event.
    assert!(end.recv_timeout(SHORT * 3).is_err());
    assert_eq!(paste(display, "UTF8_STRING").as_deref(), Some("ss_org_second"));
}

fn ended(display: &str) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_now"), LONG).unwrap();
    assert!(paste(display, "UTF8_STRING").is_some());
    assert_eq!(lease.end(), Some(Outcome::Cleared));
    assert_eq!((paste(display, "UTF8_STRING"), lease.end()), (None, None));
}

fn killed(display: &str) {
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_lease_keeps_its_word"])
        .env("LEASE_TEST_ROLE", "owner")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + LONG;
    while paste(display, "UTF8_STRING").as_deref() != Some("ss_org_killed") {
        assert!(Instant::now() < deadline && owner.try_wait().unwrap().is_none());
    }
    owner.kill().unwrap();
    owner.wait().unwrap();
    assert_eq!(paste(display, "UTF8_STRING"), None);
}

fn own_until_killed() -> ! {
    let (lease, end) = started();
    lease.copy(value("ss_org_killed"), LONG).unwrap();
    let _ = end.recv();
    panic!("the lease outlived its killer");
}
