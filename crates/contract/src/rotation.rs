//! Replacing a key while both are live.

mod waits;

pub use waits::{Refusal, WaitsFor};

use crate::{
    creation::{CreateKeyError, NameProblem},
    failure::Failure,
    handoff::DestinationId,
    inventory::KeyRow,
    mirror::mirror,
    time,
};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    creation::FormProblems,
    display::safe,
    rotation::{self, PlaceState, QUIET_FOR},
};
use ts_rs::TS;

/// What a rotation would do. The key was read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RotationPlan {
    /// The key that is to be replaced.
    pub key: KeyRow,
    /// A name for the replacement.
    pub name: String,
    /// Where its value is, as this app knows.
    pub places: Vec<PlaceView>,
    /// Why no replacement can be made.
    pub not_possible: Option<NotPossible>,
}

mirror! {
    /// Why no replacement can be made for a key.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum NotPossible = rotation::NotPossible {
        UnknownPermission,
        UnknownType,
        UnknownProject,
        NoPermission,
    }
}

/// How long the old key has to rest before it is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Rest {
    Day,
    Week,
    Month,
}

impl Rest {
    /// As time.
    #[must_use]
    pub fn time(self) -> TimeDelta {
        match self {
            Self::Day => QUIET_FOR,
            Self::Week => TimeDelta::days(7),
            Self::Month => TimeDelta::days(30),
        }
    }

    fn of(time: TimeDelta) -> Self {
        match time.num_days() {
            ..=1 => Self::Day,
            2..=7 => Self::Week,
            _ => Self::Month,
        }
    }
}

/// The person wants a key to be replaced.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BeginRotationRequest {
    /// The server's id of the key.
    pub key_id: String,
    /// What people will call the replacement.
    pub name: String,
    pub rest: Rest,
}

/// A replacement under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RotationView {
    pub id: String,
    /// When it was begun.
    pub began_at: String,
    /// The keys that are revoked in the end, as far as the inventory has them.
    pub old: Vec<KeyRow>,
    /// The replacement, if it is made and the inventory has it.
    pub replacement: Option<KeyRow>,
    pub places: Vec<PlaceView>,
    pub waits_for: WaitsFor,
    pub rest: Rest,
}

/// A place of the old value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlaceView {
    /// In one line, as *Stored in* says it.
    pub name: String,
    /// Through which program this app can send a value there; none: by hand.
    pub destination: Option<DestinationId>,
    pub state: PlaceHas,
}

/// What a place has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum PlaceHas {
    /// The old value, as far as this app knows.
    Waits,
    /// The new value.
    Stored { at: String },
    /// The old value, which is to stay.
    Left,
}

impl From<&rotation::Place> for PlaceView {
    fn from(place: &rotation::Place) -> Self {
        Self {
            name: safe(&place.name),
            destination: place.sending.as_ref().map(|sending| sending.destination.into()),
            state: match place.state {
                PlaceState::Waits => PlaceHas::Waits,
                PlaceState::Stored(at) => PlaceHas::Stored { at: time(at) },
                PlaceState::Left => PlaceHas::Left,
            },
        }
    }
}

/// A place of a rotation, by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum PlaceMark {
    /// It waits for the new value.
    Waits,
    /// It has the new value: the person says so.
    Stored,
    /// It keeps the old value.
    Left,
}

/// The person says what a place has.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MarkPlaceRequest {
    pub rotation_id: String,
    /// Its position among the places of the rotation, from 0.
    pub place: u32,
    pub mark: PlaceMark,
}

/// The value is to be sent to a place of the rotation that made it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SendToPlaceRequest {
    pub ticket: String,
    pub rotation_id: String,
    /// Its position among the places of the rotation, from 0.
    pub place: u32,
}

/// Why a rotation was not begun, or not gone on with. Every key still opens what it opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum RotationError {
    /// The key, or the rotation, is not there any more.
    NotThere,
    /// The key opens nothing any more.
    Ended,
    /// The key is being replaced already, or is a replacement whose rotation has not ended.
    UnderWay,
    NotPossible {
        because: NotPossible,
    },
    Name {
        problem: NameProblem,
    },
    /// The replacement was not made, or it is not known.
    Create {
        error: Box<CreateKeyError>,
    },
    /// The key was to be read again, and the person ended the reading.
    Cancelled,
    /// The key could not be read again.
    Request {
        failure: Failure,
    },
}

impl From<FormProblems> for RotationError {
    fn from(problems: FormProblems) -> Self {
        match problems.name {
            Some(problem) => Self::Name { problem: problem.into() },
            // Permissions come from the key, and were looked at before.
            None => Self::NotPossible { because: NotPossible::NoPermission },
        }
    }
}

impl RotationView {
    /// How a rotation stands. `old` and `replacement` are its keys as rows.
    #[must_use]
    pub fn of(
        rotation: &rotation::Rotation,
        old: Vec<KeyRow>,
        replacement: Option<KeyRow>,
        waits_for: rotation::WaitsFor,
    ) -> Self {
        Self {
            id: rotation.id.clone(),
            began_at: time(rotation.began_at),
            old,
            replacement,
            places: rotation.places.iter().map(PlaceView::from).collect(),
            waits_for: waits_for.into(),
            rest: Rest::of(rotation.quiet_for),
        }
    }
}
