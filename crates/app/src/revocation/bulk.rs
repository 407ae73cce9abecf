//! Several keys revoked together: only such as rest, each read again right before, in a list that is
//! kept, so that it can be stopped and gone on with, also after a restart.

use crate::{App, account::Session, held, ports::Event};
use sigsentry_keys_contract::{
    inventory::InventoryError,
    revocation::{BulkError, BulkItem, BulkOutcome, BulkRevocation, RevokeError},
};
use sigsentry_keys_core::{
    activity::Deed,
    display::safe,
    revocation::{MOST_AT_ONCE, NotTogether, not_together},
};
use sigsentry_keys_platform::store::StoreError;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Whether one is under way, and whether it is to stop.
#[derive(Default)]
pub(crate) struct Bulk {
    under_way: tokio::sync::Mutex<()>,
    stop: AtomicBool,
}

impl App {
    /// Which of these keys would be revoked together, and why not the others. Reads all keys again.
    ///
    /// # Errors
    /// [`BulkError`].
    pub async fn preview_bulk_revocation(
        self: &Arc<Self>,
        key_ids: &[String],
    ) -> Result<BulkRevocation, BulkError> {
        if key_ids.len() > MOST_AT_ONCE {
            return Err(BulkError::TooMany);
        }
        self.refresh_inventory().await.map_err(|error| match error {
            InventoryError::Request { failure } => BulkError::Request { failure },
            _ => BulkError::Cancelled,
        })?;
        let now = self.server_time();
        let judged = self.with_inventory(|inventory| {
            let item = |id: &String| {
                let key = inventory.key(id);
                let because = not_together(key, now).or_else(|| self.rotating(id));
                BulkItem {
                    key_id: id.clone(),
                    name: key.map(|key| safe(&key.name)).unwrap_or_default(),
                    prefix: key.map(|key| safe(&key.prefix)).unwrap_or_default(),
                    outcome: because.map_or(BulkOutcome::Waits, left_out),
                }
            };
            BulkRevocation { items: key_ids.iter().map(item).collect() }
        });
        judged.ok_or(BulkError::Nothing)
    }

    /// Revokes keys together. Those that may not be are left out.
    ///
    /// # Errors
    /// [`BulkError`].
    pub async fn revoke_keys(
        self: &Arc<Self>,
        key_ids: &[String],
    ) -> Result<BulkRevocation, BulkError> {
        let Ok(_one) = self.bulk.under_way.try_lock() else { return Err(BulkError::UnderWay) };
        let session = self.session().map_err(|failure| BulkError::Request { failure })?;
        let plan = self.preview_bulk_revocation(key_ids).await?;
        self.keep_bulk(&session, Some(plan)).await?;
        self.go_on(&session).await
    }

    /// Goes on where a bulk revocation stopped.
    ///
    /// # Errors
    /// [`BulkError`].
    pub async fn resume_revocations(self: &Arc<Self>) -> Result<BulkRevocation, BulkError> {
        let Ok(_one) = self.bulk.under_way.try_lock() else { return Err(BulkError::UnderWay) };
        let session = self.session().map_err(|failure| BulkError::Request { failure })?;
        let kept = self.bulk_revocation().await.ok_or(BulkError::Nothing)?;
        self.if_still(&session, |account| account.bulk = Some(kept));
        self.go_on(&session).await
    }

    /// Stops a bulk revocation after the key that is under way.
    pub fn stop_revocations(&self) {
        self.bulk.stop.store(true, Ordering::Relaxed);
    }

    /// The bulk revocation that stopped, or whose end the person has not seen yet.
    pub async fn bulk_revocation(self: &Arc<Self>) -> Option<BulkRevocation> {
        let known = held(&self.account).bulk.clone();
        if known.is_some() {
            return known;
        }
        let app = Arc::clone(self);
        let kept = self.ports.off_thread(move || app.storage.read(|store| store.bulk_revocation()));
        serde_json::from_str(&kept.await.flatten().flatten()?).ok()
    }

    /// The person has seen how it ended, or gives up what waits. Not while it is under way.
    pub async fn forget_bulk_revocation(self: &Arc<Self>) {
        let Ok(_one) = self.bulk.under_way.try_lock() else { return };
        if let Ok(session) = self.session() {
            // What cannot be written is offered again by the next run.
            drop(self.keep_bulk(&session, None).await);
        }
    }

