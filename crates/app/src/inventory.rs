use crate::{
    App,
    account::{OpenAccount, Session},
    held,
    meanwhile::ReadingUnderWay,
    ports::Event,
};
use sigsentry_keys_api::{Pace, ReadSoFar};
use sigsentry_keys_contract::{
    creation::NameAdvice,
    inventory::{
        InventoryError, InventoryOverview, InventorySummary, KeyDetail, KeyPage, KeyQuery, KeyRow,
        ProjectPage, ProjectQuery, ReadingProgress, SelectedKey,
    },
};
use sigsentry_keys_core::{
    creation::advise,
    inventory::{Change, ChangeKind, Differences, Inventory, Snapshot},
    key::KeyRecord,
};
use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Pages between two words about how far a reading is.
const STEP: u64 = 10;

impl App {
    /// Reads projects and keys anew, for a person who waits.
    ///
    /// # Errors
    /// As [`Self::read_inventory`].
    pub async fn refresh_inventory(self: &Arc<Self>) -> Result<(), InventoryError> {
        self.read_inventory(Pace::Brisk).await
    }

    /// Reads projects and keys anew, at a pace. What was there before stays if that fails, or is
    /// cancelled.
    ///
    /// # Errors
    /// [`InventoryError::Request`], [`InventoryError::Cancelled`].
    pub async fn read_inventory(self: &Arc<Self>, pace: Pace) -> Result<(), InventoryError> {
        let session = self.session().map_err(|failure| InventoryError::Request { failure })?;
        // The first page is as old as this, however late the last one comes.
        let taken_at = self.ports.now();
        let begin = |account: &mut OpenAccount| account.meanwhile.begin(taken_at);
        let Some(under_way) = self.if_still(&session, begin) else {
            return Err(InventoryError::Cancelled);
        };
        let told = AtomicU64::new(0);
        let progress = |read: ReadSoFar| {
            if read.pages == read.of || read.pages >= told.load(Ordering::Relaxed) + STEP {
                told.store(read.pages, Ordering::Relaxed);
                self.ports.host.emit(Event::Reading(progress_of(read)));
            }
        };
        let reading = session.live.read(async |client, token| {
            tokio::try_join!(client.projects(&token), client.keys_telling(&token, pace, &progress))
        });
        let read = tokio::select! {
            read = reading => read,
            () = self.cancel.notified() => return Err(InventoryError::Cancelled),
        };
        let (projects, listing) = read.map_err(|failure| InventoryError::Request {
            failure: self.failure(&session, &failure),
        })?;
        let reading = Snapshot {
            taken_at,
            projects,
            keys: listing.keys,
            gaps: listing.gaps,
            kept: BTreeMap::new(),
        };
        let app = Arc::clone(self);
        self.ports.off_thread(move || app.take_over(&session, reading, &under_way)).await;
        Ok(())
    }

    /// Reads the newest keys only: what is new, and how those stand now. What is older may have changed
    /// meanwhile, or be gone: a whole reading tells.
    ///
    /// # Errors
    /// [`InventoryError::Request`], [`InventoryError::NotRead`].
    pub async fn look_for_new_keys(self: &Arc<Self>) -> Result<(), InventoryError> {
        let session = self.session().map_err(|failure| InventoryError::Request { failure })?;
        let inventory = held(&self.account).inventory.clone().ok_or(InventoryError::NotRead)?;
        let is_known = |id: &str| inventory.key(id).is_some();
        let read = session.live.read(async |client, token| client.newest(&token, &is_known).await);
        let newest = read.await.map_err(|failure| InventoryError::Request {
            failure: self.failure(&session, &failure),
        })?;
        let app = Arc::clone(self);
        let note_all =
            move || newest.into_iter().for_each(|key| drop(app.note_read(&session, key)));
        self.ports.off_thread(note_all).await;
        Ok(())
    }

