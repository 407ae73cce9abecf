use super::{App, held};
use crate::{
    clock,
    trouble::{self, Area},
};
use sigsentry_keys_contract::{
    creation::{CreateKeyError, CreateKeyResponse},
    custody::AbandonedKey,
    inventory::KeyRow,
};
use sigsentry_keys_core::creation::{Attempt, IssueError, KeyFate, KeyIssuer, MintRequest};
use sigsentry_keys_core::custody::Dismissed;
use std::sync::atomic::Ordering;
use uuid::Uuid;

impl App {
    /// Makes a key. One at a time: a second click while the first runs is refused.
    pub(crate) async fn create(
        &self,
        request: MintRequest,
    ) -> Result<CreateKeyResponse, CreateKeyError> {
        let mut unsettled = self.attempt.try_lock().map_err(|_| CreateKeyError::Busy)?;
        // The idempotency key is made before the first try, so that a lost answer can be asked for
        // again.
        let attempt = Attempt { request, idempotency_key: Uuid::new_v4().to_string() };
        self.try_once(attempt, |fate| fate, &mut unsettled).await
    }

    /// Sends the last attempt again, if its end is not known.
    pub(crate) async fn retry_creation(&self) -> Result<CreateKeyResponse, CreateKeyError> {
        let mut unsettled = self.attempt.try_lock().map_err(|_| CreateKeyError::Busy)?;
        let attempt = unsettled.take().ok_or(CreateKeyError::NothingToRetry)?;
        self.try_once(attempt, KeyFate::of_later_try, &mut unsettled).await
    }

    async fn try_once(
        &self,
        attempt: Attempt,
        fate_of_try: fn(KeyFate) -> KeyFate,
        unsettled: &mut Option<Attempt>,
    ) -> Result<CreateKeyResponse, CreateKeyError> {
        let page = self.page();
        let session = match self.session() {
            Ok(session) => session,
            Err(failure) => {
                let fate = fate_of_try(KeyFate::NotCreated);
                *unsettled = (fate == KeyFate::Unknown).then_some(attempt);
                return Err(CreateKeyError::Request { failure, fate: fate.into() });
            }
        };
        self.keep_wish(&attempt);
        let issued = session
            .live
            .once(async |client, token| client.issuer(&token).issue(&attempt).await)
            .await;
        match issued {
            Ok(issued) => {
                self.wish_came_true(&attempt, &issued.record.id);
                self.note_key(&issued.record);
                let key = self.row(&issued.record);
                let length = u32::try_from(issued.value.len()).unwrap_or(u32::MAX);
                if self.page() != page {
                    // The page that asked is gone, and nobody would have the ticket.
                    trouble::note(Area::Creation, "the page went while a key was made");
                    let id = issued.record.id.clone();
                    drop(issued);
                    self.wish_was_dismissed(&id);
                    let key = Box::new(AbandonedKey { key, handed_over: false });
                    return Err(CreateKeyError::Abandoned { key });
                }
                let ticket = held(&self.custody).accept(issued, Uuid::new_v4().into_bytes());
                Ok(CreateKeyResponse { ticket: ticket.to_string(), key, length })
            }
            Err(IssueError { failure, fate }) => {
                let fate = fate_of_try(fate);
                // Otherwise the page says what became of the key, now.
                if fate != KeyFate::Unknown {
                    self.wish_ended(&attempt.idempotency_key);
                }
                *unsettled = (fate == KeyFate::Unknown).then_some(attempt);
                // Remembers a session that is over.
                let failure = self.failure(&session, &failure);
                Err(CreateKeyError::Request { failure, fate: fate.into() })
            }
        }
    }

    /// Which page of the main window is there. One that was reloaded, or whose process ended, is another.
    fn page(&self) -> u64 {
        self.page.load(Ordering::SeqCst)
    }

    /// A page has started. It has no ticket: whatever is held belonged to the one before, and is wiped;
    /// what is being made for that one will be.
    pub(crate) fn take_abandoned_keys(&self) -> Vec<AbandonedKey> {
        self.page.fetch_add(1, Ordering::SeqCst);
        let dismissed = self.custody().dismiss_all();
        for gone in &dismissed {
            self.wish_was_dismissed(&gone.record.id);
        }
        let abandoned = |gone: &Dismissed| AbandonedKey {
            key: self.row(&gone.record),
            handed_over: gone.handed_over,
        };
        dismissed.iter().map(abandoned).collect()
    }

    /// A record as a row, with the project's name where the inventory has it.
    pub(crate) fn row(&self, record: &sigsentry_keys_core::key::KeyRecord) -> KeyRow {
        let now = clock::now();
        self.with_snapshot(|snapshot| KeyRow::of(record, &snapshot.projects, now))
            .unwrap_or_else(|| KeyRow::of(record, &[], now))
    }
}
