//! A new value is brought to the places of the old one.

use crate::{
    person::{Person, takes_part},
    places::by_hand,
    say,
};
use sigsentry_keys_contract::{
    creation::CreateKeyResponse,
    rotation::{PlaceHas, PlaceMark, RotationView, SendToPlaceRequest},
};
use sigsentry_keys_core::custody::Ticket;
use std::fs;

/// How often a place that fails is tried again while the value is held.
const TRIES: u32 = 3;

impl Person {
    /// Brings the value to every place, as far as the tools let it.
    pub(super) async fn hand_over(&mut self, made: &CreateKeyResponse, chain: &str) {
        say(&format!("came {}", made.key.id));
        for _ in 0..TRIES {
            let rotations = self.app.rotations().into_iter();
            let Some(rotation) = rotations.into_iter().find(|one| takes_part(one, &made.key.id))
            else {
                break;
            };
            let waits = |at: &u32| rotation.places[*at as usize].state == PlaceHas::Waits;
            let waiting = (0..u32::try_from(rotation.places.len()).unwrap()).filter(waits);
            for at in waiting.collect::<Vec<_>>() {
                self.bring_to(&rotation, at, made, chain).await;
            }
        }
        self.dismiss(made).await;
    }

    async fn bring_to(
        &mut self,
        rotation: &RotationView,
        place: u32,
        made: &CreateKeyResponse,
        chain: &str,
    ) {
        if self.rng.percent(5) {
            self.mark(&rotation.id, place, PlaceMark::Left);
        } else if rotation.places[place as usize].destination.is_some() {
            let (ticket, rotation_id) = (made.ticket.clone(), rotation.id.clone());
            say("send");
            match self.app.send_to_place(&SendToPlaceRequest { ticket, rotation_id, place }).await {
                Ok(_) => say("sent"),
                Err(error) => say(&format!("not sent {error:?}")),
            }
        } else {
            self.write_by_hand(made, chain).await;
            self.mark(&rotation.id, place, PlaceMark::Stored);
        }
    }

    /// Spells the value and types it, as a person does.
    pub(super) async fn write_by_hand(&self, made: &CreateKeyResponse, chain: &str) {
        let ticket = Ticket::from_text(made.ticket.clone());
        let spelled = (0..made.length).map(|at| self.app.spell(&ticket, at).unwrap().unwrap());
        let value: String = spelled.map(|one| one.character).collect();
        let (file, fresh) = (by_hand(&self.folder, chain), self.folder.join("typing"));
        fs::write(&fresh, value).unwrap();
        fs::rename(fresh, file).unwrap();
    }
}
