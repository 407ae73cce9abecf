//! Owners of many keys at once: from a table that a person has, or the same one for all that they selected.

mod plan;
mod table;

use crate::{App, held};
use plan::{Plan, plan};
use sigsentry_keys_contract::{
    annotation::AnnotationError,
    owners::{OwnerImport, OwnerLeftRequest, OwnersError, SetOwnerRequest},
};
use sigsentry_keys_core::{activity::Deed, annotation::Annotation};
use std::sync::Arc;
use table::Table;

impl App {
    /// What a table of owners would do. Nothing is noted yet.
    ///
    /// # Errors
    /// [`OwnersError`].
    pub async fn preview_owners(
        self: &Arc<Self>,
        table: String,
    ) -> Result<OwnerImport, OwnersError> {
        let app = Arc::clone(self);
        let planned = self.ports.off_thread(move || app.planned(&table)).await;
        Ok(planned.unwrap_or(Err(OwnersError::NoTable))?.import)
    }

    /// Takes a table of owners over: all of it, or nothing.
    ///
    /// # Errors
    /// [`OwnersError`].
    pub async fn import_owners(
        self: &Arc<Self>,
        table: String,
    ) -> Result<OwnerImport, OwnersError> {
        let app = Arc::clone(self);
        let take_over = move || {
            let plan = app.planned(&table)?;
            app.note_all(plan.noted)?;
            Ok(plan.import)
        };
        self.ports.off_thread(take_over).await.unwrap_or(Err(OwnersError::NotWritten))
    }

    /// Gives several keys the same owner: all of them, or none. Keys that are gone are left out.
    ///
    /// # Errors
    /// [`OwnersError`].
    pub async fn set_owner(self: &Arc<Self>, request: SetOwnerRequest) -> Result<(), OwnersError> {
        let app = Arc::clone(self);
        let set = move || {
            let SetOwnerRequest { key_ids, owner } = request;
            let inventory = held(&app.account).inventory.clone().ok_or(OwnersError::NotRead)?;
            let now = app.ports.now();
            let keys = key_ids.into_iter().filter(|id| inventory.key(id).is_some());
            let noted = keys.map(|id| {
                let known = inventory.notes().get(&id).cloned().unwrap_or_default();
                let note = Annotation { owner: owner.clone(), ..known }.checked(now);
                Ok((id, note.map_err(AnnotationError::from)?))
            });
            let noted = noted.collect::<Result<Vec<_>, AnnotationError>>();
            app.note_all(noted.map_err(|_| OwnersError::Owner)?)
        };
        self.ports.off_thread(set).await.unwrap_or(Err(OwnersError::NotWritten))
    }

    /// Notes that a person has left, so that no one answers for their keys, or that they are there.
    ///
    /// # Errors
    /// [`OwnersError`].
    pub async fn set_owner_left(
        self: &Arc<Self>,
        request: OwnerLeftRequest,
    ) -> Result<(), OwnersError> {
        let app = Arc::clone(self);
        let mark = move || app.mark_owner(request);
        self.ports.off_thread(mark).await.unwrap_or(Err(OwnersError::NotWritten))
    }

    fn mark_owner(
        &self,
        OwnerLeftRequest { owner, left }: OwnerLeftRequest,
    ) -> Result<(), OwnersError> {
        let note = Annotation { owner, ..Annotation::default() }.checked(self.ports.now());
        let owner = note.map_err(|_| OwnersError::Owner)?.owner;
        if owner.is_empty() {
            return Err(OwnersError::Owner);
        }
        // Two at once: the later one has the other one's person, too.
        let mut account = held(&self.account);
        let inventory = account.inventory.as_mut().ok_or(OwnersError::NotRead)?;
        let mut former = inventory.notes().former_owners().clone();
        former.mark(&owner, left);
        self.storage
            .with_store(|store| store.keep_former_owners(&former))
            .ok_or(OwnersError::NothingIsKept)?
            .map_err(|_| OwnersError::NotWritten)?;
        Arc::make_mut(inventory).notes_mut().set_former_owners(former);
        Ok(())
    }

    fn planned(&self, text: &str) -> Result<Plan, OwnersError> {
        let inventory = held(&self.account).inventory.clone().ok_or(OwnersError::NotRead)?;
        let table = Table::read(text, &inventory)?;
        Ok(plan(&table, &inventory, self.ports.now()))
    }

    /// Notes this about keys, each with a line in the activity log.
    fn note_all(&self, noted: Vec<(String, Annotation)>) -> Result<(), OwnersError> {
        let lines: Vec<_> = noted.iter().map(|(id, _)| self.line(id, Deed::Annotated)).collect();
        self.storage
            .with_store(|store| store.annotate_all(&noted, &lines))
            .ok_or(OwnersError::NothingIsKept)?
            .map_err(|_| OwnersError::NotWritten)?;
        if let Some(inventory) = &mut held(&self.account).inventory {
            let notes = Arc::make_mut(inventory).notes_mut();
            noted.into_iter().for_each(|(id, note)| notes.put(&id, note));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
