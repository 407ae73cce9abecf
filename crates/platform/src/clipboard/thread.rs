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
    on_end: &impl Fn(Outcome),
) {
    let mut board = None;
    loop {
        let running = *lock(term);
        let order = match running {
            Some(term) => inbox.recv_timeout(term.remaining(Instant::now())),
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Ok(Order::Copy { line, life, reply }) => {
                let copied = copy(&mut board, line);
                if copied.is_ok() {
                    *lock(term) = Some(Term { began: Instant::now(), life });
                }
                // The clipboard blocked, and who asked has been told that nothing was copied.
                if reply.send(copied).is_err() {
                    let _ = end(&mut board, term);
                }
            }
            Ok(Order::End { reply }) => {
                // Who asked may have given up waiting; it is done all the same.
                let _ = reply.send(end(&mut board, term));
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

fn copy(board: &mut Option<Board>, line: OneTimeSecret) -> Result<(), CopyError> {
    let opened = match board.take() {
        Some(open) => open,
        None => Board::open()?,
    };
    board.insert(opened).copy(line)
}

/// Ends the lease, if one runs, and the board with it: an X connection keeps in its buffers what it
/// served last, and only a closed one gives them back to be wiped.
fn end(board: &mut Option<Board>, term: &Mutex<Option<Term>>) -> Option<Outcome> {
    lock(term).take()?;
    let mut ended = board.take()?;
    let outcome = ended.clear_if_ours();
    if outcome == Outcome::Failed {
        // Still ours: dropped now, it would be offered to a clipboard manager for keeping.
        *board = Some(ended);
    }
    Some(outcome)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
