use super::{Store, StoreError, activity::append_all, kind::Kind, rows, table::Change};
use sigsentry_keys_core::{
    activity::Activity,
    annotation::Annotation,
    notes::{FormerOwners, Notes},
};

impl Store {
    /// Keeps what was noted about a key, in place of what was there; an empty note goes.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn annotate(&mut self, key_id: &str, annotation: &Annotation) -> Result<(), StoreError> {
        self.change(|change| {
            if annotation.is_empty() {
                change.remove(Kind::Annotation, key_id)
            } else {
                change.put(Kind::Annotation, key_id, &rows::Annotation::of(key_id, annotation))
            }
        })
    }

    /// Keeps what was noted about several keys: all of it, or none. Each gets a line in the activity log.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn annotate_all(
        &mut self,
        noted: &[(String, Annotation)],
        lines: &[Activity],
    ) -> Result<(), StoreError> {
        self.change(|change| {
            for (key_id, annotation) in noted {
                let row = rows::Annotation::of(key_id, annotation);
                change.put(Kind::Annotation, key_id, &row)?;
            }
            append_all(change, lines)
        })
    }

    /// Keeps which owners have left, in place of those that were kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_former_owners(&mut self, former: &FormerOwners) -> Result<(), StoreError> {
        let names: Vec<_> = former.names().collect();
        self.change(|change| change.put(Kind::FormerOwners, "", &names))
    }

    /// Everything that was noted about keys and their owners.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn notes(&self) -> Result<Notes, StoreError> {
        let former = self.entry::<Vec<String>>(Kind::FormerOwners, "")?.unwrap_or_default();
        let noted = self.entries::<rows::Annotation>(Kind::Annotation)?;
        let by_key = noted.into_iter().map(rows::Annotation::read).collect();
        Ok(Notes::new(by_key, former.into_iter().collect()))
    }

    /// Adds a place where the value of a key is kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn note_stored_in(&mut self, key_id: &str, place: &str) -> Result<(), StoreError> {
        self.change(|change| note_stored_in(change, key_id, place))
    }

    /// What was noted about a key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn annotation(&self, key_id: &str) -> Result<Option<Annotation>, StoreError> {
        let row = self.entry::<rows::Annotation>(Kind::Annotation, key_id)?;
        Ok(row.map(|row| row.read().1))
    }
}

/// Adds a place where the value of a key is kept.
pub(super) fn note_stored_in(
    change: &mut Change<'_>,
    key_id: &str,
    place: &str,
) -> Result<(), StoreError> {
    let known = change.entry::<rows::Annotation>(Kind::Annotation, key_id)?;
    let mut annotation = known.map(|row| row.read().1).unwrap_or_default();
    annotation.note_stored_in(place);
    change.put(Kind::Annotation, key_id, &rows::Annotation::of(key_id, &annotation))
}
