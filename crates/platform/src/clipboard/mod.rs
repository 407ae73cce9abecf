//! The clipboard lease: a copied value stays for a while, and is cleared only if it is still ours.
//!
//! On X11 and Wayland the app itself serves the clipboard: while a lease runs, arboard holds one copy
//! of the line. It is freed when the lease ends, and the app's allocator wipes what is freed.
//!
//! Whose content it is, is decided by who set it and not by what it says: X11 names the owner, a
//! Wayland compositor says when a copy was replaced, macOS and Windows count the changes. A clipboard
//! manager that takes content over, against the mark, counts as another program. After clearing, the
//! clipboard is looked at again: some managers put back what was there (Linux).

mod backend;
#[cfg(not(target_os = "linux"))]
mod change_count;
mod clock;
mod fingerprint;
#[cfg(target_os = "linux")]
mod linux;
mod system;
mod thread;

use sigsentry_keys_secret::OneTimeSecret;
use std::{
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::Duration,
};
use system::Clipboard;
use thread::Order;
use zeroize::Zeroizing;

/// Longest wait for a clipboard that does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The one way to the clipboard. Cheap to clone; the work happens on a thread of its own, because a
/// clipboard can block.
#[derive(Clone)]
pub struct ClipboardLease {
    orders: mpsc::Sender<Order>,
    term: Arc<Mutex<Option<Term>>>,
    clock: fn() -> Duration,
}

/// From when and for how long a lease runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Term {
    /// By [`clock::now`].
    began: Duration,
    life: Duration,
    /// It is over, and the content could not be cleared: still ours, and to be tried again on request.
    failed: bool,
}

impl Term {
    fn remaining(self, now: Duration) -> Duration {
        self.life.saturating_sub(now.saturating_sub(self.began))
    }
}

/// How a lease stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeaseState {
    /// Until it is cleared.
    pub remaining: Duration,
    /// What it had at first.
    pub total: Duration,
}

/// How a lease ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The clipboard was cleared.
    Cleared,
    /// Another program copied meanwhile: left alone.
    LeftAlone,
    /// It was still ours and could not be cleared. It can be tried again.
    Failed,
    /// It was cleared, and another program put the value back. It can be tried again.
    PutBack {
        /// The program's name, where the system tells.
        by: Option<String>,
    },
}

/// Why nothing was copied. The value is still where it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CopyError {
    /// There is none: no display, no connection to it.
    #[error("there is no clipboard")]
    NoClipboard,
    /// There is one, and the system does not let us at it: a Wayland compositor without data control
    /// and without XWayland, another program that keeps it open, a write that failed.
    #[error("the clipboard refused the content")]
    Refused,
    /// It was written, and does not show: another program replaced it at once.
    #[error("the clipboard does not have what was copied")]
    NotConfirmed,
    /// No answer within five seconds. What is carried out after all is taken back at once.
    #[error("the clipboard does not answer")]
    TimedOut,
}

impl ClipboardLease {
    /// Starts the thread. `on_end` hears of every lease that ends by itself.
    ///
    /// That includes one whose end was asked for, and came after the asker had given up waiting.
    pub fn start(on_end: impl Fn(Outcome) + Send + 'static) -> Self {
        Self::start_on(Clipboard::open, clock::now, on_end)
    }

    fn start_on(
        open: impl Fn() -> Result<Clipboard, CopyError> + Send + 'static,
        clock: fn() -> Duration,
        on_end: impl Fn(Outcome) + Send + 'static,
    ) -> Self {
        let (orders, inbox) = mpsc::channel();
        let term = Arc::new(Mutex::new(None));
        let shared = Arc::clone(&term);
        std::thread::spawn(move || thread::serve(&inbox, &shared, &open, clock, &on_end));
        Self { orders, term, clock }
    }

    /// Copies a line, marked as secret, for `life`. A new copy restarts the time. Blocks until the
    /// clipboard confirmed it, five seconds at most.
    ///
    /// # Errors
    /// [`CopyError`].
    pub fn copy(&self, line: OneTimeSecret, life: Duration) -> Result<LeaseState, CopyError> {
        let (reply, answer) = mpsc::channel();
        self.orders.send(Order::Copy { line, life, reply }).map_err(|_| CopyError::NoClipboard)?;
        answer.recv_timeout(PATIENCE).map_err(|_| CopyError::TimedOut)??;
        Ok(LeaseState { remaining: life, total: life })
    }

    /// What lies in the clipboard now, ours or not; `None` if it is no text, or does not come
    /// within five seconds. Blocks until then.
    #[must_use]
    pub fn read(&self) -> Option<Zeroizing<String>> {
        let (reply, answer) = mpsc::channel();
        self.orders.send(Order::Read { reply }).ok()?;
        answer.recv_timeout(PATIENCE).ok()?
    }

    /// The lease that runs, if any. One that failed to end does not run any more.
    #[must_use]
    pub fn state(&self) -> Option<LeaseState> {
        let term = self.term().filter(|term| !term.failed)?;
        Some(LeaseState { remaining: term.remaining((self.clock)()), total: term.life })
    }

    /// Ends the lease now, if one runs, is about to begin, or failed to end. Blocks until it is done, five
    /// seconds at most. A copy that was asked for before begins and ends first.
    #[must_use]
    pub fn end(&self) -> Option<Outcome> {
        let (reply, answer) = mpsc::channel();
        self.orders.send(Order::End { reply }).ok()?;
        answer.recv_timeout(PATIENCE).unwrap_or(Some(Outcome::Failed))
    }

