//! Looking for values of keys where they should not be, on this computer alone.

use crate::App;
use sigsentry_keys_contract::{
    inventory::KeyRow,
    triage::{FoundAt, FoundToken, TriageError, TriageReport, TriageSource},
};
use sigsentry_keys_core::{display::safe, inventory::Inventory, key::KeyRecord};
use sigsentry_keys_platform::triage::{Found, Place, Scan, Source, scan};
use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use zeroize::Zeroizing;

/// Keys that are named for one token; several may share its first 16 characters.
const MOST_KEYS: usize = 20;

/// Whether the app looks, and whether it is to stop.
#[derive(Default)]
pub(crate) struct Triage {
    under_way: tokio::sync::Mutex<()>,
    stop: AtomicBool,
}

/// What is looked through, in a buffer that wipes itself where it is text.
enum Looked {
    Text(Zeroizing<String>),
    Paths(Vec<PathBuf>),
}

impl App {
    /// Looks for values of keys. Nothing leaves the computer, and nothing of what is found is kept.
    ///
    /// # Errors
    /// [`TriageError`].
    pub async fn triage(
        self: &Arc<Self>,
        source: TriageSource,
    ) -> Result<TriageReport, TriageError> {
        let Ok(_one) = self.triage.under_way.try_lock() else { return Err(TriageError::UnderWay) };
        self.triage.stop.store(false, Ordering::Relaxed);
        let looked = match source {
            TriageSource::Paths { paths } => {
                Looked::Paths(paths.into_iter().map(PathBuf::from).collect())
            }
            TriageSource::Clipboard => {
                let lease = self.lease.clone();
                let text = self.ports.off_thread(move || lease.read()).await.flatten();
                Looked::Text(text.ok_or(TriageError::NoText)?)
            }
        };
        let app = Arc::clone(self);
        let report = self.ports.off_thread(move || app.look_through(&looked)).await;
        report.unwrap_or(Err(TriageError::NotReadable))
    }

    /// Stops looking; what was found until then is told.
    pub fn stop_triage(&self) {
        self.triage.stop.store(true, Ordering::Relaxed);
    }

    fn look_through(&self, looked: &Looked) -> Result<TriageReport, TriageError> {
        let source = match looked {
            Looked::Text(text) => Source::Text(text.as_bytes()),
            Looked::Paths(paths) => Source::Paths(paths),
        };
        let identify = |value: &[u8]| {
            let value = std::str::from_utf8(value).ok()?;
            self.storage.read(|store| store.key_of_value(value)).flatten()
        };
        let scan = scan(source, &identify, &self.triage.stop, &|_| {});
        Ok(self.report(scan.map_err(|_| TriageError::NotReadable)?))
    }

    fn report(&self, scan: Scan) -> TriageReport {
        let known = |inventory: &Inventory| keys_of(&scan.found, inventory);
        let known = self.with_inventory(known).unwrap_or_default();
        let found = scan.found.iter().map(|found| {
            let keys = match &found.key_id {
                Some(id) => known.by_id.get(id).map(std::slice::from_ref),
                None => known.by_prefix.get(&found.prefix).map(Vec::as_slice),
            };
            self.found(found, keys.unwrap_or_default())
        });
        TriageReport {
            files: small(scan.files),
            objects: small(scan.objects),
            megabytes: small(scan.bytes.div_ceil(1_000_000)),
            unread: small(scan.unread),
            unread_paths: scan.unread_paths.iter().map(|path| FoundAt::path(path)).collect(),
            found: found.collect(),
            more: small(scan.more),
            stopped: scan.stopped,
        }
    }

    fn found(&self, found: &Found, keys: &[KeyRecord]) -> FoundToken {
        let keys: Vec<KeyRow> = keys.iter().take(MOST_KEYS).map(|key| self.row(key)).collect();
        FoundToken {
            prefix: safe(&found.prefix),
            key_type: (&found.key_type).into(),
            exact: found.key_id.is_some(),
            keys,
            places: found.places.iter().map(found_at).collect(),
            more_places: small(found.more),
        }
    }
}

