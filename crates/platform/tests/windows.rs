//! What is different on Windows, on the real thing or under Wine: the clipboard with its marks, the credential
//! store, programs and what they start, what the system tells a window, and another process's memory.
#![cfg(windows)]
#![allow(unsafe_code, reason = "the other side of these calls is the operating system's")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "../../../tests/memory/reader/windows.rs"]
mod reader;

use memchr::memmem;
use sigsentry_keys_core::handoff::{
    Destination, Field, Fields, Outcome as Sent, Write, destinations,
};
use sigsentry_keys_platform::{
    clipboard::{ClipboardLease, Outcome},
    desktop::{Desktop, LISTENER, Signal},
    handoff::{Delivery, Detected, SendFailure, SendTarget, Surroundings, detect, send},
    keychain::{DataKey, Keychain, KeychainError, SystemSecretStore},
};
use sigsentry_keys_secret::OneTimeSecret;
use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    io::{BufRead as _, BufReader, Write as _},
    os::windows::{fs::OpenOptionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    ptr,
    sync::{Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};
use windows_sys::{
    Win32::{
        System::DataExchange::{IsClipboardFormatAvailable, RegisterClipboardFormatW},
        UI::WindowsAndMessaging::{
            FindWindowW, PBT_APMSUSPEND, SendMessageW, WM_ENDSESSION, WM_POWERBROADCAST,
            WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK,
        },
    },
    core::w,
};

const LONG: Duration = Duration::from_secs(30);
const VALUE: &str = "ss_secret_aB3x9Zk2LmQ7pTw5VnR8";

fn secret(value: &str) -> OneTimeSecret {
    serde_json::from_value(serde_json::Value::String(value.to_owned())).unwrap()
}

#[track_caller]
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + LONG;
    while !holds() {
        assert!(Instant::now() < deadline, "never happened: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// The computer has one clipboard.
fn clipboard() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_marked() -> bool {
    // SAFETY: the calls take a string and a number.
    unsafe {
        let mark = RegisterClipboardFormatW(w!("ExcludeClipboardContentFromMonitorProcessing"));
        IsClipboardFormatAvailable(mark) != 0
    }
}

fn other_program_copies(text: &str) {
    // Other programs may have it open for a moment.
    until("another program's copy", || {
        arboard::Clipboard::new().and_then(|mut other| other.set_text(text)).is_ok()
    });
}

fn pasted() -> Option<String> {
    arboard::Clipboard::new().ok()?.get_text().ok()
}

#[test]
fn a_copy_is_marked_and_cleared_at_the_end_of_its_lease() {
    let _one = clipboard();
    other_program_copies("another");
    assert!(!is_marked(), "the mark is noticed");
    let (ended, end) = mpsc::channel();
    let lease = ClipboardLease::start(move |outcome| ended.send(outcome).unwrap());
    lease.copy(secret(VALUE), Duration::from_millis(700)).unwrap();
    assert!(is_marked());
    assert_eq!(pasted().as_deref(), Some(VALUE));
    assert_eq!(end.recv_timeout(LONG), Ok(Outcome::Cleared));
    assert_eq!(pasted(), None);
}

#[test]
fn what_another_program_copied_meanwhile_is_left_alone() {
    let _one = clipboard();
    let lease = ClipboardLease::start(|_| ());
    for other in ["another", VALUE] {
        lease.copy(secret(VALUE), LONG).unwrap();
        other_program_copies(other);
        assert_eq!(lease.end(), Some(Outcome::LeftAlone));
        assert_eq!(pasted().as_deref(), Some(other));
    }
    lease.copy(secret(VALUE), LONG).unwrap();
    assert_eq!(lease.end(), Some(Outcome::Cleared));
    assert_eq!(pasted(), None);
}

#[test]
fn a_program_that_puts_the_value_back_is_noticed() {
    let _one = clipboard();
    let (ended, end) = mpsc::channel();
    let lease = ClipboardLease::start(move |outcome| ended.send(outcome).unwrap());
    lease.copy(secret(VALUE), LONG).unwrap();
    assert_eq!(lease.end(), Some(Outcome::Cleared));
    other_program_copies(VALUE);
    assert_eq!(end.recv_timeout(LONG), Ok(Outcome::PutBack { by: None }));
    assert_eq!(lease.end(), Some(Outcome::Cleared), "it can be tried again");
}

#[test]
fn a_data_key_is_kept_in_the_credential_store_and_removed() {
    const ITEM: &str = "0123456789abcdef";
    let keychain = Keychain::new(SystemSecretStore::default());
    let key = DataKey::from_bytes(&[0x5a; DataKey::LENGTH]).unwrap();
    assert_eq!(keychain.read(ITEM).wait(LONG).err(), Some(KeychainError::ItemMissing));
    keychain.write(ITEM, &key).wait(LONG).unwrap();
    keychain.read(ITEM).wait(LONG).unwrap();
    keychain.write(ITEM, &key).wait(LONG).unwrap();
    keychain.remove(ITEM).wait(LONG).unwrap();
    keychain.remove(ITEM).wait(LONG).unwrap();
    assert_eq!(keychain.read(ITEM).wait(LONG).err(), Some(KeychainError::ItemMissing));
}

#[test]
fn the_system_tells_of_sleep_locks_and_the_end_of_the_session() {
    let (said, hears) = mpsc::channel();
    Desktop::of_person().listen(move |signal| said.send(signal).unwrap());
    // SAFETY: the call takes a string, and none for any title.
    let window = || unsafe { FindWindowW(LISTENER, ptr::null()) };
    until("a window that listens", || !window().is_null());
    // SAFETY: the window is there; the messages have no pointers in them.
    let send = |message, first: u32| unsafe { SendMessageW(window(), message, first as usize, 0) };
    for (message, first, signal) in [
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, Signal::SessionLocked),
        (WM_POWERBROADCAST, PBT_APMSUSPEND, Signal::Sleep),
        (WM_ENDSESSION, 1, Signal::SessionEnds),
    ] {
        // One that another program holds up, and one that means nothing here.
        send(WM_ENDSESSION, 0);
        send(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK + 1);
        send(message, first);
        // The system waits until it was heard.
        assert_eq!(hears.try_recv(), Ok(signal));
    }
}

/// `examples/recorder.rs`, as it was built beside the tests.
fn recorder() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.parent().unwrap().parent().unwrap().join("examples/recorder.exe")
}

/// What the residue suite will read with on Windows; its own scenarios need a web view.
#[test]
fn the_memory_of_another_process_is_read() {
    let mut holder = Command::new(recorder())
        .arg("hold")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut says = BufReader::new(holder.stdout.take().unwrap()).lines();
    let mut stdin = holder.stdin.take().unwrap();
    assert_eq!(reader::name(holder.id()), "recorder");
    let text = format!("held by process {:08}", holder.id());
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let copies = |pid| {
        let mut copies = (0, 0);
        reader::for_each_chunk(pid, |_, chunk| {
            copies.0 += memmem::find_iter(chunk, &text).count();
            copies.1 += memmem::find_iter(chunk, &wide).count();
        });
        copies
    };
    assert_eq!(says.next().unwrap().unwrap(), "held");
    assert_eq!(copies(holder.id()), (1, 1));
    stdin.write_all(b"wipe\n").unwrap();
    assert_eq!(says.next().unwrap().unwrap(), "wiped");
    assert_eq!(copies(holder.id()), (0, 0));
    drop(stdin);
    holder.wait().unwrap();
    assert_eq!(copies(holder.id()), (0, 0), "a process that is gone");
}

/// A folder with 1Password's program in it, as far as anyone can tell.
struct Programs {
    folder: tempfile::TempDir,
    around: Surroundings,
}

/// How a program can be there.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Exe,
    /// A script that calls it, as npm and gcloud install them.
    Cmd,
}

