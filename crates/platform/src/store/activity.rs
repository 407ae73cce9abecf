use super::{Store, StoreError, rows, table::Kind};
use sigsentry_keys_core::activity::Activity;

/// How many lines the activity log has at most.
const LONGEST: u32 = 1000;

impl Store {
    /// Adds a line to the activity log; the oldest one goes when there are too many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn log(&mut self, activity: &Activity) -> Result<(), StoreError> {
        self.change(|change| {
            change.append(Kind::Activity, &rows::Activity::from(activity), LONGEST)
        })
    }

    /// The newest lines of the activity log, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn activities(&self, most: u32) -> Result<Vec<Activity>, StoreError> {
        let rows = self.newest::<rows::Activity>(Kind::Activity, most)?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
