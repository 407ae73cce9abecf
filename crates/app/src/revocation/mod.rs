mod bulk;

pub(crate) use bulk::Bulk;

use crate::{App, account::Session};
use chrono::TimeDelta;
use sigsentry_keys_contract::{
    inventory::InventoryError,
    revocation::{RevocationPreview, RevokeError, RevokeKeyRequest, RevokeKeyResponse},
};
use sigsentry_keys_core::{
    activity::Deed,
    annotation::LONGEST_LINE,
    creation::looks_like_key,
    display::safe,
    inventory::ChangeKind,
    key::{KeyRecord, Revocation},
    revocation::asks_for_name,
};
use std::sync::Arc;

/// Keys on a page of the server's list.
const PAGE: usize = 100;

impl App {
    /// Reads the key again before the person is asked: its last use may be minutes old.
    ///
    /// # Errors
    /// [`RevokeError`].
    pub async fn preview_revocation(
        self: &Arc<Self>,
        key_id: &str,
    ) -> Result<RevocationPreview, RevokeError> {
        let record = self.read_again(key_id).await?;
        self.read_replacement_of(key_id).await?;
        Ok(RevocationPreview {
            used_recently: record.was_used_within(TimeDelta::hours(24), self.server_time()),
            type_name_because: asks_for_name(&record, self.server_time()).map(Into::into),
            refusals: self.refusals(key_id).into_iter().map(Into::into).collect(),
            key: self.row(&record),
        })
    }

    /// A key as the server has it now: from the page on which it should be, or from a whole reading.
    pub(crate) async fn read_again(
        self: &Arc<Self>,
        key_id: &str,
    ) -> Result<KeyRecord, RevokeError> {
        let session = self.session().map_err(|failure| RevokeError::Request { failure })?;
        let place = self.with_inventory(|known| known.place(key_id)).flatten();
        let near = place.ok_or(RevokeError::NoSuchKey)? / PAGE + 1;
        let read =
            session.live.read(async |client, token| client.key(&token, key_id, near as u64).await);
        let read = read.await.map_err(|failure| RevokeError::Request {
            failure: self.failure(&session, &failure),
        })?;
        if let Some(record) = read {
            return Ok(self.note_read(&session, record));
        }
        self.refresh_inventory().await.map_err(|error| match error {
            InventoryError::Request { failure } => RevokeError::Request { failure },
            InventoryError::Cancelled => RevokeError::Cancelled,
            InventoryError::NotRead | InventoryError::NoSuchKey => RevokeError::NoSuchKey,
        })?;
        self.record(key_id)
    }

    /// Revokes a key, if what was typed confirms it.
    ///
    /// # Errors
    /// [`RevokeError`].
    pub async fn revoke_key(
        self: &Arc<Self>,
        request: &RevokeKeyRequest,
    ) -> Result<RevokeKeyResponse, RevokeError> {
        // What was read when the person was asked may be old by now.
        let record = self.read_again(&request.key_id).await?;
        let typed = request.typed_name.as_deref().map(str::trim);
        // The prefix, too: some names can hardly be typed.
        let confirms = |typed: &str| typed == safe(record.name.trim()) || *typed == *record.prefix;
        let asks = asks_for_name(&record, self.server_time()).is_some();
        if asks && !typed.is_some_and(confirms) {
            return Err(RevokeError::NameDiffers);
        }
        let deed = match (self.refusals_now(&request.key_id).await?, reason(request)) {
            (false, _) => Deed::Revoked,
            (true, Some(reason)) => Deed::RevokedAnyway { reason },
            (true, None) => return Err(RevokeError::ReasonNeeded),
        };
        let session = self.session().map_err(|failure| RevokeError::Request { failure })?;
        self.send_revocation(&session, record, deed).await
    }

    /// Sends a revocation that was confirmed, and takes over what became of it.
    async fn send_revocation(
        self: &Arc<Self>,
        session: &Arc<Session>,
        record: KeyRecord,
        deed: Deed,
    ) -> Result<RevokeKeyResponse, RevokeError> {
        let revoked = session
            .live
            .once(async |client, token| client.revoke(&token, &record.id).await)
            .await
            .map_err(|failure| RevokeError::Request { failure: self.failure(session, &failure) })?;
        let revocation = Revocation::Revoked(Some(self.ports.now()));
        let record = KeyRecord { revocation, ..record };
        let open = self.if_still(session, |account| Self::put_key(account, &record)).is_some();
        if open {
            self.save_key(session, &record, ChangeKind::Revoked { here: true });
            self.log(&record.id, deed);
            self.end_rotations_of(&record.id);
        }
        Ok(RevokeKeyResponse { already: revoked.already })
    }

    /// Whether a rotation speaks against revoking a key, whose replacement is read again.
    async fn refusals_now(self: &Arc<Self>, key_id: &str) -> Result<bool, RevokeError> {
        self.read_replacement_of(key_id).await?;
        Ok(!self.refusals(key_id).is_empty())
    }

