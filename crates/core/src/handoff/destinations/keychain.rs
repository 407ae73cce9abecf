//! The keychain of the operating system, in process: Secret Service on Linux, Keychain on macOS,
//! Credential Manager on Windows (2,560 bytes at most, which every key fits).

use crate::handoff::{
    ASKING, Destination, DestinationId, Field, FieldRule, Prefill, Proof, StandardInput, System,
    Who, any_text,
};

/// The operating system's keychain.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::Keychain,
    systems: System::ALL,
    programs: &[],
    fields: &[FieldRule::needed(Field::Label, 200, any_text).with(Prefill::Title)],
    environment: &[],
    standard_input: StandardInput::None,
    // A locked keychain asks the person.
    limit: ASKING,
    unproven: false,
    target: |fields| format!("Keychain: {}", fields.get(Field::Label)),
    arguments: |_, _| Vec::new(),
    preflights: &[],
    decided_by: &[],
    identity: Who::Nobody,
    version: None,
    proof: Proof::ReadBack,
    signs: &[],
    stored_signs: &[],
    refusals: &[],
};