/// The keys that tokens may be the values of.
#[derive(Default)]
struct Known {
    by_id: HashMap<String, KeyRecord>,
    by_prefix: HashMap<String, Vec<KeyRecord>>,
}

fn keys_of(found: &[Found], inventory: &Inventory) -> Known {
    let mut known = Known::default();
    let ids = found.iter().filter_map(|one| one.key_id.as_deref());
    known.by_id.extend(ids.filter_map(|id| Some((id.to_owned(), inventory.key(id)?.clone()))));
    let wanted: HashSet<&str> = found.iter().map(|one| one.prefix.as_str()).collect();
    for key in inventory.reading().keys.iter().filter(|key| wanted.contains(&*key.prefix)) {
        known.by_prefix.entry(key.prefix.to_string()).or_default().push(key.clone());
    }
    known
}

fn found_at(place: &Place) -> FoundAt {
    match place {
        Place::Text { line } => FoundAt::Text { line: small(*line) },
        Place::File { path, line } => {
            FoundAt::File { path: FoundAt::path(path), line: small(*line) }
        }
        Place::Git { repository, object, message } => FoundAt::Git {
            repository: FoundAt::path(repository),
            object: object.clone(),
            message: *message,
        },
    }
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::SignedIn;
    use sigsentry_keys_contract::{creation::CreateKeyResponse, settings::Settings};
    use sigsentry_keys_core::custody::Ticket;
    use std::fs;

    /// The value of a key that is held.
    fn value(one: &SignedIn, made: &CreateKeyResponse) -> String {
        let ticket = Ticket::from_text(made.ticket.clone());
        let spelled = (0..made.length).map(|at| one.app.spell(&ticket, at).unwrap().unwrap());
        spelled.map(|one| one.character).collect()
    }

    async fn look(one: &SignedIn, text: &str) -> TriageReport {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("app.log"), text).unwrap();
        let path = folder.path().to_str().unwrap().to_owned();
        one.app.triage(TriageSource::Paths { paths: vec![path] }).await.unwrap()
    }

    #[test]
    fn a_leaked_value_is_told_by_its_prefix_with_every_key_that_it_may_be() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await;
            let value = value(&one, &made);
            let stranger = format!("{}Zz0", &value[..30]);
            let report = look(&one, &format!("a\nkey={value}\n{stranger}\n")).await;
            assert_eq!((report.files, report.unread, report.found.len()), (1, 0, 2));
            for (found, line) in report.found.iter().zip(2..) {
                assert_eq!((found.exact, &*found.prefix), (false, &value[..16]));
                assert_eq!(
                    found.keys.iter().map(|key| &key.id).collect::<Vec<_>>(),
                    [&made.key.id]
                );
                assert!(
                    matches!(&found.places[..], [FoundAt::File { line: at, .. }] if *at == line)
                );
            }
            assert!(!format!("{report:?}").contains(&value[16..]));
        });
    }

    #[test]
    fn a_value_that_is_recognised_is_told_for_certain_and_another_with_its_prefix_is_not() {
        SignedIn::run(async |one| {
            let settings = Settings { recognise_values: true, ..one.app.settings() };
            one.app.save_settings(settings).await.unwrap();
            let made = one.created("ci").await;
            let value = value(&one, &made);
            let report = look(&one, &format!("{value}\n{}Zz0\n", &value[..30])).await;
            let exact = |report: &TriageReport| {
                report.found.iter().map(|found| found.exact).collect::<Vec<_>>()
            };
            assert_eq!(exact(&report), [true, false]);
            // Switched off, what was remembered is gone.
            one.app.save_settings(Settings::default()).await.unwrap();
            assert_eq!(exact(&look(&one, &value).await), [false]);
        });
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        SignedIn::run(async |one| {
            let nowhere = TriageSource::Paths { paths: vec!["/nowhere/at/all".into()] };
            assert_eq!(one.app.triage(nowhere).await, Err(TriageError::NotReadable));
            let _looking = one.app.triage.under_way.try_lock().unwrap();
            let again = one.app.triage(TriageSource::Clipboard).await;
            assert_eq!(again, Err(TriageError::UnderWay));
        });
    }
}
