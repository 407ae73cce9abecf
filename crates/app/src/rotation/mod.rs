//! Replacing a key while both are live: made, handed over to every place, watched, and only then revoked.

mod begin;
mod kept;
#[cfg(all(test, target_os = "linux"))]
mod tests;

use crate::{App, held};
use sigsentry_keys_contract::{
    handoff::{FilledField, SendError, SendPlan, SendRequest, Sent},
    inventory::KeyRow,
    revocation::RevokeError,
    rotation::{MarkPlaceRequest, PlaceMark, RotationError, RotationView, SendToPlaceRequest},
};
use sigsentry_keys_core::{
    key::KeyRecord,
    rotation::{Place, PlaceState, Refusal, Rotation, WaitsFor},
};
use std::{collections::BTreeMap, sync::Arc};

impl App {
    /// Every rotation under way, the newest first, and what it waits for.
    pub fn rotations(&self) -> Vec<RotationView> {
        let rotations = self.known_rotations(&held(&self.account));
        rotations.iter().map(|rotation| self.rotation_view(rotation)).collect()
    }

    /// The same, with the keys of all of them read again.
    ///
    /// # Errors
    /// [`RotationError::Request`], [`RotationError::Cancelled`].
    pub async fn look_at_rotations(self: &Arc<Self>) -> Result<Vec<RotationView>, RotationError> {
        let rotations = self.known_rotations(&held(&self.account));
        let keys =
            rotations.into_iter().flat_map(|one| one.retiring.into_iter().chain(one.replacement));
        for id in keys.collect::<Vec<_>>() {
            match self.read_again(&id).await {
                // What the inventory does not have is not known, and is treated so.
                Ok(_) | Err(RevokeError::NoSuchKey) => {}
                Err(error) => return Err(begin::not_read(error)),
            }
        }
        Ok(self.rotations())
    }

    /// The person puts a rotation on hold, with both keys live, or goes on with it.
    ///
    /// # Errors
    /// [`RotationError::NotThere`].
    pub fn hold_rotation(&self, id: &str, on_hold: bool) -> Result<RotationView, RotationError> {
        self.change_rotation(id, |rotation| {
            rotation.on_hold = on_hold;
            true
        });
        self.view_of(id)
    }

    /// The person says what a place has.
    ///
    /// # Errors
    /// [`RotationError::NotThere`].
    pub fn mark_place(&self, request: &MarkPlaceRequest) -> Result<RotationView, RotationError> {
        let rotation = self.rotation(&request.rotation_id).ok_or(RotationError::NotThere)?;
        let place = rotation.places.get(request.place as usize).ok_or(RotationError::NotThere)?;
        let state = match request.mark {
            PlaceMark::Waits => PlaceState::Waits,
            PlaceMark::Stored => PlaceState::Stored(self.ports.now()),
            PlaceMark::Left => PlaceState::Left,
        };
        match &rotation.replacement {
            // The replacement's own replacement gets there, too.
            Some(replacement) if request.mark == PlaceMark::Stored => {
                self.record_stored(replacement, &Place { state, ..place.clone() });
            }
            _ => self.change_rotation(&request.rotation_id, |one| one.mark(&place.name, state)),
        }
        self.view_of(&request.rotation_id)
    }

    /// Forgets a rotation. Every key of it that is live stays live.
    pub fn end_rotation(&self, id: &str) {
        self.drop_rotation(&mut held(&self.account), id);
    }

