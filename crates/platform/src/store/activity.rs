use super::{Store, StoreError, kind::Kind, rows, table::Change};
use sigsentry_keys_core::activity::Activity;

/// How many lines the activity log has at most: the oldest one goes.
const MOST_ACTIVITIES: u32 = 10_000;

impl Store {
    /// Adds a line to the activity log; the oldest one goes when there are too many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn log(&mut self, activity: &Activity) -> Result<(), StoreError> {
        self.change(|change| append(change, activity))
    }

    /// Every line, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn activities(&self) -> Result<Vec<Activity>, StoreError> {
        let rows = self.newest::<rows::Activity>(Kind::Activity, MOST_ACTIVITIES)?;
        Ok(rows.into_iter().map(|(_, line)| Activity::from(line)).collect())
    }

    /// The last `most` lines about a key, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn activities_of(&self, key_id: &str, most: usize) -> Result<Vec<Activity>, StoreError> {
        let lines = self.activities()?.into_iter();
        Ok(lines.filter(|line| line.key_id == key_id).take(most).collect())
    }
}

/// The oldest line goes when there are too many.
pub(super) fn append(change: &mut Change<'_>, activity: &Activity) -> Result<(), StoreError> {
    append_all(change, std::slice::from_ref(activity))
}

/// The oldest lines go when there are too many.
pub(super) fn append_all(change: &mut Change<'_>, lines: &[Activity]) -> Result<(), StoreError> {
    let last = lines.len().saturating_sub(MOST_ACTIVITIES as usize);
    for line in &lines[last..] {
        change.append_line(Kind::Activity, &rows::Activity::from(line))?;
    }
    change.cut(Kind::Activity, MOST_ACTIVITIES)
}