    /// One key after the other, until none waits, one request fails, or the person stops it.
    async fn go_on(self: &Arc<Self>, session: &Arc<Session>) -> Result<BulkRevocation, BulkError> {
        self.bulk.stop.store(false, Ordering::Relaxed);
        loop {
            let bulk = self.if_still(session, |account| account.bulk.clone()).flatten();
            let mut bulk = bulk.ok_or(BulkError::Nothing)?;
            self.ports.host.emit(Event::Bulk(bulk.progress()));
            let waits = bulk.items.iter_mut().find(|item| item.outcome == BulkOutcome::Waits);
            let Some(item) = waits.filter(|_| !self.bulk.stop.load(Ordering::Relaxed)) else {
                return Ok(bulk);
            };
            item.outcome = self.revoke_together(session, &item.key_id).await?;
            self.keep_bulk(session, Some(bulk)).await?;
        }
    }

    /// Revokes one key of several, if it still may be.
    async fn revoke_together(
        self: &Arc<Self>,
        session: &Arc<Session>,
        key_id: &str,
    ) -> Result<BulkOutcome, BulkError> {
        let failed = |error| match error {
            RevokeError::Request { failure } => BulkError::Request { failure },
            RevokeError::NoSuchKey
            | RevokeError::NameDiffers
            | RevokeError::ReasonNeeded
            | RevokeError::Cancelled => BulkError::Cancelled,
        };
        let record = match self.read_again(key_id).await {
            Ok(record) => record,
            Err(RevokeError::NoSuchKey) => return Ok(left_out(NotTogether::Gone)),
            Err(error) => return Err(failed(error)),
        };
        match not_together(Some(&record), self.server_time()).or_else(|| self.rotating(key_id)) {
            Some(NotTogether::Revoked) => return Ok(BulkOutcome::Already),
            Some(because) => return Ok(left_out(because)),
            None => {}
        }
        let revoked = self.send_revocation(session, record, Deed::Revoked).await.map_err(failed)?;
        Ok(if revoked.already { BulkOutcome::Already } else { BulkOutcome::Revoked })
    }

    fn rotating(&self, key_id: &str) -> Option<NotTogether> {
        (!self.refusals(key_id).is_empty()).then_some(NotTogether::Rotating)
    }

    /// Takes a list over and writes it, where anything is kept.
    async fn keep_bulk(
        self: &Arc<Self>,
        session: &Arc<Session>,
        bulk: Option<BulkRevocation>,
    ) -> Result<(), BulkError> {
        let text = bulk.as_ref().map(serde_json::to_string).transpose().unwrap_or_default();
        let (app, session) = (Arc::clone(self), Arc::clone(session));
        let keep = move || -> Option<Result<(), StoreError>> {
            app.if_still(&session, |account| account.bulk = bulk)?;
            app.storage.with_store(|store| store.keep_bulk_revocation(text.as_deref()))
        };
        let kept = self.ports.off_thread(keep).await.flatten();
        kept.unwrap_or(Ok(())).map_err(|_| BulkError::NotWritten)
    }
}

