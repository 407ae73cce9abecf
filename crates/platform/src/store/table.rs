//! The two tables: entries that are found by a keyed hash, and logs that only grow at their end.

use super::{
    Store, StoreError,
    content::{read, written},
    every_row::every_row,
    kind::Kind,
    seal::Seal,
};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::{Serialize, de::DeserializeOwned};

/// One or more changes that happen all or not at all.
pub(super) struct Change<'a> {
    transaction: Transaction<'a>,
    seal: &'a mut Seal,
}

impl Store {
    pub(super) fn change<R>(
        &mut self,
        make: impl FnOnce(&mut Change<'_>) -> Result<R, StoreError>,
    ) -> Result<R, StoreError> {
        let Self { database, seal, .. } = self;
        let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut change = Change { transaction, seal };
        let made = make(&mut change)?;
        change.transaction.commit()?;
        Ok(made)
    }

    pub(super) fn entry<T: DeserializeOwned>(
        &self,
        kind: Kind,
        identity: &str,
    ) -> Result<Option<T>, StoreError> {
        entry(&self.database, &self.seal, kind, identity)
    }

    pub(super) fn entries<T: DeserializeOwned + Send>(
        &self,
        kind: Kind,
    ) -> Result<Vec<T>, StoreError> {
        self.entries_as(kind, Some)
    }

    /// What `take` makes of every row of a kind, in no order.
    pub(super) fn entries_as<T: DeserializeOwned, R: Send>(
        &self,
        kind: Kind,
        take: impl Fn(T) -> Option<R> + Sync,
    ) -> Result<Vec<R>, StoreError> {
        every_row(&self.database, &self.seal, kind, take)
    }

    /// The newest lines of a log, newest first, each with its number.
    pub(super) fn newest<T: DeserializeOwned>(
        &self,
        kind: Kind,
        most: u32,
    ) -> Result<Vec<(i64, T)>, StoreError> {
        let newest_first = "SELECT seq, sealed FROM log WHERE kind = ?1 ORDER BY seq DESC LIMIT ?2";
        lines(&self.database, &self.seal, kind, newest_first, most)
    }
}

impl Change<'_> {
    pub(super) fn put<T: Serialize>(
        &mut self,
        kind: Kind,
        identity: &str,
        content: &T,
    ) -> Result<(), StoreError> {
        self.put_under(kind, self.seal.lookup(kind, identity), content)
    }

    /// The same under what the row is found by.
    pub(super) fn put_under<T: Serialize>(
        &mut self,
        kind: Kind,
        id: [u8; 32],
        content: &T,
    ) -> Result<(), StoreError> {
        let sealed = self.seal.seal(kind, &id, &written(content)?)?;
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO entry (kind, id, sealed) VALUES (?1, ?2, ?3)")?
            .execute(params![kind.number(), id, sealed])?;
        Ok(())
    }

    /// Puts many rows of a kind. In the order in which the file has them, a page is written once.
    pub(super) fn put_many<'k, K, T: Serialize>(
        &mut self,
        kind: Kind,
        contents: &'k [K],
        row: impl Fn(&'k K) -> (&'k str, T),
    ) -> Result<(), StoreError> {
        let mut places: Vec<_> =
            contents.iter().map(|one| (self.seal.lookup(kind, row(one).0), one)).collect();
        places.sort_unstable_by_key(|(id, _)| *id);
        let mut put = self.transaction.prepare_cached(
            "INSERT OR REPLACE INTO entry (kind, id, sealed) VALUES (?1, ?2, ?3)",
        )?;
        for (id, one) in places {
            let sealed = self.seal.seal(kind, &id, &written(&row(one).1)?)?;
            put.execute(params![kind.number(), id, sealed])?;
        }
        Ok(())
    }

    pub(super) fn entry<T: DeserializeOwned>(
        &self,
        kind: Kind,
        identity: &str,
    ) -> Result<Option<T>, StoreError> {
        entry(&self.transaction, self.seal, kind, identity)
    }

    pub(super) fn remove(&mut self, kind: Kind, identity: &str) -> Result<(), StoreError> {
        let id = self.seal.lookup(kind, identity);
        self.transaction
            .execute("DELETE FROM entry WHERE kind = ?1 AND id = ?2", params![kind.number(), id])?;
        Ok(())
    }

    pub(super) fn remove_all(&mut self, kind: Kind) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM entry WHERE kind = ?1", params![kind.number()])?;
        Ok(())
    }

    pub(super) fn entries<T: DeserializeOwned + Send>(
        &self,
        kind: Kind,
    ) -> Result<Vec<T>, StoreError> {
        every_row(&self.transaction, self.seal, kind, Some)
    }

    /// Adds a line to a log.
    pub(super) fn append_line<T: Serialize>(
        &mut self,
        kind: Kind,
        content: &T,
    ) -> Result<(), StoreError> {
        let last = "SELECT coalesce(max(seq), 0) FROM log";
        let last: i64 = self.transaction.prepare_cached(last)?.query_row([], |row| row.get(0))?;
        let seq = last + 1;
        let sealed = self.seal.seal(kind, &seq.to_le_bytes(), &written(content)?)?;
        self.transaction
            .prepare_cached("INSERT INTO log (seq, kind, sealed) VALUES (?1, ?2, ?3)")?
            .execute(params![seq, kind.number(), sealed])?;
        Ok(())
    }

    /// Lets the oldest lines of a log go, so that `most` are left.
    pub(super) fn cut(&mut self, kind: Kind, most: u32) -> Result<(), StoreError> {
        self.transaction.execute(
            "DELETE FROM log WHERE kind = ?1 AND seq <=
               (SELECT seq FROM log WHERE kind = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)",
            params![kind.number(), most],
        )?;
        Ok(())
    }

    /// Lets the oldest lines of a log go for as long as `is_old` says so.
    pub(super) fn cut_while<T: DeserializeOwned>(
        &mut self,
        kind: Kind,
        is_old: impl Fn(&T) -> bool,
    ) -> Result<(), StoreError> {
        let oldest_first = "SELECT seq, sealed FROM log WHERE kind = ?1 ORDER BY seq LIMIT ?2";
        while let Some((seq, _)) = lines(&self.transaction, self.seal, kind, oldest_first, 1)?
            .pop()
            .filter(|(_, line)| is_old(line))
        {
            self.transaction.execute("DELETE FROM log WHERE seq = ?1", [seq])?;
        }
        Ok(())
    }

    /// Removes a log.
    pub(super) fn remove_lines(&mut self, kind: Kind) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM log WHERE kind = ?1", params![kind.number()])?;
        Ok(())
    }
}

