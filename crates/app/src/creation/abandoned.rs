use crate::{App, held};
use sigsentry_keys_contract::custody::AbandonedKey;
use sigsentry_keys_core::custody::Dismissed;
use std::sync::{Arc, atomic::Ordering};

impl App {
    /// A page has started. It has no ticket: whatever is held belonged to the one before, and is wiped;
    /// what is being made for that one will be.
    pub async fn take_abandoned_keys(self: &Arc<Self>) -> Vec<AbandonedKey> {
        let app = Arc::clone(self);
        self.ports.off_thread(move || app.abandon()).await.unwrap_or_default()
    }

    /// Writes to the disk.
    fn abandon(&self) -> Vec<AbandonedKey> {
        self.page.fetch_add(1, Ordering::SeqCst);
        let dismissed = held(&self.custody).dismiss_all();
        self.protect_value();
        for gone in &dismissed {
            self.record_dismissed(&gone.record.id);
        }
        let abandoned = |gone: &Dismissed| AbandonedKey {
            key: self.row(&gone.record),
            handed_over: gone.handed_over,
        };
        dismissed.iter().map(abandoned).collect()
    }
}