fn left_out(because: NotTogether) -> BulkOutcome {
    BulkOutcome::LeftOut { because: because.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::SignedIn;
    use serde_json::json;
    use sigsentry_keys_contract::revocation::NotTogether as Because;
    use sigsentry_keys_core::{inventory::Inventory, key::KeyRecord};

    /// Ids of keys of which something holds.
    fn keys(one: &SignedIn, holds: impl Fn(&KeyRecord) -> bool) -> Vec<String> {
        let ids = |known: &Inventory| {
            let keys = known.reading().keys.iter().filter(|key| holds(key));
            keys.map(|key| key.id.to_string()).collect::<Vec<_>>()
        };
        one.app.with_inventory(ids).unwrap()
    }

    /// Keys that may be revoked together.
    fn resting(one: &SignedIn, most: usize) -> Vec<String> {
        let now = one.app.ports.now();
        let mut ids = keys(one, |key| not_together(Some(key), now).is_none());
        assert!(ids.len() >= most, "{}", ids.len());
        ids.truncate(most);
        ids
    }

    fn revoked_on_server(one: &SignedIn) -> usize {
        one.sandbox.keys().iter().filter(|key| key.revoked_at.is_some()).count()
    }

    fn outcomes(bulk: &BulkRevocation) -> Vec<BulkOutcome> {
        bulk.items.iter().map(|item| item.outcome).collect()
    }

    #[test]
    fn only_keys_that_rest_are_revoked_and_each_says_what_became_of_it() {
        SignedIn::run(async |one| {
            let mut ids = resting(&one, 2);
            let fresh = one.created("fresh").await.key.id;
            let organization =
                one.app.create(SignedIn::organization_key("wide")).await.unwrap().key.id;
            ids.extend([fresh, organization, "gone".into()]);
            let before = revoked_on_server(&one);
            let preview = one.app.preview_bulk_revocation(&ids).await.unwrap();
            let left_out = |because: Because| BulkOutcome::LeftOut { because };
            let others = [Because::TooNew, Because::Organization, Because::Gone].map(left_out);
            assert_eq!(outcomes(&preview)[..2], [BulkOutcome::Waits; 2]);
            assert_eq!(outcomes(&preview)[2..], others);
            assert_eq!(revoked_on_server(&one), before, "a look revokes nothing");
            let done = one.app.revoke_keys(&ids).await.unwrap();
            assert_eq!(outcomes(&done)[..2], [BulkOutcome::Revoked; 2]);
            assert_eq!(outcomes(&done)[2..], others);
            assert_eq!(revoked_on_server(&one), before + 2);
            assert_eq!(one.app.bulk_revocation().await, Some(done));
            one.app.forget_bulk_revocation().await;
            assert_eq!(one.app.bulk_revocation().await, None);
        });
    }

    #[test]
    fn what_stopped_is_gone_on_with_and_nothing_is_sent_twice() {
        SignedIn::run(async |one| {
            let ids = resting(&one, 4);
            let before = revoked_on_server(&one);
            // The second key's answer is lost after it was revoked.
            one.misbehave(json!({ "operation": "revoke" }));
            one.misbehave(json!({ "operation": "revoke", "dropAfterCommit": true }));
            let stopped = one.app.revoke_keys(&ids).await;
            assert!(matches!(stopped, Err(BulkError::Request { .. })), "{stopped:?}");
            let kept = one.app.bulk_revocation().await.unwrap();
            let waits = BulkOutcome::Waits;
            assert_eq!(outcomes(&kept), [BulkOutcome::Revoked, waits, waits, waits]);
            // As after a restart: only the store has it.
            held(&one.app.account).bulk = None;
            assert_eq!(one.app.bulk_revocation().await, Some(kept));
            let done = one.app.resume_revocations().await.unwrap();
            assert_eq!(outcomes(&done)[1], BulkOutcome::Already);
            assert_eq!(outcomes(&done)[2..], [BulkOutcome::Revoked; 2]);
            assert_eq!(revoked_on_server(&one), before + 4);
            assert_eq!(done.progress().done, 4);
        });
    }

    #[test]
    fn a_key_that_is_used_meanwhile_is_left_out() {
        SignedIn::run(async |one| {
            let ids = resting(&one, 2);
            let kept = one.app.preview_bulk_revocation(&ids).await.unwrap();
            let session = one.app.session().unwrap();
            one.app.keep_bulk(&session, Some(kept)).await.unwrap();
            one.sandbox.use_key(&ids[0]);
            let done = one.app.resume_revocations().await.unwrap();
            let in_use = BulkOutcome::LeftOut { because: Because::InUse };
            assert_eq!(outcomes(&done), [in_use, BulkOutcome::Revoked]);
        });
    }

    #[test]
    fn it_stops_when_the_person_says_so_and_two_do_not_run_at_once() {
        SignedIn::run(async |one| {
            let ids = resting(&one, 2);
            let before = revoked_on_server(&one);
            let guard = one.app.bulk.under_way.try_lock().unwrap();
            assert_eq!(one.app.revoke_keys(&ids).await, Err(BulkError::UnderWay));
            assert_eq!(one.app.resume_revocations().await, Err(BulkError::UnderWay));
            drop(guard);
            assert_eq!(one.app.resume_revocations().await, Err(BulkError::Nothing));
            let many = vec![String::from("x"); MOST_AT_ONCE + 1];
            assert_eq!(one.app.preview_bulk_revocation(&many).await, Err(BulkError::TooMany));
            assert_eq!(revoked_on_server(&one), before);
        });
    }
}