    fn term(&self) -> Option<Term> {
        *self.term.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn a_lease_counts_down_and_never_below_nothing() {
        let began = Duration::from_secs(1000);
        let term = Term { began, life: Duration::from_secs(30), failed: false };
        let after = |seconds| term.remaining(began + Duration::from_secs(seconds)).as_secs();
        assert_eq!((after(0), after(12), after(30), after(99)), (30, 18, 0, 0));
    }

    #[test]
    fn without_a_lease_there_is_nothing_to_end() {
        let lease = ClipboardLease::start(|_| panic!("nothing ended"));
        assert_eq!((lease.state(), lease.end()), (None, None));
    }

    /// A clipboard that refuses to be cleared a few times.
    struct Stubborn(u32);

    impl backend::ClipboardBackend for Stubborn {
        fn write(&mut self, _text: String) -> Result<(), CopyError> {
            Ok(())
        }

        fn clear_if_ours(&mut self) -> Outcome {
            if self.0 == 0 {
                return Outcome::Cleared;
            }
            self.0 -= 1;
            Outcome::Failed
        }
    }

    fn stubborn(times: u32) -> (ClipboardLease, mpsc::Receiver<Outcome>) {
        let (ended, end) = mpsc::channel();
        let open = move || Ok(Clipboard::of(Box::new(Stubborn(times))));
        let lease =
            ClipboardLease::start_on(open, clock::now, move |outcome| ended.send(outcome).unwrap());
        (lease, end)
    }

    /// The computer sleeps for an hour, and the lease has 90 seconds.
    #[test]
    fn time_asleep_counts() {
        static SLEPT: AtomicU64 = AtomicU64::new(0);
        fn after_sleep() -> Duration {
            clock::now() + Duration::from_secs(SLEPT.load(Ordering::Relaxed))
        }
        let (ended, end) = mpsc::channel();
        let open = || Ok(Clipboard::of(Box::new(Stubborn(0))));
        let lease = ClipboardLease::start_on(open, after_sleep, move |outcome| {
            ended.send(outcome).unwrap();
        });
        lease.copy(value(), Duration::from_secs(90)).unwrap();
        assert!(lease.state().unwrap().remaining > Duration::from_secs(80));
        SLEPT.store(3600, Ordering::Relaxed);
        assert_eq!(lease.state().unwrap().remaining, Duration::ZERO);
        assert_eq!(end.recv_timeout(PATIENCE), Ok(Outcome::Cleared));
    }

    /// A clipboard that takes its time.
    struct Slow(mpsc::Receiver<()>);

    impl backend::ClipboardBackend for Slow {
        fn write(&mut self, _text: String) -> Result<(), CopyError> {
            self.0.recv_timeout(PATIENCE).map_err(|_| CopyError::Refused)
        }

        fn clear_if_ours(&mut self) -> Outcome {
            Outcome::Cleared
        }
    }

    /// The person signs out, or the app ends, while a copy is being made.
    #[test]
    fn an_end_that_overtakes_its_copy_waits_for_it() {
        let (go, held) = mpsc::channel();
        let held = Mutex::new(Some(held));
        let open = move || Ok(Clipboard::of(Box::new(Slow(held.lock().unwrap().take().unwrap()))));
        let lease = ClipboardLease::start_on(open, clock::now, |_| {});
        let copying = lease.clone();
        let (asked, copy_asked) = mpsc::channel();
        std::thread::scope(|scope| {
            let copy = scope.spawn(move || {
                asked.send(()).unwrap();
                copying.copy(value(), PATIENCE * 100)
            });
            copy_asked.recv().unwrap();
            let ending = lease.clone();
            let end = scope.spawn(move || {
                loop {
                    // Asked for before the copy was, it ends nothing.
                    if let Some(outcome) = ending.end() {
                        return outcome;
                    }
                }
            });
            go.send(()).unwrap();
            assert!(copy.join().unwrap().is_ok());
            assert_eq!(end.join().unwrap(), Outcome::Cleared);
        });
        assert_eq!(lease.state(), None);
    }

    fn value() -> OneTimeSecret {
        serde_json::from_str("\"ss_org_stubborn\"").unwrap()
    }

    #[test]
    fn what_could_not_be_cleared_can_be_tried_again() {
        let (lease, end) = stubborn(2);
        lease.copy(value(), Duration::from_millis(1)).unwrap();
        assert_eq!(end.recv_timeout(PATIENCE), Ok(Outcome::Failed));
        assert_eq!(lease.state(), None, "nothing counts down any more");
        assert_eq!(lease.end(), Some(Outcome::Failed));
        assert_eq!(lease.end(), Some(Outcome::Cleared));
        assert_eq!(lease.end(), None);
        assert!(end.try_recv().is_err(), "it ended by itself once");
    }

    #[test]
    fn a_new_copy_takes_the_place_of_one_that_could_not_be_cleared() {
        let (lease, _end) = stubborn(1);
        lease.copy(value(), PATIENCE * 100).unwrap();
        assert_eq!(lease.end(), Some(Outcome::Failed));
        lease.copy(value(), PATIENCE * 100).unwrap();
        assert!(lease.state().is_some());
        assert_eq!(lease.end(), Some(Outcome::Cleared));
    }
}
