use crate::{
    App, held,
    ports::Event,
    trouble::{self, Area},
};
use sigsentry_keys_contract::{
    creation::{CreateKeyError, CreateKeyResponse},
    custody::AbandonedKey,
};
use sigsentry_keys_core::creation::{Attempt, IssueError, Issued, KeyFate, MintRequest};
use std::sync::atomic::Ordering;
use uuid::Uuid;

impl App {
    /// Makes a key. One at a time: a second click while the first runs is refused.
    ///
    /// # Errors
    /// [`CreateKeyError`].
    pub async fn create(&self, request: MintRequest) -> Result<CreateKeyResponse, CreateKeyError> {
        self.create_once(self.attempt(request)).await
    }

    /// The idempotency key is made before the first try, so that a lost answer can be asked for again.
    pub(crate) fn attempt(&self, request: MintRequest) -> Attempt {
        Attempt { request, idempotency_key: self.uuid().to_string() }
    }

    /// The first try of an attempt.
    pub(crate) async fn create_once(
        &self,
        attempt: Attempt,
    ) -> Result<CreateKeyResponse, CreateKeyError> {
        let _creating = self.creating.try_lock().map_err(|_| CreateKeyError::Busy)?;
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
            Ok(mut issued) => {
                self.remember_value(&mut issued);
                self.record_created(&session, &attempt, &issued.record);
                Self::put_key(&mut held(&self.account), &issued.record);
                let key = self.row(&issued.record);
                let length = u32::try_from(issued.value.len()).unwrap_or(u32::MAX);
                if self.page() != page {
                    // The page that asked is gone, and no one would have the ticket.
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

    /// Remembers by what the value is recognised, if the person wants that. Without it, a value that turns
    /// up is told by its first characters.
    fn remember_value(&self, issued: &mut Issued) {
        if self.settings().recognise_values {
            let Issued { record, value } = issued;
            self.storage.with_store(|store| store.remember_value(value, &record.id));
        }
    }

    fn note_unsettled(&self, attempt: Attempt, fate: &KeyFate) {
        held(&self.account).unsettled = (*fate == KeyFate::Unknown).then_some(attempt);
    }

    pub(crate) fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.ports.number()).into_uuid()
    }

    /// Which page of the main window is there. One that was reloaded, or whose process ended, is another.
    fn page(&self) -> u64 {
        self.page.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use crate::support::SignedIn;
    use serde_json::json;
    use sigsentry_keys_contract::{
        activity::DeedView,
        creation::{CreateKeyError, KeyFate},
        custody::CustodyError,
    };
    use sigsentry_keys_core::custody::Ticket;

    #[test]
    fn a_key_is_held_listed_and_written_down() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await;
            assert_eq!(one.app.key_detail(&made.key.id).unwrap().row, made.key);
            assert_eq!(one.deeds(&made.key.id), [DeedView::Created]);
            let ticket = Ticket::from_text(made.ticket);
            assert!(one.app.spell(&ticket, 0).unwrap().is_some());
            assert_eq!(one.app.spell(&ticket, made.length).unwrap(), None);
        });
    }

    #[test]
    fn one_key_is_made_at_a_time() {
        SignedIn::run(async |one| {
            one.misbehave(json!({ "operation": "create", "latencyMs": 300 }));
            let ask = |name| one.app.create(SignedIn::organization_key(name));
            let (first, second) = tokio::join!(ask("one"), ask("two"));
            assert!(first.is_ok());
            assert_eq!(second, Err(CreateKeyError::Busy));
            assert_eq!(one.sandbox.issued().len(), 1);
        });
    }

    #[test]
    fn a_lost_answer_is_asked_for_again_and_brings_the_same_key() {
        SignedIn::run(async |one| {
            one.misbehave(json!({ "operation": "create", "dropAfterCommit": true }));
            let lost = one.app.create(SignedIn::organization_key("ci")).await;
            let Err(CreateKeyError::Request { fate: KeyFate::Unknown, .. }) = lost else {
                panic!("{lost:?}")
            };
            let made = one.app.retry_creation().await.unwrap();
            let issued = one.sandbox.issued();
            assert_eq!(issued.len(), 2);
            assert!(issued.iter().all(|answer| answer.key_id == made.key.id));
            let again = one.app.retry_creation().await;
            assert_eq!(again, Err(CreateKeyError::NothingToRetry));
        });
    }

    #[test]
    fn what_the_server_refuses_is_not_made_and_not_retried() {
        SignedIn::run(async |one| {
            let refusal = json!({ "operation": "create", "status": 403, "code": "FORBIDDEN" });
            one.misbehave(refusal);
            let refused = one.app.create(SignedIn::organization_key("ci")).await;
            let Err(CreateKeyError::Request { fate: KeyFate::NotCreated, .. }) = refused else {
                panic!("{refused:?}")
            };
            assert_eq!(one.sandbox.issued().len(), 0);
            let again = one.app.retry_creation().await;
            assert_eq!(again, Err(CreateKeyError::NothingToRetry));
        });
    }

    #[test]
    fn a_page_that_starts_wipes_what_the_one_before_held() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await;
            let abandoned = one.app.take_abandoned_keys().await;
            let ids: Vec<_> = abandoned.iter().map(|gone| &gone.key.id).collect();
            assert_eq!(ids, [&made.key.id]);
            let spelled = one.app.spell(&Ticket::from_text(made.ticket), 0);
            assert_eq!(spelled, Err(CustodyError::NoLongerHeld));
            assert_eq!(one.deeds(&made.key.id), [DeedView::Dismissed, DeedView::Created]);
        });
    }
}
