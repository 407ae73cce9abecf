//! What is remembered of sendings: places, never values. In the store; where nothing is kept, until the
//! app ends or the person signs out.

use crate::{App, account::OpenAccount, held};
use sigsentry_keys_core::{
    creation::looks_like_key,
    handoff::{ALL, Destination, DestinationId, Field, Fields, Prefill},
    rotation::{Place, Rotation, Sending},
};
use sigsentry_keys_platform::store::Store;
use std::collections::HashMap;

/// What could not be kept.
#[derive(Default)]
pub(crate) struct Remembered {
    habits: Habits,
    /// Places by key.
    stored_in: HashMap<String, Vec<String>>,
    pub(crate) rotations: Vec<Rotation>,
}

/// What an account did before.
#[derive(Clone, Default)]
pub(super) struct Habits {
    pub(super) fields: HashMap<DestinationId, Fields>,
    pub(super) last: Option<DestinationId>,
}

impl Remembered {
    /// Whether there is nothing that could not be kept.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.habits.fields.is_empty()
            && self.habits.last.is_none()
            && self.stored_in.is_empty()
            && self.rotations.is_empty()
    }

    pub(crate) fn note_place(&mut self, key_id: &str, place: &str) {
        let places = self.stored_in.entry(key_id.to_owned()).or_default();
        if !places.iter().any(|one| one == place) {
            places.push(place.to_owned());
        }
    }
}

impl App {
    /// Remembers where a destination is: what is made anew from each key's name is left out.
    pub(crate) fn remember_destination(&self, destination: &Destination, fields: &Fields) {
        let lasting = destination
            .fields
            .iter()
            .filter(|rule| matches!(rule.prefill, Prefill::Nothing | Prefill::Text(_)))
            .map(|rule| (rule.field, fields.get(rule.field).to_owned()))
            .filter(|(_, text)| is_no_key(text))
            .collect();
        if !self.keep_destination(destination.id, &lasting) {
            let habits = &mut held(&self.account).remembered.habits;
            habits.last = Some(destination.id);
            habits.fields.insert(destination.id, lasting);
        }
    }

    /// Shows in the inventory, too, what is kept about a key.
    pub(crate) fn show_note_of(&self, key_id: &str) {
        let noted = self.storage.read(|store| store.annotation(key_id)).flatten();
        self.note(key_id, noted.unwrap_or_default());
    }

    /// Where a key's value was sent, as far as that could not be noted.
    pub(crate) fn unnoted_places(&self, key_id: &str) -> Vec<String> {
        held(&self.account).remembered.stored_in.get(key_id).cloned().unwrap_or_default()
    }

    /// Where the open account sent a value last.
    #[cfg(test)]
    pub(crate) fn remembered_last(&self) -> Option<DestinationId> {
        self.habits().last
    }

    /// What the account that is signed in did before.
    pub(super) fn habits(&self) -> Habits {
        let mut habits = held(&self.account).remembered.habits.clone();
        for Destination { id, .. } in ALL {
            if !habits.fields.contains_key(id)
                && let Some(fields) = self.kept_destination(*id)
            {
                habits.fields.insert(*id, fields);
            }
        }
        let last = || {
            let name = self.storage.read(Store::last_destination).flatten()?;
            DestinationId::of_stored_name(&name)
        };
        habits.last = habits.last.or_else(last);
        habits
    }

    /// Something can be kept again: what was remembered meanwhile is no longer held here.
    pub(crate) fn note_what_is_remembered(&self, account: &mut OpenAccount) {
        let memory = std::mem::take(&mut account.remembered);
        let Remembered { habits: Habits { fields, last }, stored_in, rotations } = memory;
        for rotation in rotations {
            self.keep_rotation(account, rotation);
        }
        // The last one last.
        let mut fields: Vec<_> = fields.into_iter().collect();
        fields.sort_by_key(|(id, _)| Some(*id) == last);
        for (id, fields) in fields {
            self.keep_destination(id, &fields);
        }
        for (key_id, places) in stored_in {
            for place in places {
                if !self.keep_place(&key_id, &place) {
                    account.remembered.note_place(&key_id, &place);
                }
            }
        }
    }