    /// Ends the reading that is under way, if one is.
    pub fn cancel_reading(&self) {
        self.cancel.notify_waiters();
    }

    /// Puts a reading in the place of what was known, says so, and writes what differs. Takes its time;
    /// only for a moment of it, others wait for the account.
    fn take_over(&self, session: &Arc<Session>, reading: Snapshot, under_way: &ReadingUnderWay) {
        let read_at = under_way.began_at(self.ports.now(), session.live.client().server_time());
        let _one_at_a_time = held(&self.reading);
        let Some(earlier) = self.if_still(session, |account| account.inventory.clone()) else {
            return;
        };
        // What a partial reading lacks stays as it was known before.
        let reading = match &earlier {
            Some(earlier) => reading.over(earlier.reading()),
            None => reading,
        };
        let reading = reading.observed(earlier.as_deref());
        let found = earlier.as_deref().map(|earlier| Differences::between(earlier, &reading));
        let mut fresh = match (&earlier, &found) {
            (Some(earlier), Some(found)) if found.is_empty() => earlier.renewed(&reading),
            // A copy lies closer together than what came page by page: ten bytes less for each key.
            _ => Inventory::of(reading.clone()),
        };
        let taken_over = self.if_still(session, |account| {
            let came = account.meanwhile.since(under_way);
            let newer: HashSet<_> = came.iter().map(|record| record.id.to_string()).collect();
            came.into_iter().for_each(|record| fresh.put(record));
            let notes = account.inventory.as_ref().map(|known| known.notes().clone());
            let fresh = Arc::new(fresh.with_notes(notes.unwrap_or_default()));
            account.inventory = Some(Arc::clone(&fresh));
            account.read_at = Some(read_at);
            (fresh, newer)
        });
        let Some((fresh, newer)) = taken_over else { return };
        self.storage.reconcile(&reading, read_at);
        // What is shown does not wait for what is written.
        self.ports.host.emit(Event::InventoryRead);
        fresh.prepare();
        // What was put in by itself was written by itself.
        let found = found.map(|found| found.without(&newer));
        self.storage.save_reading(&session.profile(), fresh.reading(), found.as_ref());
        self.note_first_uses();
    }

    /// Looks at the inventory, if it was read.
    pub fn with_inventory<R>(&self, look: impl FnOnce(&Inventory) -> R) -> Option<R> {
        let inventory = held(&self.account).inventory.clone()?;
        Some(look(&inventory))
    }

    /// What the inventory is, and what its reading could not bring.
    ///
    /// # Errors
    /// [`InventoryError::NotRead`].
    pub fn inventory_summary(&self) -> Result<InventorySummary, InventoryError> {
        let clock_behind_by = self.clock_behind_by();
        let summary = |inventory: &Inventory| InventorySummary {
            clock_behind_by,
            ..InventorySummary::from(inventory)
        };
        self.with_inventory(summary).ok_or(InventoryError::NotRead)
    }

    /// The rows that are asked for.
    ///
    /// # Errors
    /// [`InventoryError::NotRead`].
    pub fn query_keys(&self, query: KeyQuery) -> Result<KeyPage, InventoryError> {
        let now = self.server_time();
        self.with_inventory(|inventory| KeyPage::of(inventory, query, now))
            .ok_or(InventoryError::NotRead)
    }

    /// How the keys that a query finds spread.
    ///
    /// # Errors
    /// [`InventoryError::NotRead`].
    pub fn overview(&self, query: KeyQuery) -> Result<InventoryOverview, InventoryError> {
        let now = self.server_time();
        self.with_inventory(|inventory| InventoryOverview::of(inventory, query, now))
            .ok_or(InventoryError::NotRead)
    }

    /// The ids and prefixes of a query's window: those that a person selects.
    ///
    /// # Errors
    /// [`InventoryError::NotRead`].
    pub fn select_keys(&self, query: KeyQuery) -> Result<Vec<SelectedKey>, InventoryError> {
        let now = self.server_time();
        let select = |inventory: &Inventory| {
            let page = inventory.query(&query.at(now), now);
            page.rows.into_iter().map(|(key, _)| SelectedKey::from(key)).collect()
        };
        self.with_inventory(select).ok_or(InventoryError::NotRead)
    }

