//! What changed in the inventory since the person looked last.

use crate::{App, held};
use sigsentry_keys_contract::{
    changes::{ChangeRow, ChangesError, ChangesPage, ChangesQuery, News},
    time,
};
use sigsentry_keys_core::{display::safe, inventory::Change};
use sigsentry_keys_platform::store::{Store, StoreError};
use std::sync::Arc;

/// How many changes are looked at, at most.
const MOST: u32 = 5000;

/// What the store has of changes.
struct Kept {
    /// By number, newest first.
    changes: Vec<(i64, Change)>,
    /// Up to which number the person has seen them.
    last_seen: i64,
    /// When that was; of a store that never heard so, when the oldest was noticed.
    since: String,
}

fn kept(store: &Store) -> Result<Kept, StoreError> {
    let changes = store.changes(MOST)?;
    let seen = store.seen()?.or_else(|| changes.last().map(|(_, oldest)| (0, oldest.at)));
    let (last_seen, since) = seen.map_or_else(Default::default, |(last, at)| (last, time(at)));
    Ok(Kept { changes, last_seen, since })
}

impl App {
    /// What is new since the person looked last; none if nothing is, or nothing is kept.
    pub async fn news(self: &Arc<Self>) -> Option<News> {
        let app = Arc::clone(self);
        self.ports.off_thread(move || app.look_for_news()).await.flatten()
    }

    fn look_for_news(&self) -> Option<News> {
        let Kept { changes, last_seen, since } = self.storage.read(kept)?;
        let mut news = News { since, ..News::default() };
        for (number, change) in &changes {
            if *number > last_seen && !change.was_made_here() {
                news.count(&change.what);
            }
        }
        (news.total > 0).then_some(news)
    }

    /// The changes that are asked for, newest first.
    ///
    /// # Errors
    /// [`ChangesError::NothingIsKept`].
    pub fn query_changes(&self, query: &ChangesQuery) -> Result<ChangesPage, ChangesError> {
        let Kept { changes, last_seen, .. } =
            self.storage.read(kept).ok_or(ChangesError::NothingIsKept)?;
        let wanted: Vec<_> = changes
            .into_iter()
            .filter(|(number, _)| !query.unseen || *number > last_seen)
            .collect();
        let inventory = held(&self.account).inventory.clone();
        let row = |(number, change): (i64, Change)| {
            let known = inventory.as_ref();
            let note = known.and_then(|known| known.notes().get(&change.key_id));
            ChangeRow {
                number: u32::try_from(number).unwrap_or(u32::MAX),
                at: time(change.at),
                owner: note.map(|note| safe(&note.owner)).unwrap_or_default(),
                is_there: known.is_some_and(|known| known.key(&change.key_id).is_some()),
                seen: number <= last_seen || change.was_made_here(),
                name: safe(&change.name),
                prefix: safe(&change.prefix),
                key_id: change.key_id,
                what: change.what.into(),
            }
        };
        Ok(ChangesPage {
            total: u32::try_from(wanted.len()).unwrap_or(u32::MAX),
            rows: wanted
                .into_iter()
                .skip(query.offset as usize)
                .take(query.limit as usize)
                .map(row)
                .collect(),
        })
    }

    /// The person has seen what is new.
    ///
    /// # Errors
    /// [`ChangesError`].
    pub async fn mark_changes_seen(self: &Arc<Self>) -> Result<(), ChangesError> {
        let app = Arc::clone(self);
        let marked = self.ports.off_thread(move || {
            let now = app.ports.now();
            app.storage.with_store(|store| {
                let newest = store.changes(1)?.first().map_or(0, |(number, _)| *number);
                store.mark_seen(newest, now)
            })
        });
        let marked = marked.await.flatten().ok_or(ChangesError::NothingIsKept)?;
        marked.map_err(|_| ChangesError::NotWritten)
    }
}

#[cfg(test)]
mod tests {
    use crate::{App, support::SignedIn};
    use sigsentry_keys_contract::{
        changes::{ChangeKind, ChangesQuery, News},
        revocation::RevokeKeyRequest,
    };
    use sigsentry_keys_core::{
        key::{LastUsed, Revocation},
        revocation::asks_for_name,
    };

    fn unseen(app: &App) -> Vec<(String, ChangeKind)> {
        let query = ChangesQuery { unseen: true, offset: 0, limit: 100 };
        let page = app.query_changes(&query).unwrap();
        assert_eq!(page.total as usize, page.rows.len());
        page.rows.into_iter().map(|row| (row.name, row.what)).collect()
    }

    #[test]
    fn what_another_did_is_news_until_it_is_seen_and_what_was_done_here_is_none() {
        SignedIn::run(async |one| {
            assert_eq!(one.app.news().await, None, "what is read first is not news");
            let made = one.created("made here").await;
            let request =
                RevokeKeyRequest { key_id: made.key.id.clone(), typed_name: None, reason: None };
            one.app.revoke_key(&request).await.unwrap();
            one.app.refresh_inventory().await.unwrap();
            assert_eq!(one.app.news().await, None);
            assert_eq!(
                unseen(&one.app),
                [
                    ("made here".into(), ChangeKind::Revoked { here: true }),
                    ("made here".into(), ChangeKind::Appeared { here: true }),
                ]
            );
            let (other, _computer) = one.elsewhere().await;
            other.create(SignedIn::organization_key("made elsewhere")).await.unwrap();
            let unused = other.with_inventory(|known| {
                let mut keys = known.reading().keys.iter();
                let unused = keys.find(|key| {
                    key.last_used == LastUsed::Never
                        && key.revocation == Revocation::None
                        && asks_for_name(key, one.app.ports.now()).is_none()
                });
                unused.map(|key| key.id.to_string())
            });
            let key_id = unused.flatten().unwrap();
            other
                .revoke_key(&RevokeKeyRequest { key_id, typed_name: None, reason: None })
                .await
                .unwrap();
            one.app.refresh_inventory().await.unwrap();
            let news = one.app.news().await.unwrap();
            assert_eq!((news.total, news.appeared, news.revoked), (2, 1, 1));
            assert!(!news.since.is_empty());
            let found = unseen(&one.app);
            assert!(
                found.contains(&("made elsewhere".into(), ChangeKind::Appeared { here: false }))
            );
            one.app.mark_changes_seen().await.unwrap();
            other.create(SignedIn::organization_key("one more")).await.unwrap();
            one.app.look_for_new_keys().await.unwrap();
            assert_eq!(one.app.news().await.map(|news| (news.total, news.appeared)), Some((1, 1)));
            one.app.refresh_inventory().await.unwrap();
            assert_eq!(one.app.news().await.map(|news| news.total), Some(1), "it is told once");
            one.app.mark_changes_seen().await.unwrap();
            assert_eq!((one.app.news().await, unseen(&one.app).len()), (None::<News>, 0));
        });
    }
}
