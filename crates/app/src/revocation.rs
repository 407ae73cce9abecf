use crate::App;
use chrono::TimeDelta;
use sigsentry_keys_contract::revocation::{
    RevocationPreview, RevokeError, RevokeKeyRequest, RevokeKeyResponse,
};
use sigsentry_keys_core::{
    activity::Deed,
    display::safe,
    key::{KeyRecord, Revocation},
};

impl App {
    /// Reads the key again before anybody is asked: its last use may be minutes old.
    ///
    /// # Errors
    /// [`RevokeError`].
    pub async fn preview_revocation(&self, key_id: &str) -> Result<RevocationPreview, RevokeError> {
        self.refresh_inventory().await.map_err(|failure| RevokeError::Request { failure })?;
        let record = self.record(key_id)?;
        Ok(RevocationPreview {
            used_recently: record.was_used_within(TimeDelta::hours(24), self.ports.now()),
            type_name_to_confirm: record.asks_for_its_name(),
            key: self.row(&record),
        })
    }

    /// Revokes a key, if what was typed confirms it.
    ///
    /// # Errors
    /// [`RevokeError`].
    pub async fn revoke_key(
        &self,
        request: &RevokeKeyRequest,
    ) -> Result<RevokeKeyResponse, RevokeError> {
        let record = self.record(&request.key_id)?;
        let typed = request.typed_name.as_deref().map(str::trim);
        // The prefix, too: some names can hardly be typed.
        let confirms = |typed: &str| typed == safe(record.name.trim()) || typed == record.prefix;
        if record.asks_for_its_name() && !typed.is_some_and(confirms) {
            return Err(RevokeError::NameDiffers);
        }
        let session = self.session().map_err(|failure| RevokeError::Request { failure })?;
        let revoked = session
            .live
            .once(async |client, token| client.revoke(&token, &record.id).await)
            .await
            .map_err(|failure| RevokeError::Request {
                failure: self.failure(&session, &failure),
            })?;
        self.if_still(&session, |account| {
            let revocation = Revocation::Revoked(Some(self.ports.now()));
            self.note_key(account, &KeyRecord { revocation, ..record });
            self.log(&request.key_id, Deed::Revoked);
        });
        Ok(RevokeKeyResponse { already: revoked.already })
    }

    fn record(&self, key_id: &str) -> Result<KeyRecord, RevokeError> {
        self.with_snapshot(|snapshot| snapshot.key(key_id).cloned())
            .flatten()
            .ok_or(RevokeError::NoSuchKey)
    }
}