    /// The projects that are asked for.
    ///
    /// # Errors
    /// [`InventoryError::NotRead`].
    pub fn query_projects(&self, query: &ProjectQuery) -> Result<ProjectPage, InventoryError> {
        self.with_inventory(|inventory| ProjectPage::of(inventory, query))
            .ok_or(InventoryError::NotRead)
    }

    /// Everything that is known of one key.
    ///
    /// # Errors
    /// [`InventoryError`].
    pub fn key_detail(&self, key_id: &str) -> Result<KeyDetail, InventoryError> {
        let (address, annotation) = (self.api_url(), self.annotation(key_id));
        let (activity, stored_in) = (self.activity(key_id), self.unnoted_places(key_id));
        let first_use = self.first_use(key_id);
        let now = self.server_time();
        self.with_inventory(|inventory| {
            let key = inventory.key(key_id)?;
            let detail = KeyDetail::of(key, inventory, annotation, &address, now);
            Some(KeyDetail { activity, stored_in, first_use, ..detail })
        })
        .ok_or(InventoryError::NotRead)?
        .ok_or(InventoryError::NoSuchKey)
    }

    /// What there is to say of a name for a new key.
    #[must_use]
    pub fn name_advice(&self, name: &str) -> Vec<NameAdvice> {
        let advice = self.with_inventory(|inventory| advise(name, inventory.namesakes(name)));
        let advice = advice.unwrap_or_else(|| advise(name, []));
        advice.into_iter().map(Into::into).collect()
    }

    /// Puts a record that is newer than the last reading into the inventory. It is to be written once
    /// the account is let go of: [`Self::save_key`].
    pub(crate) fn put_key(account: &mut OpenAccount, record: &KeyRecord) {
        if let Some(inventory) = &mut account.inventory {
            Arc::make_mut(inventory).put(record.clone());
        }
        account.meanwhile.put(record.clone());
    }

    /// Takes one key over that was read by itself, with what was seen of its use.
    pub(crate) fn note_read(&self, session: &Arc<Session>, mut record: KeyRecord) -> KeyRecord {
        let now = self.ports.now();
        let changes = self.if_still(session, |account| {
            let before = account.inventory.as_ref()?.key(&record.id).cloned();
            let changes = match &before {
                Some(before) => {
                    record.used_days = before.used_days.seen(before.last_used, record.last_used);
                    if *before == record {
                        return None;
                    }
                    Change::between(before, &record, now)
                }
                None => vec![Change::of(&record, ChangeKind::Appeared { here: false }, now)],
            };
            Self::put_key(account, &record);
            Some(changes)
        });
        if let Some(changes) = changes.flatten() {
            self.storage.save_key(&session.profile(), &record, &changes);
            self.note_first_uses();
        }
        record
    }

    /// Writes a record that is newer than the last reading, and what changed about it.
    pub(crate) fn save_key(&self, session: &Session, record: &KeyRecord, what: ChangeKind) {
        let change = Change::of(record, what, self.ports.now());
        self.storage.save_key(&session.profile(), record, &[change]);
    }

    /// A record as a row, with the project's name where the inventory has it.
    pub(crate) fn row(&self, record: &KeyRecord) -> KeyRow {
        let now = self.server_time();
        self.with_inventory(|inventory| KeyRow::of(record, Some(inventory), now))
            .unwrap_or_else(|| KeyRow::of(record, None, now))
    }
}

fn progress_of(read: ReadSoFar) -> ReadingProgress {
    let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
    ReadingProgress {
        pages: small(read.pages),
        of: small(read.of),
        keys: u32::try_from(read.keys).unwrap_or(u32::MAX),
    }
}
