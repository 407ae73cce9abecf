//! A process that holds a secret and does what it is told.
//!
//! It is the test itself, started once more.
#![allow(unsafe_code, reason = "a debugger is let in")]

use crate::needle::{Needle, unmask};
use sigsentry_keys_secret::OneTimeSecret;
use std::{
    env,
    io::{self, BufRead as _, BufReader, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

const SECRET: &str = "MEMORY_TEST_SECRET";
const CONTROL: &str = "MEMORY_TEST_CONTROL";
/// What the holder's answers begin with: the test framework writes to the same pipe.
const ANSWER: &str = "holder: ";

pub(crate) struct Holder {
    pub(crate) process: Child,
    pub(crate) secret: Needle,
    /// A value in ordinary memory.
    pub(crate) control: Needle,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Holder {
    /// Starts a holder, through a command that is given the program to run, and waits until it
    /// holds. `None` in the holder itself, when it is done. `test` is the name of the calling test.
    pub(crate) fn start(test: &str, through: &[&str], folder: &Path) -> Option<Self> {
        if let (Ok(secret), Ok(control)) = (env::var(SECRET), env::var(CONTROL)) {
            hold(&secret, &control);
            return None;
        }
        let (secret, control) = (Needle::new(), Needle::new());
        let mut command = Command::new(through[0]);
        command.args(&through[1..]).arg(env::current_exe().unwrap());
        let mut process = command
            .args(["--exact", test, "--nocapture"])
            .env(SECRET, secret.masked())
            .env(CONTROL, control.masked())
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} is needed: {error}", through[0]));
        let orders = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        let mut holder = Self { process, secret, control, orders, answers };
        assert_eq!(holder.answer(), "held");
        Some(holder)
    }

    /// Gives an order and waits until it is carried out.
    pub(crate) fn order(&mut self, order: &str) -> String {
        writeln!(self.orders, "{order}").unwrap();
        self.answer()
    }

    /// Makes it crash with the pages open, and waits for its end.
    pub(crate) fn crash(&mut self) {
        writeln!(self.orders, "crash").unwrap();
        self.process.wait().unwrap();
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.answers.read_line(&mut line).unwrap() > 0, "the holder ended");
            if let Some((_, answer)) = line.split_once(ANSWER) {
                return answer.trim().to_owned();
            }
        }
    }

    pub(crate) fn secrets(&self) -> usize {
        self.secret.count_in_process(self.process.id())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn hold(secret: &str, control: &str) {
    // SAFETY: sets one flag of this process; a kernel that does not know it lets everybody in.
    unsafe { libc::prctl(libc::PR_SET_PTRACER, libc::PR_SET_PTRACER_ANY) };
    let held = OneTimeSecret::fill(|page| Some(unmask(secret, page))).unwrap();
    let mut ordinary = vec![0; control.len() / 2];
    unmask(control, &mut ordinary);
    let mut held = Some(held);
    answer("held");
    while let Some(order) = next_order() {
        match (order.as_str(), &mut held) {
            ("residency", Some(secret)) => answer(&format!("{:?}", secret.residency())),
            ("drop", _) => {
                held = None;
                answer("dropped");
            }
            ("expose", Some(secret)) => {
                // EXPOSE: the test looks while the pages are open.
                secret.expose(|_| {
                    answer("open");
                    next_order();
                });
                answer("closed");
            }
            ("panic", _) => {
                let mut secret = held.take().unwrap();
                let outcome = catch_unwind(AssertUnwindSafe(move || {
                    // EXPOSE: its user fails.
                    secret.expose(|value| assert!(value.is_empty()));
                }));
                answer(if outcome.is_err() { "unwound" } else { "did not panic" });
            }
            ("crash", Some(secret)) => {
                // EXPOSE: the process dies while the pages are open.
                secret.expose(|_| std::process::abort());
            }
            other => panic!("no such order: {other:?}"),
        }
    }
    // Here until the end, so that the control is.
    std::hint::black_box(&ordinary);
}

fn next_order() -> Option<String> {
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
    (!line.is_empty()).then(|| line.trim().to_owned())
}

#[allow(clippy::print_stdout, reason = "the pipe to the test")]
fn answer(what: &str) {
    println!("{ANSWER}{what}");
    io::stdout().flush().unwrap();
}
