use super::{App, held};
use crate::clock;
use sigsentry_keys_contract::failure::Failure;
use sigsentry_keys_core::{inventory::Snapshot, key::KeyRecord};
use std::collections::BTreeMap;

impl App {
    /// Reads projects and keys anew. What was there before stays if that fails.
    pub(crate) async fn refresh_inventory(&self) -> Result<(), Failure> {
        let session = self.session()?;
        let (projects, listing) = session
            .live
            .read(async |client, token| {
                tokio::try_join!(client.projects(&token), client.keys(&token))
            })
            .await
            .map_err(|failure| self.failure(&session, &failure))?;
        let fresh = Snapshot {
            taken_at: clock::now(),
            projects,
            keys: listing.keys,
            gaps: listing.gaps,
            kept: BTreeMap::new(),
        };
        self.if_still(&session, || {
            // What a partial reading lacks stays as it was known before.
            let mut snapshot = held(&self.snapshot);
            let fresh = match &*snapshot {
                Some(earlier) => fresh.over(earlier),
                None => fresh,
            };
            self.keep.look_for_left_behind(&fresh);
            *snapshot = Some(fresh);
            drop(snapshot);
            self.keep_snapshot();
        });
        Ok(())
    }

    /// Looks at the inventory, if it was read.
    pub(crate) fn with_snapshot<R>(&self, look: impl FnOnce(&Snapshot) -> R) -> Option<R> {
        held(&self.snapshot).as_ref().map(look)
    }

    /// Puts a record that is newer than the last reading into the inventory.
    pub(super) fn note_key(&self, record: &KeyRecord) {
        if let Some(snapshot) = &mut *held(&self.snapshot) {
            snapshot.keys.retain(|key| key.id != record.id);
            snapshot.kept.remove(&record.id);
            snapshot.keys.insert(0, record.clone());
        }
        self.keep_snapshot();
    }
}
