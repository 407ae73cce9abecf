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

pub(super) enum Order {
    Copy { line: OneTimeSecret, life: Duration, reply: Sender<Result<(), CopyError>> },
    End { reply: Sender<Option<Outcome>> },
}

/// Serves orders until nobody can give any more.
pub(super) fn serve(
    inbox: &Receiver<Order>,
    term: &Mutex<Option<Term>>,
    on_end: &impl Fn(Outcome),
) {
    // One board for good: the last one that is dropped takes the content with it.
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
                // Who asked may have given up waiting.
                let _ = reply.send(copied);
            }
            Ok(Order::End { reply }) => {
                let outcome = lock(term).take().and(board.as_mut()).map(Board::clear_if_ours);
                let _ = reply.send(outcome);
            }
            Err(RecvTimeoutError::Timeout) => {
                *lock(term) = None;
                if let Some(board) = &mut board {
                    on_end(board.clear_if_ours());
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
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

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
