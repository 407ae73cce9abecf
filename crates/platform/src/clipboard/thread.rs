//! The thread that holds the clipboard.

use super::{CopyError, Outcome, Term, board::Board};
use sigsentry_keys_secret::OneTimeSecret;
use std::{
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    time::{Duration, Instant},
};
use zeroize::Zeroizing;

pub(super) enum Order {
    Copy { line: OneTimeSecret, life: Duration, reply: Sender<Result<(), CopyError>> },
    End { reply: Sender<Option<Outcome>> },
    Read { reply: Sender<Option<Zeroizing<String>>> },
}

/// Serves orders until nobody can give any more; then a lease that runs is ended.
pub(super) fn serve(
    inbox: &Receiver<Order>,
    term: &Mutex<Option<Term>>,
    open: &impl Fn() -> Result<Board, CopyError>,
    on_end: &impl Fn(Outcome),
) {
    let mut board = None;
    loop {
        let running = *lock(term);
        let order = match running {
            Some(term) if !term.failed => inbox.recv_timeout(term.remaining(Instant::now())),
            // Whether a failed one is tried again is for the person to say.
            _ => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Ok(Order::Copy { line, life, reply }) => {
                let copied = copy(&mut board, open, line);
                if copied.is_ok() {
                    *lock(term) = Some(Term { began: Instant::now(), life, failed: false });
                }
                // The clipboard blocked, and who asked has been told that nothing was copied.
                if reply.send(copied).is_err() {
                    let _ = end(&mut board, term);
                }
            }
            Ok(Order::End { reply }) => {
                let outcome = end(&mut board, term);
                // Who asked has given up waiting, and was told that it failed: this is news.
                if let (Err(_), Some(outcome)) = (reply.send(outcome), outcome) {
                    on_end(outcome);
                }
            }
            Ok(Order::Read { reply }) => {
                // Who asked may have given up waiting.
                let _ = reply.send(super::board::read());
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some(outcome) = end(&mut board, term) {
                    on_end(outcome);
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                let _ = end(&mut board, term);
                return;
            }
        }
    }
}

fn copy(
    board: &mut Option<Board>,
    open: &impl Fn() -> Result<Board, CopyError>,
    line: OneTimeSecret,
) -> Result<(), CopyError> {
    let opened = match board.take() {
        Some(open) => open,
        None => open()?,
    };
    board.insert(opened).copy(line)
}

/// Ends the lease, if there is one, and the board with it: an X connection keeps in its buffers what it
/// served last, and only a closed one gives them back to be wiped. Until that is done the lease stays:
/// who asks meanwhile must not hear that there is none.
fn end(board: &mut Option<Board>, term: &Mutex<Option<Term>>) -> Option<Outcome> {
    (*lock(term))?;
    let outcome = board.as_mut().map(Board::clear_if_ours);
    if outcome == Some(Outcome::Failed) {
        // Still ours: dropped now, it would be offered to a clipboard manager for keeping.
        if let Some(term) = &mut *lock(term) {
            term.failed = true;
        }
    } else {
        *board = None;
        *lock(term) = None;
    }
    outcome
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
