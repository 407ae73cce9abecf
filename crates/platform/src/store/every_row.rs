//! Every row of a kind: read on one thread, opened on all processors.

use super::{
    StoreError,
    content::read,
    kind::Kind,
    seal::{Opener, Seal},
};
use rusqlite::{Connection, Rows, params};
use serde::de::DeserializeOwned;
use std::{
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

/// Rows that are opened together: fewer are not worth a second processor.
const PORTION: usize = 2000;

/// Rows as the file has them, one behind the other.
#[derive(Default)]
struct Portion {
    bytes: Vec<u8>,
    /// Where the id of each row ends, and its sealed content.
    ends: Vec<(usize, usize)>,
}

impl Portion {
    /// The next rows; fewer than [`PORTION`] are the last ones.
    fn next(rows: &mut Rows<'_>) -> Result<Self, StoreError> {
        let mut portion = Self::default();
        while portion.ends.len() < PORTION
            && let Some(row) = rows.next()?
        {
            let blob = |at| row.get_ref(at)?.as_blob().map_err(|_| StoreError::Damaged);
            portion.bytes.extend_from_slice(blob(0)?);
            let id = portion.bytes.len();
            portion.bytes.extend_from_slice(blob(1)?);
            portion.ends.push((id, portion.bytes.len()));
        }
        Ok(portion)
    }

    fn is_last(&self) -> bool {
        self.ends.len() < PORTION
    }

    /// Opens the rows, and keeps what `take` makes of them.
    fn open<T: DeserializeOwned, R>(
        &self,
        opener: &Opener,
        take: &impl Fn(T) -> Option<R>,
    ) -> Result<Vec<R>, StoreError> {
        let mut opened = Vec::with_capacity(self.ends.len());
        let mut start = 0;
        for (id, end) in &self.ends {
            let content = opener.open(&self.bytes[start..*id], &self.bytes[*id..*end])?;
            opened.extend(take(read(&content)?));
            start = *end;
        }
        Ok(opened)
    }
}

/// What `take` makes of every row of a kind, in no order. Many rows are opened on several processors
/// while the file is still being read.
pub(super) fn every_row<T: DeserializeOwned, R: Send>(
    database: &Connection,
    seal: &Seal,
    kind: Kind,
    take: impl Fn(T) -> Option<R> + Sync,
) -> Result<Vec<R>, StoreError> {
    let mut rows = database.prepare("SELECT id, sealed FROM entry WHERE kind = ?1")?;
    let mut rows = rows.query(params![kind.number()])?;
    let opener = seal.opener(kind);
    let mut portion = Portion::next(&mut rows)?;
    if portion.is_last() {
        return portion.open(&opener, &take);
    }
    let (give, portions) = mpsc::channel::<Portion>();
    let portions = Mutex::new(portions);
    let next = || portions.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let work = || {
        let mut opened = Vec::new();
        while let Ok(portion) = next() {
            opened.extend(portion.open(&opener, &take)?);
        }
        Ok(opened)
    };
    thread::scope(|scope| {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        let given = loop {
            let is_last = portion.is_last();
            // A worker that found a damaged row takes no more; what it says counts.
            let goes_on = give.send(portion).is_ok();
            if is_last || !goes_on {
                break Ok(());
            }
            match Portion::next(&mut rows) {
                Ok(next) => portion = next,
                Err(error) => break Err(error),
            }
        };
        drop(give);
        let mut all = Vec::new();
        for worker in workers {
            // A thread that panics has met what no row may do.
            all.extend(worker.join().unwrap_or(Err(StoreError::Damaged))?);
        }
        given.map(|()| all)
    })
}