    fn keep_destination(&self, id: DestinationId, fields: &Fields) -> bool {
        let row: Vec<_> = fields
            .iter()
            .map(|(field, text)| (field.stored_name().to_owned(), text.to_owned()))
            .collect();
        self.storage
            .with_store(|store| store.remember_destination(id.stored_name(), &row))
            .is_some_and(|kept| kept.is_ok())
    }

    fn kept_destination(&self, id: DestinationId) -> Option<Fields> {
        let row = self.storage.read(|store| store.destination(id.stored_name())).flatten()?;
        let known = |(name, text): (String, String)| Some((Field::of_stored_name(&name)?, text));
        Some(row.into_iter().filter_map(known).collect())
    }

    fn keep_place(&self, key_id: &str, place: &str) -> bool {
        self.storage
            .with_store(|store| store.note_stored_in(key_id, place))
            .is_some_and(|kept| kept.is_ok())
    }
}

/// A place as it is kept; none where its name has the value of a key in it.
pub(crate) fn worth_noting(place: &Place) -> Option<Place> {
    let texts = |sending: &Sending| sending.fields.iter().all(|(_, text)| is_no_key(text));
    // Without it, the person brings the replacement's value there.
    let sending = place.sending.clone().filter(texts);
    is_no_key(&place.name).then(|| Place { sending, ..place.clone() })
}

/// Whatever was typed where: a key's value is not kept.
fn is_no_key(text: &str) -> bool {
    !text.split_whitespace().any(looks_like_key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{Machine, signed_in};
    use chrono::DateTime;
    use sigsentry_keys_core::rotation::PlaceState;

    fn by_hand(name: &str) -> Place {
        let (sending, state) = (None, PlaceState::Stored(DateTime::UNIX_EPOCH));
        Place { name: name.into(), sending, state }
    }

    fn somewhere(app: &App, id: DestinationId, field: Field, text: &str) {
        let fields = [(field, text.to_owned())].into_iter().collect();
        app.remember_destination(Destination::of(id), &fields);
    }

    #[test]
    fn what_was_remembered_while_nothing_was_kept_goes_into_the_store() {
        let machine = Machine::new();
        let first = machine.app();
        somewhere(&first, DestinationId::Doppler, Field::Project, "edge");
        somewhere(&first, DestinationId::GithubActions, Field::Repository, "northwind/edge");
        first.record_stored("key-1", &by_hand("GitHub: northwind/edge"));
        assert_eq!(first.unnoted_places("key-1"), ["GitHub: northwind/edge"]);
        let seen = |app: &App| {
            let habits = app.habits();
            let text = |id, field| habits.fields.get(&id).map(|one| one.get(field).to_owned());
            (
                text(DestinationId::Doppler, Field::Project),
                text(DestinationId::GithubActions, Field::Repository),
                habits.last,
            )
        };
        let expected = (
            Some("edge".to_owned()),
            Some("northwind/edge".to_owned()),
            Some(DestinationId::GithubActions),
        );
        assert_eq!(seen(&first), expected);
        signed_in(&first.storage, "mara");
        first.note_what_is_remembered(&mut held(&first.account));
        assert!(first.unnoted_places("key-1").is_empty());
        drop(first);

        let next = machine.app();
        assert_eq!(next.habits().last, None);
        signed_in(&next.storage, "mara");
        assert_eq!(seen(&next), expected);
        assert_eq!(next.annotation("key-1").unwrap().stored_in, ["GitHub: northwind/edge"]);
        held(&next.account).remembered = Remembered::default();
        assert_eq!(seen(&next), expected, "it is the store that has them");
    }

    #[test]
    fn the_value_of_a_key_is_not_remembered_wherever_it_was_typed() {
        let machine = Machine::new();
        let app = machine.app();
        let value = format!("ss_secret_{}", "Ab3".repeat(14));
        for text in ["edge", &value] {
            somewhere(&app, DestinationId::Doppler, Field::Project, text);
            app.record_stored("key-1", &by_hand(text));
            let kept = &app.habits().fields[&DestinationId::Doppler];
            assert_eq!(kept.get(Field::Project), if text == "edge" { "edge" } else { "" });
            assert_eq!(app.unnoted_places("key-1"), ["edge"]);
        }
    }
}
