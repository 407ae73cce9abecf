//! What a rotation waits for, and what speaks against revoking a key of it.

use crate::time;
use serde::Serialize;
use sigsentry_keys_core::rotation;
use ts_rs::TS;

/// What a rotation waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum WaitsFor {
    /// The replacement is still to be made, or its answer did not come.
    Replacement,
    /// The replacement opens nothing any more.
    AnotherReplacement,
    /// The value is held, and places have the old one.
    HandingOver,
    /// The value is gone, and places have the old one.
    Value,
    /// The person: it is on hold, or a place keeps the old value.
    Decision,
    /// The replacement is to be seen in use.
    FirstUse,
    /// The old key is to rest, until then at the earliest.
    Quiet { until: String },
    /// The server does not say when a key was used last.
    KnownUse,
    /// Nothing: the old key may be revoked.
    Revocation,
    /// Nothing: no old key opens anything any more.
    End,
}

impl From<rotation::WaitsFor> for WaitsFor {
    fn from(waits: rotation::WaitsFor) -> Self {
        match waits {
            rotation::WaitsFor::Replacement => Self::Replacement,
            rotation::WaitsFor::AnotherReplacement => Self::AnotherReplacement,
            rotation::WaitsFor::HandingOver => Self::HandingOver,
            rotation::WaitsFor::Value => Self::Value,
            rotation::WaitsFor::Decision => Self::Decision,
            rotation::WaitsFor::FirstUse => Self::FirstUse,
            rotation::WaitsFor::Quiet { until } => Self::Quiet { until: time(until) },
            rotation::WaitsFor::KnownUse => Self::KnownUse,
            rotation::WaitsFor::Revocation => Self::Revocation,
            rotation::WaitsFor::End => Self::End,
        }
    }
}

/// What speaks against revoking a key of a rotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Refusal {
    NoReplacement,
    OldValueStored { places: u32 },
    NotHandedOver,
    ReplacementNeverUsed,
    StillUsed { until: String },
    UseUnknown,
    IsReplacement,
}

impl From<rotation::Refusal> for Refusal {
    fn from(refusal: rotation::Refusal) -> Self {
        match refusal {
            rotation::Refusal::NoReplacement => Self::NoReplacement,
            rotation::Refusal::OldValueStored { places } => {
                Self::OldValueStored { places: u32::try_from(places).unwrap_or(u32::MAX) }
            }
            rotation::Refusal::NotHandedOver => Self::NotHandedOver,
            rotation::Refusal::ReplacementNeverUsed => Self::ReplacementNeverUsed,
            rotation::Refusal::StillUsed { until } => Self::StillUsed { until: time(until) },
            rotation::Refusal::UseUnknown => Self::UseUnknown,
            rotation::Refusal::IsReplacement => Self::IsReplacement,
        }
    }
}
