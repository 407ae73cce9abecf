use crate::{App, held};
use sigsentry_keys_contract::{
    custody::CustodyError,
    handoff::{Availability, DestinationView, FieldView},
};
use sigsentry_keys_core::{
    custody::{Ticket, TicketVoid},
    display::safe,
    handoff::{ALL, Destination, FieldRule},
};
use sigsentry_keys_platform::handoff::{Detected, Surroundings, detect};
use std::{path::Path, thread};

impl App {
    /// Every destination, usable ones first, the last used on top.
    ///
    /// # Errors
    /// [`CustodyError`].
    pub async fn destinations(
        &self,
        ticket: &Ticket,
    ) -> Result<Vec<DestinationView>, CustodyError> {
        let gone = |TicketVoid| CustodyError::NoLongerHeld;
        let record = held(&self.custody).record(ticket).map_err(gone)?.clone();
        let found = self.ports.off_thread(detect_all).await.unwrap_or_default();
        *held(&self.handoff.detected) =
            found.iter().map(|(destination, one)| (destination.id, one.clone())).collect();
        let habits = self.habits();
        let project = record.project_id.as_deref().and_then(|id| {
            self.with_inventory(|inventory| inventory.project(id).cloned()).flatten()
        });
        let mut all = found;
        all.sort_by_key(|(destination, one)| {
            let usable = matches!(one, Detected::Ready { .. } | Detected::BuiltIn);
            (!usable, habits.last != Some(destination.id))
        });
        let view = |(destination, one): (&Destination, Detected)| {
            let remembered = habits.fields.get(&destination.id);
            let field = |rule: &FieldRule| {
                let before = remembered.map(|fields| fields.get(rule.field));
                match before.filter(|text| !text.is_empty()) {
                    Some(text) => FieldView::of(rule, text),
                    None => FieldView::of(rule, &rule.prefill.text(&record, project.as_ref())),
                }
            };
            DestinationView {
                id: destination.id.into(),
                availability: availability(one),
                fields: destination.fields.iter().map(field).collect(),
                used_before: remembered.is_some(),
                unproven: destination.unproven,
            }
        };
        Ok(all.into_iter().map(view).collect())
    }
}

/// Programs are slow to say who they are: all are asked at once.
fn detect_all() -> Vec<(&'static Destination, Detected)> {
    let around = Surroundings::of_process();
    thread::scope(|scope| {
        let looks = ALL.map(|destination| scope.spawn(|| detect(destination, &around)));
        ALL.into_iter()
            .zip(looks)
            .map(|(destination, look)| (destination, look.join().unwrap_or(Detected::NotInstalled)))
            .collect()
    })
}

fn availability(detected: Detected) -> Availability {
    let shown = |path: &Path| safe(&path.to_string_lossy());
    match detected {
        Detected::Ready { path, version } => Availability::Ready { path: shown(&path), version },
        Detected::BuiltIn => Availability::BuiltIn,
        Detected::NotInstalled => Availability::NotInstalled,
        Detected::Unsafe(path) => Availability::Unsafe { path: shown(&path) },
        Detected::Another(path) => Availability::Another { path: shown(&path) },
        Detected::NotOnThisSystem => Availability::NotOnThisSystem,
    }
}
