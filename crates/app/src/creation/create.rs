use crate::{
    App, held,
    ports::Event,
    trouble::{self, Area},
};
use sigsentry_keys_contract::{
    creation::{CreateKeyError, CreateKeyResponse},
    custody::AbandonedKey,
};
use sigsentry_keys_core::creation::{Attempt, IssueError, KeyFate, MintRequest};
use std::sync::atomic::Ordering;
use uuid::Uuid;

impl App {
    /// Makes a key. One at a time: a second click while the first runs is refused.
    ///
    /// # Errors
    /// [`CreateKeyError`].
    pub async fn create(&self, request: MintRequest) -> Result<CreateKeyResponse, CreateKeyError> {
        let _creating = self.creating.try_lock().map_err(|_| CreateKeyError::Busy)?;
        // The idempotency key is made before the first try, so that a lost answer can be asked for
        // again.
        let attempt = Attempt { request, idempotency_key: self.uuid().to_string() };
        self.try_once(attempt, |fate| fate).await
    }

    /// Sends the last attempt again, if its end is not known: the same key comes back.
    ///
    /// # Errors
    /// [`CreateKeyError`].
    pub async fn retry_creation(&self) -> Result<CreateKeyResponse, CreateKeyError> {
        let _creating = self.creating.try_lock().map_err(|_| CreateKeyError::Busy)?;
        let unsettled = held(&self.account).unsettled.take();
        let attempt = unsettled.ok_or(CreateKeyError::NothingToRetry)?;
        self.try_once(attempt, KeyFate::of_later_try).await
    }

    async fn try_once(
        &self,
        attempt: Attempt,
        fate_of_try: fn(KeyFate) -> KeyFate,
    ) -> Result<CreateKeyResponse, CreateKeyError> {
        let page = self.page();
        let session = match self.session() {
            Ok(session) => session,
            Err(failure) => {
                let fate = fate_of_try(KeyFate::NotCreated);
                self.note_unsettled(attempt, &fate);
                return Err(CreateKeyError::Request { failure, fate: fate.into() });
            }
        };
        self.record_pending(&attempt);
        let issued = session
            .live
            .once(async |client, token| client.issuer(&token).issue(&attempt).await)
            .await;
        match issued {
            Ok(issued) => {
                self.record_created(&attempt, &issued.record.id);
                self.note_key(&mut held(&self.account), &issued.record);
                let key = self.row(&issued.record);
                let length = u32::try_from(issued.value.len()).unwrap_or(u32::MAX);
                if self.page() != page {
                    // The page that asked is gone, and nobody would have the ticket.
                    trouble::note(Area::Creation, "the page went while a key was made");
                    let id = issued.record.id.clone();
                    drop(issued);
                    self.record_dismissed(&id);
                    let key = Box::new(AbandonedKey { key, handed_over: false });
                    self.ports.host.emit(Event::KeyAbandoned(key.clone()));
                    return Err(CreateKeyError::Abandoned { key });
                }
                let ticket = held(&self.custody).accept(issued, self.ports.number());
                self.protect_value();
                Ok(CreateKeyResponse { ticket: ticket.to_string(), key, length })
            }
            Err(IssueError { failure, fate }) => {
                let fate = fate_of_try(fate);
                // Otherwise the page says what became of the key, now.
                if fate != KeyFate::Unknown {
                    self.close_pending(&attempt.idempotency_key);
                }
                self.note_unsettled(attempt, &fate);
                // Remembers a session that is over.
                let failure = self.failure(&session, &failure);
                Err(CreateKeyError::Request { failure, fate: fate.into() })
            }
        }
    }

    fn note_unsettled(&self, attempt: Attempt, fate: &KeyFate) {
        held(&self.account).unsettled = (*fate == KeyFate::Unknown).then_some(attempt);
    }

    fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.ports.number()).into_uuid()
    }

    /// Which page of the main window is there. One that was reloaded, or whose process ended, is another.
    fn page(&self) -> u64 {
        self.page.load(Ordering::SeqCst)
    }
}
