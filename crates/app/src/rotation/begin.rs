use crate::{App, held};
use sigsentry_keys_contract::{
    creation::{CreateKeyError, CreateKeyResponse, KeyFate},
    revocation::RevokeError,
    rotation::{BeginRotationRequest, PlaceView, RotationError, RotationPlan},
};
use sigsentry_keys_core::{
    activity::Deed,
    annotation::Annotation,
    creation::Attempt,
    key::KeyRecord,
    rotation::{Rotation, WaitsFor, replacement, suggested_name},
    status::KeyStatus,
};
use std::sync::Arc;

impl App {
    /// What replacing a key would do. Reads the key again.
    ///
    /// # Errors
    /// [`RotationError`].
    pub async fn plan_rotation(
        self: &Arc<Self>,
        key_id: &str,
    ) -> Result<RotationPlan, RotationError> {
        let record = self.replaceable(key_id).await?;
        let name = suggested_name(&record.name, self.ports.now());
        Ok(RotationPlan {
            key: self.row(&record),
            not_possible: replacement(&record, &name).err().map(Into::into),
            name,
            places: self.places_of(key_id).iter().map(PlaceView::from).collect(),
        })
    }

    /// Makes a replacement with the same scope and permissions; its value is held. The rotation is
    /// written down before anything is asked for.
    ///
    /// # Errors
    /// [`RotationError`].
    pub async fn begin_rotation(
        self: &Arc<Self>,
        request: &BeginRotationRequest,
    ) -> Result<CreateKeyResponse, RotationError> {
        let record = self.replaceable(&request.key_id).await?;
        let attempt = self.replacing(&record, &request.name)?;
        let (id, places) = (self.uuid().to_string(), self.places_of(&record.id));
        let (rest, key) = (request.rest.time(), attempt.idempotency_key.clone());
        let begun = Rotation::begin(id.clone(), &record.id, places, rest, key, self.ports.now());
        self.keep_rotation(&mut held(&self.account), begun);
        let made = self.make_replacement(&id, attempt, &record).await;
        if made.as_ref().is_err_and(made_nothing) {
            // Nothing was begun.
            self.drop_rotation(&mut held(&self.account), &id);
        }
        made
    }

    /// Makes a replacement for a rotation that has none, or whose replacement's value is gone.
    ///
    /// # Errors
    /// [`RotationError`].
    pub async fn replace_again(
        self: &Arc<Self>,
        rotation_id: &str,
        name: &str,
    ) -> Result<CreateKeyResponse, RotationError> {
        let rotation = self.rotation(rotation_id).ok_or(RotationError::NotThere)?;
        if !matches!(
            self.waits_for(&rotation),
            WaitsFor::Replacement | WaitsFor::AnotherReplacement | WaitsFor::Value
        ) {
            return Err(RotationError::UnderWay);
        }
        let old = rotation.retiring.first().ok_or(RotationError::NotThere)?;
        let record = self.read_again(old).await.map_err(not_read)?;
        let attempt = self.replacing(&record, name)?;
        let mut again = rotation.clone();
        again.begin_again(attempt.idempotency_key.clone());
        self.keep_rotation(&mut held(&self.account), again);
        let made = self.make_replacement(rotation_id, attempt, &record).await;
        if made.as_ref().is_err_and(made_nothing) {
            self.keep_rotation(&mut held(&self.account), rotation);
        }
        made
    }

    /// A key that may be replaced, read again.
    async fn replaceable(self: &Arc<Self>, key_id: &str) -> Result<KeyRecord, RotationError> {
        let record = self.read_again(key_id).await.map_err(not_read)?;
        let status = KeyStatus::of(&record, self.server_time());
        if matches!(status, KeyStatus::Revoked | KeyStatus::Expired) {
            return Err(RotationError::Ended);
        }
        let rotations = self.known_rotations(&held(&self.account));
        if rotations.iter().any(|one| one.retires(key_id) || one.is_replaced_by(key_id)) {
            return Err(RotationError::UnderWay);
        }
        Ok(record)
    }

    fn replacing(&self, record: &KeyRecord, name: &str) -> Result<Attempt, RotationError> {
        let request = replacement(record, name)
            .map_err(|because| RotationError::NotPossible { because: because.into() })??;
        Ok(self.attempt(request))
    }

    async fn make_replacement(
        &self,
        rotation_id: &str,
        attempt: Attempt,
        old: &KeyRecord,
    ) -> Result<CreateKeyResponse, RotationError> {
        let key = attempt.idempotency_key.clone();
        let made = self.create_once(attempt).await;
        match &made {
            Ok(made) => {
                self.log(&old.id, Deed::Replaced);
                self.hand_notes_on(&old.id, &made.key.id);
            }
            // It is live, and no one has its value: it is revoked with the old one.
            Err(CreateKeyError::Request {
                fate: KeyFate::ValueLost { key_id: Some(id) }, ..
            }) => self.change_rotation(rotation_id, |rotation| rotation.replaced(&key, id)),
            Err(_) => {}
        }
        made.map_err(|error| RotationError::Create { error: Box::new(error) })
    }
}

impl App {
    /// Who answers for a key answers for its replacement; what is noted of it holds for both.
    fn hand_notes_on(&self, old: &str, new: &str) {
        let noted = self.storage.read(|store| store.annotation(old)).flatten();
        let Some(Annotation { owner, note, .. }) = noted else { return };
        let handed_on = Annotation { owner, note, ..Annotation::default() };
        let kept = self.storage.with_store(|store| store.annotate(new, &handed_on));
        if kept.is_some_and(|kept| kept.is_ok()) {
            self.note(new, handed_on);
        }
    }
}

/// Whether no key was made for certain.
fn made_nothing(error: &RotationError) -> bool {
    let RotationError::Create { error } = error else { return false };
    match &**error {
        CreateKeyError::Form { .. } | CreateKeyError::Busy | CreateKeyError::NothingToRetry => true,
        CreateKeyError::Request { fate, .. } => *fate == KeyFate::NotCreated,
        CreateKeyError::Abandoned { .. } => false,
    }
}

pub(super) fn not_read(error: RevokeError) -> RotationError {
    match error {
        RevokeError::Request { failure } => RotationError::Request { failure },
        RevokeError::Cancelled => RotationError::Cancelled,
        _ => RotationError::NotThere,
    }
}
