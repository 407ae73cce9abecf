#![allow(unsafe_code, reason = "a group of processes is ended through the operating system")]

use std::{
    io,
    os::unix::process::CommandExt as _,
    process::{Child, Command},
};

/// The group that the program leads; its number is the program's.
pub(super) struct Held;

pub(super) fn start(command: &mut Command) -> io::Result<(Child, Held)> {
    command.process_group(0).current_dir("/");
    #[cfg(target_os = "linux")]
    ends_with_us(command);
    Ok((command.spawn()?, Held))
}

impl Held {
    /// A group holds no one.
    #[allow(clippy::unused_self, reason = "Windows has something to let go")]
    pub(super) fn let_go(&mut self) {}

    #[allow(clippy::unused_self, reason = "Windows has something to end")]
    pub(super) fn end(&mut self, program: &mut Child) {
        if let Ok(group) = libc::pid_t::try_from(program.id()) {
            // SAFETY: sends a signal; no memory is involved. The program has not been waited for, so its
            // id is still its own, and it leads its group.
            unsafe { libc::kill(-group, libc::SIGKILL) };
        }
    }
}

/// Ends with this process, also when that is killed: otherwise a slow program could store an older value
/// over the one that the next run has sent meanwhile. The thread that starts it waits for its end.
#[cfg(target_os = "linux")]
fn ends_with_us(command: &mut Command) {
    let ours = std::process::id();
    let die_with_parent = move || {
        // SAFETY: both calls only ask the kernel something about this process; they are safe after a fork.
        let (asked, parent) =
            unsafe { (libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL), libc::getppid()) };
        // It may have ended before the kernel was asked.
        let is_there = u32::try_from(parent).is_ok_and(|parent| parent == ours);
        if asked == 0 && is_there { Ok(()) } else { Err(io::Error::from(io::ErrorKind::NotFound)) }
    };
    // SAFETY: the closure allocates nothing and takes no lock.
    unsafe { command.pre_exec(die_with_parent) };
}