static DESTINATION: Destination =
    Destination { limit: Duration::from_secs(10), ..destinations::one_password::DESTINATION };

impl Programs {
    fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let name = match kind {
            Kind::Exe => "op.exe",
            Kind::Cmd => "real.exe",
        };
        fs::copy(recorder(), folder.path().join(name)).unwrap();
        if matches!(kind, Kind::Cmd) {
            fs::write(folder.path().join("op.cmd"), "@\"%~dp0real.exe\" %*\r\n").unwrap();
        }
        // As Windows spells it.
        let mut variables = vec![(OsString::from("Path"), folder.path().as_os_str().to_owned())];
        variables.extend(env::vars_os().filter(|(name, _)| !name.eq_ignore_ascii_case("path")));
        Self { around: Surroundings::of(variables), folder }
    }

    fn found(&self) -> PathBuf {
        match detect(&DESTINATION, &self.around) {
            Detected::Ready { path, .. } => path,
            other => panic!("{other:?}"),
        }
    }

    fn send(&self, vault: &str) -> Result<Delivery, SendFailure> {
        let fields = [(Field::Vault, vault.to_owned()), (Field::Title, "CI".to_owned())];
        let fields = DESTINATION.check(&Fields::from_iter(fields)).unwrap();
        let program = self.found();
        let target = SendTarget {
            destination: &DESTINATION,
            program: &program,
            fields: &fields,
            write: Write::Create,
        };
        send(&target, secret(VALUE), &self.around)
    }

    fn written(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }
}