    fn record(&self, key_id: &str) -> Result<KeyRecord, RevokeError> {
        self.with_inventory(|inventory| inventory.key(key_id).cloned())
            .flatten()
            .ok_or(RevokeError::NoSuchKey)
    }
}

/// What the person typed, if it can be kept.
fn reason(request: &RevokeKeyRequest) -> Option<String> {
    let reason = request.reason.as_deref()?.trim();
    let fits = !reason.is_empty() && reason.chars().count() <= LONGEST_LINE;
    (fits && !looks_like_key(reason)).then(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::SignedIn;
    use serde_json::json;
    use sigsentry_keys_contract::{
        activity::DeedView, inventory::KeyStatus, revocation::NameBecause,
    };

    fn of(key_id: &str, typed: Option<&str>) -> RevokeKeyRequest {
        RevokeKeyRequest {
            key_id: key_id.into(),
            typed_name: typed.map(str::to_owned),
            reason: None,
        }
    }

    #[test]
    fn a_revoked_key_is_shown_as_one_and_a_second_revocation_says_so() {
        SignedIn::run(async |one| {
            let id = one.created("ci").await.key.id;
            let preview = one.app.preview_revocation(&id).await.unwrap();
            assert!(!preview.used_recently && preview.type_name_because.is_none());
            assert_ne!(preview.key.status, KeyStatus::Revoked);
            let revoked = one.app.revoke_key(&of(&id, None)).await.unwrap();
            assert!(!revoked.already);
            assert_eq!(one.app.key_detail(&id).unwrap().row.status, KeyStatus::Revoked);
            assert_eq!(one.deeds(&id), [DeedView::Revoked, DeedView::Created]);
            assert!(one.app.revoke_key(&of(&id, None)).await.unwrap().already);
        });
    }

    #[test]
    fn an_organization_key_is_revoked_by_its_name_or_its_prefix_only() {
        SignedIn::run(async |one| {
            let made = one.app.create(SignedIn::organization_key("Deploy")).await.unwrap();
            let id = made.key.id;
            let preview = one.app.preview_revocation(&id).await.unwrap();
            assert_eq!(preview.type_name_because, Some(NameBecause::Organization));
            for typed in [None, Some("deploy"), Some("")] {
                let refused = one.app.revoke_key(&of(&id, typed)).await;
                assert_eq!(refused, Err(RevokeError::NameDiffers), "{typed:?}");
            }
            let server = |id: &str| one.sandbox.keys().into_iter().find(|key| key.id == *id);
            assert!(server(&id).unwrap().revoked_at.is_none());
            one.app.revoke_key(&of(&id, Some(" Deploy "))).await.unwrap();
            assert!(server(&id).unwrap().revoked_at.is_some());
        });
    }

    #[test]
    fn a_key_in_use_is_revoked_by_its_name_too_also_if_it_was_used_after_the_question() {
        SignedIn::run(async |one| {
            let id = one.created("ci").await.key.id;
            assert_eq!(one.app.preview_revocation(&id).await.unwrap().type_name_because, None);
            one.sandbox.use_key(&id);
            let refused = one.app.revoke_key(&of(&id, None)).await;
            assert_eq!(refused, Err(RevokeError::NameDiffers));
            let preview = one.app.preview_revocation(&id).await.unwrap();
            assert_eq!(preview.type_name_because, Some(NameBecause::InUse));
            assert!(!one.app.revoke_key(&of(&id, Some("ci"))).await.unwrap().already);
        });
    }

    #[test]
    fn a_refused_revocation_leaves_the_key_as_it_was() {
        SignedIn::run(async |one| {
            let id = one.created("ci").await.key.id;
            one.misbehave(json!({ "operation": "revoke", "status": 403, "code": "FORBIDDEN" }));
            let refused = one.app.revoke_key(&of(&id, None)).await;
            assert!(matches!(refused, Err(RevokeError::Request { .. })), "{refused:?}");
            assert_ne!(one.app.key_detail(&id).unwrap().row.status, KeyStatus::Revoked);
            assert_eq!(one.deeds(&id), [DeedView::Created]);
            let unknown = one.app.revoke_key(&of("no-such-key", None)).await;
            assert_eq!(unknown, Err(RevokeError::NoSuchKey));
        });
    }

    #[test]
    fn a_key_in_use_is_in_use_also_where_the_computers_clock_is_wrong() {
        for days in [-400, 30] {
            SignedIn::run_ahead(TimeDelta::days(days), async |one| {
                let id = one.created("ci").await.key.id;
                one.sandbox.use_key(&id);
                let preview = one.app.preview_revocation(&id).await.unwrap();
                assert_eq!(preview.type_name_because, Some(NameBecause::InUse), "{days}");
                assert!(preview.used_recently, "{days}");
                let refused = one.app.revoke_key(&of(&id, None)).await;
                assert_eq!(refused, Err(RevokeError::NameDiffers), "{days}");
                assert_eq!(one.app.key_detail(&id).unwrap().row.status, KeyStatus::Active);
            });
        }
    }
}
