//! The thread that holds the clipboard.

use super::{
    CopyError, Outcome, Term, backend,
    fingerprint::Fingerprint,
    system::{self, Clipboard},
};
use sigsentry_keys_secret::OneTimeSecret;
use std::{
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};
use zeroize::Zeroizing;

pub(super) enum Order {
    Copy { line: OneTimeSecret, life: Duration, reply: Sender<Result<(), CopyError>> },
    End { reply: Sender<Option<Outcome>> },
    Read { reply: Sender<Option<Zeroizing<String>>> },
}

/// How often a lease is held against the clock: while the computer sleeps, a wait stands still.
const BEAT: Duration = Duration::from_secs(1);
/// How long a clipboard manager gets to put back what was cleared before the clearing is believed.
const SOON: Duration = Duration::from_millis(300);
/// When the clipboard is looked at once more: some managers look only every second.
const LATER: Duration = Duration::from_secs(2);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// What the thread knows of a value that it has cleared.
enum Aftermath {
    None,
    /// It was gone, and is looked for once more at this time.
    LookAgain(Fingerprint, Duration),
    /// Another program put it back.
    PutBack(Fingerprint),
}

/// Serves orders until no one can give any more; then a lease that runs is ended.
pub(super) fn serve(
    inbox: &Receiver<Order>,
    term: &Mutex<Option<Term>>,
    open: &impl Fn() -> Result<Clipboard, CopyError>,
    clock: fn() -> Duration,
    on_end: &impl Fn(Outcome),
) {
    let mut desk = Desk { backend: None, term, clock, aftermath: Aftermath::None };
    loop {
        match inbox.recv_timeout(desk.wait()) {
            Ok(Order::Copy { line, life, reply }) => {
                let copied = desk.copy(open, line, life);
                // The clipboard blocked, and who asked has been told that nothing was copied.
                if reply.send(copied).is_err() {
                    let _ = desk.end();
                }
            }
            Ok(Order::End { reply }) => {
                let outcome = desk.end();
                // Who asked has given up waiting, and was told that it failed: this is news.
                if let (Err(_), Some(outcome)) = (reply.send(outcome.clone()), outcome) {
                    on_end(outcome);
                }
            }
            Ok(Order::Read { reply }) => {
                // Who asked may have given up waiting.
                let _ = reply.send(backend::read());
            }
            Err(RecvTimeoutError::Timeout) => desk.look().into_iter().for_each(on_end),
            Err(RecvTimeoutError::Disconnected) => {
                let _ = desk.end();
                return;
            }
        }
    }
}

/// The clipboard, the lease, and what became of the last one.
struct Desk<'a> {
    backend: Option<Clipboard>,
    term: &'a Mutex<Option<Term>>,
    clock: fn() -> Duration,
    aftermath: Aftermath,
}

impl Desk<'_> {
    /// Until the next look at the clock.
    fn wait(&self) -> Duration {
        let now = (self.clock)();
        match (&*lock(self.term), &self.aftermath) {
            (Some(term), _) if !term.failed => term.remaining(now).min(BEAT),
            (_, Aftermath::LookAgain(_, due)) => due.saturating_sub(now).min(BEAT),
            // Whether a failed one is tried again is for the person to say.
            _ => Duration::MAX,
        }
    }

    /// What the clock says is due.
    fn look(&mut self) -> Option<Outcome> {
        let now = (self.clock)();
        let running = lock(self.term).filter(|term| !term.failed);
        if let Some(term) = running {
            return if term.remaining(now).is_zero() { self.end() } else { None };
        }
        match std::mem::replace(&mut self.aftermath, Aftermath::None) {
            Aftermath::LookAgain(fingerprint, due) if due <= now => {
                let by = system::holder(&fingerprint)?;
                self.aftermath = Aftermath::PutBack(fingerprint);
                Some(Outcome::PutBack { by })
            }
            other => {
                self.aftermath = other;
                None
            }
        }
    }

    fn copy(
        &mut self,
        open: &impl Fn() -> Result<Clipboard, CopyError>,
        line: OneTimeSecret,
        life: Duration,
    ) -> Result<(), CopyError> {
        let opened = match self.backend.take() {
            Some(open) => open,
            None => open()?,
        };
        self.backend.insert(opened).copy(line)?;
        self.aftermath = Aftermath::None;
        *lock(self.term) = Some(Term { began: (self.clock)(), life, failed: false });
        Ok(())
    }

    /// Ends the lease, if there is one, and the backend with it: an X connection keeps in its buffers what
    /// it served last, and only a closed one gives them back to be wiped. Until that is done the lease
    /// stays: who asks meanwhile must not hear that there is none.
    fn end(&mut self) -> Option<Outcome> {
        if lock(self.term).is_none() {
            return self.clear_what_was_put_back();
        }
        let backend = self.backend.as_mut()?;
        let outcome = backend.clear_if_ours();
        if outcome == Outcome::Failed {
            // Still ours: dropped now, it would be offered to a clipboard manager for keeping.
            if let Some(term) = &mut *lock(self.term) {
                term.failed = true;
            }
            return Some(outcome);
        }
        let fingerprint = backend.fingerprint();
        self.backend = None;
        let outcome = match fingerprint {
            Some(fingerprint) if outcome == Outcome::Cleared => self.believe(fingerprint),
            _ => outcome,
        };
        *lock(self.term) = None;
        Some(outcome)
    }

    /// Clears again what another program put back, if that is still what is there.
    fn clear_what_was_put_back(&mut self) -> Option<Outcome> {
        let Aftermath::PutBack(fingerprint) =
            std::mem::replace(&mut self.aftermath, Aftermath::None)
        else {
            return None;
        };
        if system::holder(&fingerprint).is_none() {
            return Some(Outcome::LeftAlone);
        }
        system::clear_whosever();
        Some(self.believe(fingerprint))
    }

    /// Whether what was cleared stays so, as far as that shows soon.
    fn believe(&mut self, fingerprint: Fingerprint) -> Outcome {
        let deadline = (self.clock)() + SOON;
        loop {
            if let Some(by) = system::holder(&fingerprint) {
                self.aftermath = Aftermath::PutBack(fingerprint);
                return Outcome::PutBack { by };
            }
            if (self.clock)() >= deadline {
                self.aftermath = Aftermath::LookAgain(fingerprint, (self.clock)() + LATER);
                return Outcome::Cleared;
            }
            thread::sleep(PAUSE);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
