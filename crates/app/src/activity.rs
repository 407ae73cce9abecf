use crate::App;
use sigsentry_keys_contract::activity::ActivityLine;
use sigsentry_keys_core::activity::{Activity, Deed};

/// How much of what was done with a key is shown.
const LINES: usize = 20;

impl App {
    /// Writes down what was done with a key.
    pub(crate) fn log(&self, key_id: &str, deed: Deed) {
        let line = self.line(key_id, deed);
        self.storage.with_store(|store| store.log(&line));
    }

    /// A line of the activity log, of now.
    pub(crate) fn line(&self, key_id: &str, deed: Deed) -> Activity {
        Activity { at: self.ports.now(), key_id: key_id.to_owned(), deed }
    }

    /// What was last done with a key from here, newest first.
    pub(crate) fn activity(&self, key_id: &str) -> Vec<ActivityLine> {
        let lines =
            self.storage.read(|store| store.activities_of(key_id, LINES)).unwrap_or_default();
        lines.iter().map(ActivityLine::from).collect()
    }
}
