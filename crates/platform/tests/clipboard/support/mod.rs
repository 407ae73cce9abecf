//! Sessions, the other programs in them, and the cases that both clipboards have.

pub(crate) mod lease;
pub(crate) mod programs;
pub(crate) mod session;

use std::{
    io::Read as _,
    process::{Child, Command, Output},
    thread,
    time::{Duration, Instant},
};

/// Waits for a condition.
#[track_caller]
pub(crate) fn until(what: &str, holds: impl FnMut() -> bool) {
    assert!(comes_true(holds), "never happened: {what}");
}

/// Whether a condition holds before patience runs out.
pub(crate) fn comes_true(mut holds: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        if Instant::now() > deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(5));
    }
    true
}

/// Starts a program, or says which package is missing.
pub(crate) fn spawn(command: &mut Command, package: &str) -> Running {
    let name = command.get_program().to_string_lossy().into_owned();
    Running(command.spawn().unwrap_or_else(|error| {
        panic!(
            "{name} is needed, from the package {package}: cargo xtask test installs it ({error})"
        )
    }))
}

/// A program that is killed once the test is done.
#[must_use]
pub(crate) struct Running(pub(crate) Child);

impl Running {
    /// Waits for its end, and for what it wrote.
    pub(crate) fn finish(mut self) -> Output {
        let mut stdout = Vec::new();
        if let Some(mut pipe) = self.0.stdout.take() {
            pipe.read_to_end(&mut stdout).unwrap();
        }
        Output { status: self.0.wait().unwrap(), stdout, stderr: Vec::new() }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Sends a signal by its name, e.g. `STOP`.
pub(crate) fn signal(name: &str, process: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {process}")]).status();
    assert!(sent.unwrap().success(), "no process {process} to send {name} to");
}
