use crate::{App, lock::Step, ports::Event};
use sigsentry_keys_platform::desktop::{Desktop, Signal};
use std::{sync::Arc, time::Duration};

/// How often the app looks whether the person is still there.
const LOOK: Duration = Duration::from_secs(5);

impl App {
    /// Locks when the person has not touched the app for long enough, when something that held a lock up has
    /// ended, before the computer sleeps, and with the desktop's session. Keeps the session fresh:
    /// a window that no one looks at reads nothing.
    pub fn watch(self: &Arc<Self>) {
        let app = Arc::clone(self);
        self.ports.runtime.spawn(async move {
            loop {
                tokio::select! {
                    () = app.locking.changed.notified() => {}
                    () = tokio::time::sleep(LOOK) => {}
                }
                app.follow_lock();
            }
        });
        let app = Arc::clone(self);
        Desktop::of_person().listen(move |signal| {
            if signal == Signal::SessionEnds {
                app.leave_nothing();
                return;
            }
            if signal == Signal::Sleep
                && let Some(end) = app.end_lease()
            {
                // With or without a passphrase: who wakes the computer may be another person.
                app.ports.host.emit(Event::LeaseEnded(end));
            }
            app.want_lock();
            // Before the answer: the computer sleeps after it.
            app.follow_lock();
        });
        let app = Arc::clone(self);
        self.ports.runtime.spawn(async move {
            let mut minutes = tokio::time::interval(Duration::from_secs(60));
            loop {
                minutes.tick().await;
                app.freshen_session().await;
            }
        });
    }

    fn follow_lock(&self) {
        match self.go_on_locking(self.ports.now()) {
            Step::Nothing => {}
            Step::Ask => self.ports.host.emit(Event::LockWanted),
            Step::Lock => self.ports.host.emit(Event::Locked),
        }
    }
}
