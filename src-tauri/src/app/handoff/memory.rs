use crate::app::{App, held};
use sigsentry_keys_core::handoff::{Destination, DestinationId, Fields, Prefill};
use std::collections::HashMap;

/// What is remembered of sendings: places, never values.
#[derive(Default)]
pub(super) struct Memory {
    /// Fields by account and destination.
    fields: HashMap<(String, DestinationId), Fields>,
    /// The destination that an account used last.
    last: HashMap<String, DestinationId>,
    /// Places by key.
    stored_in: HashMap<String, Vec<String>>,
}

/// What an account did before.
#[derive(Default)]
pub(super) struct Habits {
    pub(super) fields: HashMap<DestinationId, Fields>,
    pub(super) last: Option<DestinationId>,
}

impl App {
    /// Remembers, for the account that is signed in, where a destination is: what is made anew from
    /// each key's name is left out.
    pub(super) fn remember_destination(&self, destination: &Destination, fields: &Fields) {
        let Some(account) = self.account_id() else { return };
        let lasting = destination
            .fields
            .iter()
            .filter(|rule| matches!(rule.prefill, Prefill::Nothing | Prefill::Text(_)))
            .map(|rule| (rule.field, fields.get(rule.field).to_owned()))
            .collect();
        let memory = &mut *held(&self.handoff.memory);
        memory.last.insert(account.clone(), destination.id);
        memory.fields.insert((account, destination.id), lasting);
    }

    /// Notes where a key's value is stored.
    pub(super) fn note_stored_in(&self, key_id: &str, place: &str) {
        let mut memory = held(&self.handoff.memory);
        let places = memory.stored_in.entry(key_id.to_owned()).or_default();
        if !places.iter().any(|one| one == place) {
            places.push(place.to_owned());
        }
    }

    /// Where a key's value is stored, as far as this app knows.
    pub(crate) fn stored_in(&self, key_id: &str) -> Vec<String> {
        held(&self.handoff.memory).stored_in.get(key_id).cloned().unwrap_or_default()
    }

    /// What the account that is signed in did before.
    pub(super) fn habits(&self) -> Habits {
        let Some(account) = self.account_id() else { return Habits::default() };
        let memory = held(&self.handoff.memory);
        let fields = memory.fields.iter().filter(|((whose, _), _)| *whose == account);
        Habits {
            fields: fields.map(|((_, id), fields)| (*id, fields.clone())).collect(),
            last: memory.last.get(&account).copied(),
        }
    }
}