    /// What sending the value to a place of its rotation will do.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn plan_place(&self, request: &SendToPlaceRequest) -> Result<SendPlan, SendError> {
        self.plan_sending(&self.sending_to(request)?).await
    }

    /// Sends the value to a place of its rotation, in place of the old one. It stays held.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send_to_place(&self, request: &SendToPlaceRequest) -> Result<Sent, SendError> {
        self.send_key(&self.sending_to(request)?).await
    }

    /// What speaks against revoking a key right now, as rotations under way say.
    pub(crate) fn refusals(&self, key_id: &str) -> Vec<Refusal> {
        let now = self.server_time();
        let rotations = self.known_rotations(&held(&self.account));
        let of = |rotation: &Rotation| {
            let keys = self.keys_of(rotation);
            rotation.refusals(key_id, |id| keys.get(id), now)
        };
        rotations.iter().flat_map(of).collect()
    }

    /// Reads the replacement of a key again, where a rotation has one: was it used meanwhile?
    pub(crate) async fn read_replacement_of(
        self: &Arc<Self>,
        key_id: &str,
    ) -> Result<(), RevokeError> {
        let rotations = self.known_rotations(&held(&self.account));
        let of = rotations.into_iter().filter(|rotation| rotation.retires(key_id));
        for replacement in of.filter_map(|rotation| rotation.replacement) {
            match self.read_again(&replacement).await {
                // What the inventory does not have is not known, and is treated so.
                Ok(_) | Err(RevokeError::NoSuchKey) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// A key opens nothing any more: rotations whose old keys have all ended are over.
    pub(crate) fn end_rotations_of(&self, key_id: &str) {
        let rotations = self.known_rotations(&held(&self.account));
        for rotation in rotations.iter().filter(|one| one.retires(key_id)) {
            if self.waits_for(rotation) == WaitsFor::End {
                self.end_rotation(&rotation.id);
            }
        }
    }

    fn change_rotation(&self, id: &str, change: impl FnOnce(&mut Rotation) -> bool) {
        let mut account = held(&self.account);
        let known = self.known_rotations(&account).into_iter().find(|one| one.id == id);
        let Some(mut rotation) = known else { return };
        if change(&mut rotation) {
            self.keep_rotation(&mut account, rotation);
        }
    }

    fn view_of(&self, id: &str) -> Result<RotationView, RotationError> {
        let rotation = self.rotation(id).ok_or(RotationError::NotThere)?;
        Ok(self.rotation_view(&rotation))
    }

    fn rotation_view(&self, rotation: &Rotation) -> RotationView {
        let keys = self.keys_of(rotation);
        let row = |id: &String| keys.get(&**id).map(|key| self.row(key));
        let old: Vec<KeyRow> = rotation.retiring.iter().filter_map(row).collect();
        let replacement = rotation.replacement.as_ref().and_then(row);
        RotationView::of(rotation, old, replacement, self.waits_for(rotation))
    }

    fn waits_for(&self, rotation: &Rotation) -> WaitsFor {
        let keys = self.keys_of(rotation);
        let held = rotation.replacement.as_ref().is_some_and(|id| held(&self.custody).holds(id));
        rotation.waits_for(|id| keys.get(id), held, self.server_time())
    }

    /// The keys of a rotation, as they were read last.
    fn keys_of(&self, rotation: &Rotation) -> BTreeMap<String, KeyRecord> {
        let ids = || rotation.retiring.iter().chain(&rotation.replacement);
        let keys = self.with_inventory(|known| {
            ids().filter_map(|id| Some((id.clone(), known.key(id)?.clone()))).collect()
        });
        keys.unwrap_or_default()
    }

    fn sending_to(&self, request: &SendToPlaceRequest) -> Result<SendRequest, SendError> {
        let rotation = self.rotation(&request.rotation_id).ok_or(SendError::NoLongerHeld)?;
        let place = rotation.places.get(request.place as usize);
        // The page offers it for places only that this app can send to.
        let sending =
            place.and_then(|place| place.sending.as_ref()).ok_or(SendError::NotInstalled)?;
        let filled = |(id, value): (_, &str)| FilledField {
            id: sigsentry_keys_contract::handoff::FieldId::from(id),
            value: value.to_owned(),
        };
        Ok(SendRequest {
            ticket: request.ticket.clone(),
            destination: sending.destination.into(),
            fields: sending.fields.iter().map(filled).collect(),
            replace: true,
        })
    }
}
