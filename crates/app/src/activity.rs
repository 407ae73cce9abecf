use crate::App;
use sigsentry_keys_contract::activity::{
    ActivityError, ActivityLine, ActivityPage, ActivityQuery, ActivityRow, DeedKind,
};
use sigsentry_keys_core::{
    activity::{Activity, Deed},
    display::safe,
};

/// How much of what was done with a key is shown.
const LINES: usize = 20;

impl App {
    /// Writes down what was done with a key.
    pub(crate) fn log(&self, key_id: &str, deed: Deed) {
        let line = self.line(key_id, deed);
        self.storage.with_store(|store| store.log(&line));
    }

    /// A line of the activity log, of now.
    pub(crate) fn line(&self, key_id: &str, deed: Deed) -> Activity {
        Activity { at: self.ports.now(), key_id: key_id.to_owned(), deed }
    }

    /// What was last done with a key from here, newest first.
    pub(crate) fn activity(&self, key_id: &str) -> Vec<ActivityLine> {
        let lines =
            self.storage.read(|store| store.activities_of(key_id, LINES)).unwrap_or_default();
        lines.iter().map(ActivityLine::from).collect()
    }

    /// What was done with keys from here, newest first.
    ///
    /// # Errors
    /// [`ActivityError`].
    pub fn query_activity(&self, query: &ActivityQuery) -> Result<ActivityPage, ActivityError> {
        let lines = self.activities().ok_or(ActivityError::NothingIsKept)?;
        let wanted =
            |line: &Activity| query.kind.is_none_or(|kind| kind == DeedKind::of(&line.deed));
        let lines: Vec<_> = lines.into_iter().filter(wanted).collect();
        let window = lines.iter().skip(query.offset as usize).take(query.limit as usize);
        Ok(ActivityPage {
            total: u32::try_from(lines.len()).unwrap_or(u32::MAX),
            rows: window.map(|line| self.activity_row(line)).collect(),
        })
    }

    /// Every line of the log, newest first; none where nothing is kept.
    pub(crate) fn activities(&self) -> Option<Vec<Activity>> {
        self.storage.read(|store| store.activities())
    }

    /// A line with the key that it is about, also one that is gone.
    pub(crate) fn activity_row(&self, line: &Activity) -> ActivityRow {
        let key = self.with_inventory(|known| known.key(&line.key_id).cloned()).flatten();
        let is_there = key.is_some();
        let gone = || {
            let kept = self.storage.read(|store| store.tombstone(&line.key_id)).flatten();
            kept.map(|(key, _)| key)
        };
        let key = key.or_else(gone);
        ActivityRow {
            line: line.into(),
            key_id: line.key_id.clone(),
            name: key.as_ref().map(|key| safe(&key.name)).unwrap_or_default(),
            prefix: key.as_ref().map(|key| safe(&key.prefix)).unwrap_or_default(),
            is_there,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::SignedIn;
    use sigsentry_keys_contract::{activity::DeedView, revocation::RevokeKeyRequest};

    #[test]
    fn what_was_done_is_told_newest_first_with_its_key_and_by_kind() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await.key.id;
            one.created("second").await;
            let request = RevokeKeyRequest { key_id: made.clone(), typed_name: None, reason: None };
            one.app.revoke_key(&request).await.unwrap();
            one.app.log("never heard of", Deed::Annotated);
            let ask = |kind, offset| {
                one.app.query_activity(&ActivityQuery { kind, offset, limit: 2 }).unwrap()
            };
            let all = ask(None, 0);
            assert_eq!((all.total, all.rows.len()), (4, 2));
            assert_eq!((&*all.rows[0].name, all.rows[0].is_there), ("", false));
            assert_eq!((&*all.rows[1].name, &all.rows[1].key_id), ("ci", &made));
            assert_eq!(all.rows[1].line.deed, DeedView::Revoked);
            assert!(all.rows[1].is_there);
            let created = ask(Some(DeedKind::Created), 1);
            assert_eq!((created.total, created.rows.len()), (2, 1));
            assert_eq!(&*created.rows[0].name, "ci");
        });
    }
}
