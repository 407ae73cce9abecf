//! A program together with whatever it starts: what takes too long is ended as a whole, and nothing of it
//! outlives this process while it may still have the value.

use std::{
    io,
    process::{Child, Command, ExitStatus},
};

#[cfg_attr(unix, path = "tree/unix.rs")]
#[cfg_attr(windows, path = "tree/windows.rs")]
mod system;

pub(super) struct Tree {
    pub(super) program: Child,
    held: system::Held,
}

impl Tree {
    /// Starts a program on its own: in no working folder that a person chose, and with no window.
    ///
    /// # Errors
    /// It did not start.
    pub(super) fn start(command: &mut Command) -> io::Result<Self> {
        let (program, held) = system::start(command)?;
        Ok(Self { program, held })
    }

    /// How the program ended, once it has. What it left running, as a daemon, goes on.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn has_ended(&mut self) -> io::Result<Option<ExitStatus>> {
        let status = self.program.try_wait()?;
        if status.is_some() {
            self.held.let_go();
        }
        Ok(status)
    }

    /// Ends the program and everything that it started.
    pub(super) fn end(&mut self) {
        self.held.end(&mut self.program);
    }
}
