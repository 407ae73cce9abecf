use crate::{App, account::OpenAccount, held};
use sigsentry_keys_contract::{
    creation::NameAdvice,
    failure::Failure,
    inventory::{InventoryError, InventorySummary, KeyDetail, KeyPage, KeyQuery, KeyRow},
};
use sigsentry_keys_core::{creation::advise, inventory::Snapshot, key::KeyRecord};
use std::collections::BTreeMap;

impl App {
    /// Reads projects and keys anew. What was there before stays if that fails.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn refresh_inventory(&self) -> Result<(), Failure> {
        let session = self.session()?;
        let (projects, listing) = session
            .live
            .read(async |client, token| {
                tokio::try_join!(client.projects(&token), client.keys(&token))
            })
            .await
            .map_err(|failure| self.failure(&session, &failure))?;
        let fresh = Snapshot {
            taken_at: self.ports.now(),
            projects,
            keys: listing.keys,
            gaps: listing.gaps,
            kept: BTreeMap::new(),
        };
        self.if_still(&session, |account| {
            // What a partial reading lacks stays as it was known before.
            let fresh = match &account.snapshot {
                Some(earlier) => fresh.over(earlier),
                None => fresh,
            };
            self.storage.reconcile(&fresh);
            account.snapshot = Some(fresh);
            self.keep_snapshot(account);
        });
        Ok(())
    }

    /// Looks at the inventory, if it was read.
    pub fn with_snapshot<R>(&self, look: impl FnOnce(&Snapshot) -> R) -> Option<R> {
        held(&self.account).snapshot.as_ref().map(look)
    }

    /// What the inventory is, and what its reading could not bring.
    ///
    /// # Errors
    /// [`InventoryError::NotRead`].
    pub fn inventory_summary(&self) -> Result<InventorySummary, InventoryError> {
        let clock_behind_by = self.clock_behind_by();
        let summary = |snapshot: &Snapshot| InventorySummary {
            clock_behind_by,
            ..InventorySummary::from(snapshot)
        };
        self.with_snapshot(summary).ok_or(InventoryError::NotRead)
    }

    /// The rows that are asked for.
    ///
    /// # Errors
    /// [`InventoryError::NotRead`].
    pub fn query_keys(&self, query: KeyQuery) -> Result<KeyPage, InventoryError> {
        let now = self.ports.now();
        self.with_snapshot(|snapshot| KeyPage::of(snapshot, query, now))
            .ok_or(InventoryError::NotRead)
    }

    /// Everything that is known of one key.
    ///
    /// # Errors
    /// [`InventoryError`].
    pub fn key_detail(&self, key_id: &str) -> Result<KeyDetail, InventoryError> {
        let (address, annotation) = (self.api_url(), self.annotation(key_id));
        let (activity, stored_in) = (self.activity(key_id), self.unnoted_places(key_id));
        let now = self.ports.now();
        self.with_snapshot(|snapshot| {
            let detail = KeyDetail::of(snapshot.key(key_id)?, snapshot, annotation, &address, now);
            Some(KeyDetail { activity, stored_in, ..detail })
        })
        .ok_or(InventoryError::NotRead)?
        .ok_or(InventoryError::NoSuchKey)
    }

    /// What there is to say of a name for a new key.
    #[must_use]
    pub fn name_advice(&self, name: &str) -> Vec<NameAdvice> {
        let advice = self.with_snapshot(|snapshot| advise(name, &snapshot.keys));
        let advice = advice.unwrap_or_else(|| advise(name, []));
        advice.into_iter().map(Into::into).collect()
    }

    /// Keeps the inventory as it is in memory.
    pub(crate) fn keep_snapshot(&self, account: &OpenAccount) {
        if let Some(snapshot) = &account.snapshot {
            self.storage.with_store(|store| store.save_snapshot(snapshot));
        }
    }

    /// Puts a record that is newer than the last reading into the inventory.
    pub(crate) fn note_key(&self, account: &mut OpenAccount, record: &KeyRecord) {
        if let Some(snapshot) = &mut account.snapshot {
            snapshot.keys.retain(|key| key.id != record.id);
            snapshot.kept.remove(&record.id);
            snapshot.keys.insert(0, record.clone());
        }
        self.keep_snapshot(account);
    }

    /// A record as a row, with the project's name where the inventory has it.
    pub(crate) fn row(&self, record: &KeyRecord) -> KeyRow {
        let now = self.ports.now();
        self.with_snapshot(|snapshot| KeyRow::of(record, &snapshot.projects, now))
            .unwrap_or_else(|| KeyRow::of(record, &[], now))
    }
}
