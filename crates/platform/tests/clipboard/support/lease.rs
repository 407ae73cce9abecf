//! The cases that both clipboards have.

use super::{
    Running,
    programs::{HINT, Program},
    session::{server, this_case_again},
    signal, until,
};
use sigsentry_keys_platform::clipboard::{ClipboardLease, CopyError, Outcome};
use sigsentry_keys_secret::OneTimeSecret;
use std::{
    env,
    process::Stdio,
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

/// Plain text, under a name that both worlds know.
pub(crate) const TEXT: &str = "UTF8_STRING";
pub(crate) const LONG: Duration = Duration::from_secs(600);
/// Long enough for another program to paste meanwhile.
const SHORT: Duration = Duration::from_secs(2);
/// A wait for something that hangs would be longer.
const AT_ONCE: Duration = Duration::from_secs(2);
const OWNER: &str = "LEASE_TEST_OWNER";

pub(crate) fn value(text: &str) -> OneTimeSecret {
    serde_json::from_value(serde_json::Value::String(text.into())).unwrap()
}

pub(crate) fn started() -> (ClipboardLease, Receiver<Outcome>) {
    let (ended, end) = mpsc::channel();
    let lease = ClipboardLease::start(move |outcome| {
        // A case may be over before its lease.
        let _ = ended.send(outcome);
    });
    (lease, end)
}

pub(crate) fn hint(other: &impl Program) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_hint"), LONG).unwrap();
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_hint"));
    assert_eq!(other.paste(HINT).as_deref(), Some("secret"));
}

pub(crate) fn cleared_at_the_end(other: &impl Program) {
    let (lease, end) = started();
    let began = Instant::now();
    lease.copy(value("ss_org_end"), SHORT).unwrap();
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_end"));
    assert_eq!(end.recv_timeout(LONG), Ok(Outcome::Cleared));
    assert!(began.elapsed() >= SHORT);
    assert_eq!((other.paste(TEXT), other.paste(HINT)), (None, None));
    assert_eq!(lease.state(), None);
}

pub(crate) fn another_text(other: &impl Program) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_other"), LONG).unwrap();
    let _owner = other.copy("a shopping list");
    assert_eq!(lease.end(), Some(Outcome::LeftAlone));
    assert_eq!(other.paste(TEXT).as_deref(), Some("a shopping list"));
}

pub(crate) fn same_text(other: &impl Program) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_same"), LONG).unwrap();
    assert_eq!(other.paste(HINT).as_deref(), Some("secret"));
    let _owner = other.copy("ss_org_same");
    assert_eq!(lease.end(), Some(Outcome::LeftAlone));
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_same"));
}

pub(crate) fn restarted(other: &impl Program) {
    let (lease, end) = started();
    lease.copy(value("ss_org_first"), SHORT).unwrap();
    lease.copy(value("ss_org_second"), SHORT * 2).unwrap();
    let restarted = Instant::now();
    assert!(lease.state().unwrap().remaining > SHORT);
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_second"));
    // The first one's end passes without an event.
    assert_eq!(end.recv_timeout(LONG), Ok(Outcome::Cleared));
    assert!(restarted.elapsed() > SHORT);
    assert_eq!((other.paste(TEXT), lease.state()), (None, None));
}

pub(crate) fn clear_now(other: &impl Program) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_now"), LONG).unwrap();
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_now"));
    assert_eq!(lease.end(), Some(Outcome::Cleared));
    assert_eq!((other.paste(TEXT), lease.end()), (None, None));
}

pub(crate) fn dropped(other: &impl Program) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_dropped"), LONG).unwrap();
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_dropped"));
    drop(lease);
    until("the clipboard is empty", || other.paste(TEXT).is_none());
}

pub(crate) fn killed(other: &impl Program) {
    if env::var_os(OWNER).is_some() {
        let (lease, _end) = started();
        lease.copy(value("ss_org_killed"), LONG).unwrap();
        loop {
            thread::park();
        }
    }
    let mut app = Running(this_case_again().env(OWNER, "").stdout(Stdio::null()).spawn().unwrap());
    until("the app has copied", || other.paste(TEXT).as_deref() == Some("ss_org_killed"));
    app.0.kill().unwrap();
    app.0.wait().unwrap();
    until("the clipboard is empty", || other.paste(TEXT).is_none());
}

