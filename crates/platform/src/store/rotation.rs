use super::{Store, StoreError, kind::Kind, rows, table::Change};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    annotation::MOST_PLACES,
    rotation::{Place, Rotation},
};

/// Where a key's value was sent, so that another one can be sent there.
#[derive(Serialize, Deserialize)]
struct SentPlaces {
    places: Vec<rows::Place>,
}

impl Store {
    /// Keeps a rotation, in place of what was known of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_rotation(&mut self, rotation: &Rotation) -> Result<(), StoreError> {
        self.change(|change| put(change, rotation))
    }

    /// Forgets a rotation.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn forget_rotation(&mut self, id: &str) -> Result<(), StoreError> {
        self.change(|change| change.remove(Kind::Rotation, id))
    }

    /// The rotations under way, in no order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn rotations(&self) -> Result<Vec<Rotation>, StoreError> {
        let rows = self.entries::<rows::Rotation>(Kind::Rotation)?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The places that a key's value was sent to, newest last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sent_places(&self, key_id: &str) -> Result<Vec<Place>, StoreError> {
        let row = self.entry::<SentPlaces>(Kind::SentPlaces, key_id)?;
        Ok(row.map(|row| row.places.into_iter().map(Into::into).collect()).unwrap_or_default())
    }
}

/// Remembers a place that a key's value was sent to, and how; the newest ones only. One that the person brings
/// it to needs no remembering.
pub(super) fn note_sent(
    change: &mut Change<'_>,
    key_id: &str,
    place: &Place,
) -> Result<(), StoreError> {
    if place.sending.is_none() {
        return Ok(());
    }
    let known = change.entry::<SentPlaces>(Kind::SentPlaces, key_id)?;
    let known = known.into_iter().flat_map(|row| row.places).map(Place::from);
    let mut places: Vec<_> = known.filter(|known| known.name != place.name).collect();
    places.push(place.clone());
    let newest = places.len().saturating_sub(MOST_PLACES);
    let row = SentPlaces { places: places[newest..].iter().map(Into::into).collect() };
    change.put(Kind::SentPlaces, key_id, &row)
}

pub(super) fn put(change: &mut Change<'_>, rotation: &Rotation) -> Result<(), StoreError> {
    change.put(Kind::Rotation, &rotation.id, &rows::Rotation::from(rotation))
}
