use super::{Store, StoreError, kind::Kind};
use serde::{Deserialize, Serialize};

/// No destination has this name: it is the place of the one that was used last.
const LAST: &str = "";

#[derive(Serialize, Deserialize)]
struct Remembered {
    destination: String,
    fields: Vec<(String, String)>,
}

impl Store {
    /// Remembers what was typed for a destination, for the next time. Fields say where a value goes,
    /// never what it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn remember_destination(
        &mut self,
        destination: &str,
        fields: &[(String, String)],
    ) -> Result<(), StoreError> {
        let row = Remembered { destination: destination.to_owned(), fields: fields.to_vec() };
        let last = Remembered { destination: destination.to_owned(), fields: Vec::new() };
        self.change(|change| {
            change.put(Kind::Destination, destination, &row)?;
            change.put(Kind::Destination, LAST, &last)
        })
    }

    /// What was typed the last time, by the field's id; none for a destination that was never used.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn destination(
        &self,
        destination: &str,
    ) -> Result<Option<Vec<(String, String)>>, StoreError> {
        let row = self.entry::<Remembered>(Kind::Destination, destination)?;
        Ok(row.map(|row| row.fields))
    }

    /// The destination that was used last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn last_destination(&self) -> Result<Option<String>, StoreError> {
        let row = self.entry::<Remembered>(Kind::Destination, LAST)?;
        Ok(row.map(|row| row.destination))
    }
}