pub(crate) fn hanging_owner_replaced(other: &impl Program) {
    let owner = other.copy("never to be read");
    signal("STOP", &owner.0.id().to_string());
    let (lease, _end) = started();
    let began = Instant::now();
    lease.copy(value("ss_org_over"), LONG).unwrap();
    assert!(began.elapsed() < AT_ONCE);
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_over"));
    assert_eq!(lease.end(), Some(Outcome::Cleared));
}

/// No one who asked it for its content would have an answer: so it is not asked.
pub(crate) fn hanging_owner_left_alone(other: &impl Program) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_under"), LONG).unwrap();
    let owner = other.copy("read later");
    signal("STOP", &owner.0.id().to_string());
    let began = Instant::now();
    assert_eq!(lease.end(), Some(Outcome::LeftAlone));
    assert!(began.elapsed() < AT_ONCE);
    signal("CONT", &owner.0.id().to_string());
    assert_eq!(other.paste(TEXT).as_deref(), Some("read later"));
}

/// Who was told that nothing was copied does not find it in the clipboard later.
pub(crate) fn hanging_server(other: &impl Program) {
    let (lease, end) = started();
    lease.copy(value("ss_org_before"), LONG).unwrap();
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_before"));
    signal("STOP", &server());
    assert_eq!(lease.copy(value("ss_org_after"), LONG), Err(CopyError::TimedOut));
    signal("CONT", &server());
    until("the clipboard is empty", || other.paste(TEXT).is_none());
    until("no lease runs", || lease.state().is_none());
    // It works again, and nothing of before comes after.
    lease.copy(value("ss_org_again"), LONG).unwrap();
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_again"));
    assert_eq!(lease.end(), Some(Outcome::Cleared));
    assert!(end.try_recv().is_err());
}

/// What could not be cleared in time is said, and cleared as soon as that is possible.
pub(crate) fn hanging_server_at_the_end(other: &impl Program) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_stuck"), LONG).unwrap();
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_stuck"));
    signal("STOP", &server());
    assert_eq!(lease.end(), Some(Outcome::Failed));
    signal("CONT", &server());
    until("the clipboard is empty", || other.paste(TEXT).is_none());
}

/// What could not be cleared is still there to be tried, and what comes of the first try is heard.
pub(crate) fn tried_again(other: &impl Program) {
    let (lease, end) = started();
    lease.copy(value("ss_org_again"), LONG).unwrap();
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_again"));
    signal("STOP", &server());
    assert_eq!(lease.end(), Some(Outcome::Failed));
    assert_eq!(lease.end(), Some(Outcome::Failed), "there is something to end yet");
    assert!(end.try_recv().is_err());
    signal("CONT", &server());
    assert_eq!(end.recv_timeout(LONG), Ok(Outcome::Cleared));
    assert_eq!((other.paste(TEXT), lease.state()), (None, None));
    until("nothing is left to end", || lease.end().is_none());
}

/// A clipboard manager puts the value back as soon as it is gone: no one says that it was cleared.
pub(crate) fn put_back_at_once(other: &impl Program, name: Option<&str>) {
    let (lease, _end) = started();
    lease.copy(value("ss_org_back"), LONG).unwrap();
    let manager = other.manager("ss_org_back", "0.01");
    let by = name.map(str::to_owned);
    assert_eq!(lease.end(), Some(Outcome::PutBack { by: by.clone() }));
    assert_eq!(lease.state(), None, "nothing counts down any more");
    assert_eq!(lease.end(), Some(Outcome::PutBack { by }), "tried again, and put back again");
    drop(manager);
    assert_eq!(other.paste(TEXT).as_deref(), Some("ss_org_back"));
    assert_eq!(lease.end(), Some(Outcome::Cleared), "another program may hold it now");
    assert_eq!((other.paste(TEXT), lease.end()), (None, None));
    other.end_all();
}

/// One that looks seldom is noticed all the same, and what else was copied meanwhile is left alone.
pub(crate) fn put_back_later(other: &impl Program) {
    let (lease, end) = started();
    lease.copy(value("ss_org_late"), LONG).unwrap();
    let manager = other.manager("ss_org_late", "0.9");
    assert_eq!(lease.end(), Some(Outcome::Cleared), "as far as that shows soon");
    assert!(matches!(end.recv_timeout(LONG), Ok(Outcome::PutBack { .. })));
    drop(manager);
    let _owner = other.copy("a shopping list");
    assert_eq!(lease.end(), Some(Outcome::LeftAlone));
    assert_eq!(other.paste(TEXT).as_deref(), Some("a shopping list"));
    other.end_all();
}