#[test]
fn a_program_is_found_by_windows_spelling_of_the_path_and_reads_the_value() {
    for kind in [Kind::Exe, Kind::Cmd] {
        let programs = Programs::new(kind);
        programs.send("Team").unwrap();
        assert!(programs.written("bytes").contains(VALUE), "{kind:?}");
        let arguments = programs.written("arguments");
        assert!(arguments.contains("item\0create\0-") && !arguments.contains(VALUE), "{kind:?}");
        // Not where the app was started: a `.cmd` looks there for what it calls.
        let folder = programs.written("folder").to_lowercase();
        assert!(folder.ends_with(r"windows\system32"), "{kind:?}: {folder}");
    }
}

#[test]
fn nothing_of_a_field_is_taken_for_a_command() {
    let folder = tempfile::tempdir().unwrap();
    let caught = folder.path().join("caught");
    let vault = format!("a & echo x>{0} | b ^& %PATH% !x! \"q\" & echo y>{0}", caught.display());
    // A shell that is given it unquoted does make the file.
    Command::new("cmd").arg("/c").raw_arg(format!("echo {vault}")).output().unwrap();
    assert!(caught.exists(), "what is looked for can happen");
    fs::remove_file(&caught).unwrap();
    for kind in [Kind::Exe, Kind::Cmd] {
        let programs = Programs::new(kind);
        let sent = programs.send(&vault);
        // What a script hands on is its shell's business; the standard library refuses what it can't hand to one
        // safely.
        if matches!(kind, Kind::Exe) {
            sent.unwrap();
            assert!(programs.written("arguments").contains(&vault));
        }
        assert!(!caught.exists(), "{kind:?}");
    }
}

fn is_free(held: &Path) -> bool {
    File::options().write(true).share_mode(0).open(held).is_ok()
}

#[test]
fn what_takes_too_long_is_ended_with_everything_that_it_started() {
    for kind in [Kind::Exe, Kind::Cmd] {
        let programs = Programs::new(kind);
        fs::write(programs.folder.path().join("hang"), "").unwrap();
        let held = programs.folder.path().join("held");
        let sent = thread::scope(|scope| {
            let sending = scope.spawn(|| programs.send("Team"));
            until("what the program starts", || programs.folder.path().join("stays").exists());
            assert!(!is_free(&held), "{kind:?}: it runs");
            sending.join().unwrap()
        });
        match sent {
            Err(SendFailure::Program { outcome: Sent::Unknown, .. }) => {}
            other => panic!("{kind:?}: {other:?}"),
        }
        until("the end of what it started", || is_free(&held));
    }
}
