use super::KeychainError;
use std::{sync::mpsc, thread, time::Duration};

/// A question that the keychain has not answered yet. Dropped, it is called off: an answer that comes
/// later is wiped.
pub struct Question<T> {
    answer: mpsc::Receiver<Result<T, KeychainError>>,
}

impl<T> Question<T> {
    /// Waits for the answer, `patience` at most. After [`KeychainError::Waiting`] the question still
    /// stands, with the same prompt on the screen: it can be waited for again.
    ///
    /// # Errors
    /// [`KeychainError`].
    pub fn wait(&self, patience: Duration) -> Result<T, KeychainError> {
        self.answer.recv_timeout(patience).map_err(|error| match error {
            mpsc::RecvTimeoutError::Timeout => KeychainError::Waiting,
            // The thread ended without an answer: the library behind it panicked.
            mpsc::RecvTimeoutError::Disconnected => KeychainError::Absent,
        })?
    }
}

pub(super) fn ask<T: Send + 'static>(
    question: impl FnOnce() -> Result<T, KeychainError> + Send + 'static,
) -> Question<T> {
    let (reply, answer) = mpsc::channel();
    thread::spawn(move || {
        // Who asked may have called it off.
        let _ = reply.send(question());
    });
    Question { answer }
}