fn entry<T: DeserializeOwned>(
    database: &Connection,
    seal: &Seal,
    kind: Kind,
    identity: &str,
) -> Result<Option<T>, StoreError> {
    let id = seal.lookup(kind, identity);
    let sealed: Option<Vec<u8>> = database
        .prepare("SELECT sealed FROM entry WHERE kind = ?1 AND id = ?2")?
        .query_row(params![kind.number(), id], |row| row.get(0))
        .optional()?;
    sealed.map(|sealed| read(&seal.open(kind, &id, &sealed)?)).transpose()
}

/// The lines that `order` selects, by kind and number of lines.
fn lines<T: DeserializeOwned>(
    database: &Connection,
    seal: &Seal,
    kind: Kind,
    order: &str,
    most: u32,
) -> Result<Vec<(i64, T)>, StoreError> {
    let mut rows = database.prepare_cached(order)?;
    let rows = rows.query_map(params![kind.number(), most], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
    })?;
    rows.map(|row| {
        let (seq, sealed) = row?;
        Ok((seq, read(&seal.open(kind, &seq.to_le_bytes(), &sealed)?)?))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::rows;
    use proptest::prelude::*;

    /// Whatever a row says, reading it ends, and with an answer.
    fn all_readers(content: &[u8]) -> usize {
        [
            read::<rows::Profile>(content).is_ok(),
            read::<rows::Annotation>(content).is_ok(),
            read::<rows::PendingCreation>(content).is_ok_and(|row| row.read().is_some()),
            read::<rows::Activity>(content).is_ok(),
            read::<rows::Key>(content).is_ok(),
            read::<rows::Reading>(content).is_ok(),
            read::<rows::Change>(content).is_ok(),
            read::<rows::Rotation>(content)
                .map(sigsentry_keys_core::rotation::Rotation::from)
                .is_ok(),
            read::<Vec<rows::version_1::Key>>(content).is_ok(),
            read::<rows::version_1::Reading>(content).is_ok(),
            read::<rows::version_1::Day>(content).is_ok(),
        ]
        .into_iter()
        .filter(|ok| *ok)
        .count()
    }

    const ROWS: [&str; 7] = [
        r#"{"id":"k","name":"n","prefix":"p","key_type":"Legacy","permissions":["a"],"last_used":{"At":"2026-01-02T03:04:05Z"},"revocation":"None","used_days":5}"#,
        r#"{"at":"2026-01-02T03:04:05Z","key_id":"k","name":"n","prefix":"p","what":{"Appeared":{"here":true}}}"#,
        r#"{"key_id":"k","owner":"o","stored_in":["a"],"note":"n","reviewed_on":"2026-01-02"}"#,
        r#"{"at":"2026-01-02T03:04:05Z","key_id":"k","deed":{"HandedOver":{"place":null}}}"#,
        r#"[{"at":0,"id":"k","name":"n","prefix":"p","key_type":{"Current":"Sdk"},"project_id":null,"permissions":[],"created_at":null,"last_used":"Never","expires_at":null,"revocation":{"Revoked":null},"read_at":null}]"#,
        r#"{"idempotency_key":"i","name":"n","key_type":"Sdk","permissions":[],"project_id":"p","began_at":"2026-01-02T03:04:05Z","namesakes":[],"progress":"Sent"}"#,
        r#"{"id":"r","began_at":"2026-01-02T03:04:05Z","retiring":["k"],"attempt":"i","replacement":null,"handed_over":false,"places":[{"name":"p","sending":{"destination":"vault","fields":[["path","a"]]},"state":"Waits"}],"quiet_for_s":86400,"on_hold":false}"#,
    ];

    #[test]
    fn the_rows_that_the_next_test_breaks_are_whole() {
        for row in ROWS {
            assert!(all_readers(row.as_bytes()) >= 1, "{row}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(content in proptest::collection::vec(any::<u8>(), 0..300)) {
            all_readers(&content);
        }

        #[test]
        fn a_broken_row_is_read_or_refused(
            which in 0..ROWS.len(),
            at in any::<proptest::sample::Index>(),
            byte in any::<u8>(),
            cut in any::<bool>(),
        ) {
            let mut content = ROWS[which].as_bytes().to_vec();
            let at = at.index(content.len());
            content[at] = byte;
            if cut {
                content.truncate(at);
            }
            all_readers(&content);
        }
    }
}
