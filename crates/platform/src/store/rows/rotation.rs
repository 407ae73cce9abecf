use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    handoff::{DestinationId, Field},
    rotation,
};

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Rotation {
    id: String,
    began_at: DateTime<Utc>,
    retiring: Vec<String>,
    attempt: String,
    replacement: Option<String>,
    handed_over: bool,
    places: Vec<Place>,
    quiet_for_s: i64,
    on_hold: bool,
}

/// A place of a value, and what sends one there.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Place {
    name: String,
    sending: Option<Sending>,
    state: State,
}

#[derive(Serialize, Deserialize)]
struct Sending {
    destination: String,
    fields: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
enum State {
    Waits,
    Stored(DateTime<Utc>),
    Left,
}

impl From<&rotation::Rotation> for Rotation {
    fn from(rotation: &rotation::Rotation) -> Self {
        Self {
            id: rotation.id.clone(),
            began_at: rotation.began_at,
            retiring: rotation.retiring.clone(),
            attempt: rotation.attempt.clone(),
            replacement: rotation.replacement.clone(),
            handed_over: rotation.handed_over,
            places: rotation.places.iter().map(Place::from).collect(),
            quiet_for_s: rotation.quiet_for.num_seconds(),
            on_hold: rotation.on_hold,
        }
    }
}

impl From<Rotation> for rotation::Rotation {
    fn from(row: Rotation) -> Self {
        Self {
            id: row.id,
            began_at: row.began_at,
            retiring: row.retiring,
            attempt: row.attempt,
            replacement: row.replacement,
            handed_over: row.handed_over,
            places: row.places.into_iter().map(Into::into).collect(),
            quiet_for: TimeDelta::try_seconds(row.quiet_for_s).unwrap_or(TimeDelta::MAX),
            on_hold: row.on_hold,
        }
    }
}

impl From<&rotation::Place> for Place {
    fn from(place: &rotation::Place) -> Self {
        let named =
            |(field, text): (Field, &str)| (field.stored_name().to_owned(), text.to_owned());
        Self {
            name: place.name.clone(),
            sending: place.sending.as_ref().map(|sending| Sending {
                destination: sending.destination.stored_name().to_owned(),
                fields: sending.fields.iter().map(named).collect(),
            }),
            state: match place.state {
                rotation::PlaceState::Waits => State::Waits,
                rotation::PlaceState::Stored(at) => State::Stored(at),
                rotation::PlaceState::Left => State::Left,
            },
        }
    }
}

impl From<Place> for rotation::Place {
    fn from(row: Place) -> Self {
        Self {
            name: row.name,
            sending: row.sending.and_then(read_sending),
            state: match row.state {
                State::Waits => rotation::PlaceState::Waits,
                State::Stored(at) => rotation::PlaceState::Stored(at),
                State::Left => rotation::PlaceState::Left,
            },
        }
    }
}

/// A newer version of the app may have known more destinations and fields: such a place is brought up to
/// date by hand.
fn read_sending(row: Sending) -> Option<rotation::Sending> {
    let destination = DestinationId::of_stored_name(&row.destination)?;
    let field = |(name, text): (String, String)| Some((Field::of_stored_name(&name)?, text));
    let fields = row.fields.into_iter().map(field).collect::<Option<_>>()?;
    Some(rotation::Sending { destination, fields })
}
