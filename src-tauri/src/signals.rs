//! How a system asks a process to end: a session manager's and a terminal's signals, or what a console sends.

use std::io;

/// Until one of them comes.
///
/// # Errors
/// The system gives no signals to this process.
#[cfg(unix)]
pub(crate) async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hangup.recv() => {}
    }
    Ok(())
}

/// Until one of them comes: Ctrl+C, Ctrl+Break, or the end of the console's window, after which Windows waits for
/// about five seconds. The end of the person's session comes to a window ([`sigsentry_keys_platform::desktop`]).
///
/// # Errors
/// The system gives no signals to this process.
#[cfg(windows)]
pub(crate) async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};
    let (mut interrupt, mut pause, mut close) = (ctrl_c()?, ctrl_break()?, ctrl_close()?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = pause.recv() => {}
        _ = close.recv() => {}
    }
    Ok(())
}
