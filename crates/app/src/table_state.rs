//! How the person left the table, kept with the account.

use crate::App;
use sigsentry_keys_contract::table::{LARGEST_TABLE_STATE, TableState, TableStateError};
use std::sync::Arc;

impl App {
    /// How the person left the table; none if nothing is kept, or was by an app that knew other filters.
    pub async fn table_state(self: &Arc<Self>) -> Option<TableState> {
        let app = Arc::clone(self);
        let kept = self.ports.off_thread(move || app.storage.read(|store| store.table_state()));
        serde_json::from_str(&kept.await.flatten().flatten()?).ok()
    }

    /// Keeps how the person left the table, and their own views. `whose` is the account that the page
    /// shows: one that has not heard of a switch yet speaks of another's.
    ///
    /// # Errors
    /// [`TableStateError`].
    pub async fn save_table_state(
        self: &Arc<Self>,
        whose: &str,
        state: TableState,
    ) -> Result<(), TableStateError> {
        if self.whose() != whose {
            return Err(TableStateError::NothingIsKept);
        }
        let text = serde_json::to_string(&state.checked()?).unwrap_or_default();
        if text.len() > LARGEST_TABLE_STATE {
            return Err(TableStateError::TooMuch);
        }
        let app = Arc::clone(self);
        let keep = move || app.storage.with_store(|store| store.keep_table_state(&text));
        let kept = self.ports.off_thread(keep).await.flatten();
        kept.ok_or(TableStateError::NothingIsKept)?.map_err(|_| TableStateError::NotWritten)
    }
}

#[cfg(test)]
mod tests {
    use crate::support::SignedIn;
    use sigsentry_keys_contract::{
        inventory::{Column, Condition, Scope},
        table::{MOST_VIEWS, SavedView, TableState, TableStateError},
    };

    fn state() -> TableState {
        let view = SavedView {
            name: "Mine".into(),
            search: "ci".into(),
            conditions: vec![Condition::Owner { name: "Mara".into() }],
            column: Column::Owner,
            descending: true,
        };
        TableState {
            scope: Scope::ProjectSdk { project_id: "p".into() },
            search: "deploy".into(),
            conditions: vec![Condition::NotUsedFor { days: 30 }],
            column: Column::LastUsed,
            descending: false,
            overview: true,
            views: vec![view],
        }
    }

    #[test]
    fn the_table_is_kept_with_its_account() {
        SignedIn::run(async |one| {
            assert_eq!(one.app.table_state().await, None);
            one.app.save_table_state(&one.app.whose(), state()).await.unwrap();
            assert_eq!(one.app.table_state().await, Some(state()));
            let late = TableState { search: "another".into(), ..state() };
            let answer = one.app.save_table_state("somebody else's", late).await;
            assert_eq!(answer, Err(TableStateError::NothingIsKept));
            assert_eq!(one.app.table_state().await, Some(state()));
            let (elsewhere, _machine) = one.elsewhere().await;
            assert_eq!(elsewhere.table_state().await, None);
        });
    }

    #[test]
    fn what_is_too_much_leaves_what_was_kept() {
        SignedIn::run(async |one| {
            one.app.save_table_state(&one.app.whose(), state()).await.unwrap();
            let view = state().views[0].clone();
            let many = TableState { views: vec![view.clone(); MOST_VIEWS + 1], ..state() };
            let unnamed =
                TableState { views: vec![SavedView { name: " ".into(), ..view }], ..state() };
            let long = TableState { search: "x".repeat(300_000), ..state() };
            for refused in [many, unnamed, long] {
                let answer = one.app.save_table_state(&one.app.whose(), refused).await;
                assert_eq!(answer, Err(TableStateError::TooMuch));
            }
            assert_eq!(one.app.table_state().await, Some(state()));
        });
    }

    #[test]
    fn what_another_version_kept_is_no_state() {
        SignedIn::run(async |one| {
            let foreign = r#"{"scope":{"kind":"galaxy"}}"#;
            one.app.storage.with_store(|store| store.keep_table_state(foreign)).unwrap().unwrap();
            assert_eq!(one.app.table_state().await, None);
        });
    }
}
