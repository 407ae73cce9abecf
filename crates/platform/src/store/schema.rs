//! The schema, one step for each version. Steps are added, never changed: files of every version are
//! out there.

use super::OpenError;
use rusqlite::{Connection, TransactionBehavior};

/// What the check row says; it opens under the right data key only.
pub(super) const CHECK: &str = "sigsentry-keys";

/// Tells our files from other SQLite files: "SSKS".
pub(super) const APPLICATION_ID: i32 = 0x5353_4b53;

/// From version n to n + 1.
pub(super) const STEPS: &[&str] = &["
    CREATE TABLE entry (
        kind INTEGER NOT NULL,
        id BLOB NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (kind, id)
    );
    CREATE TABLE log (seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, sealed BLOB NOT NULL);
    CREATE INDEX log_of_kind ON log (kind, seq);
", "
    -- The same tables. From here on each key has a row of its own, which an older app would not find;
    -- `Store::bring_over` makes them, as it takes the data key.
    SELECT 1;
"];

/// Brings a file to the newest version, or leaves it as it was.
pub(super) fn migrate(database: &mut Connection, steps: &[&str]) -> Result<(), OpenError> {
    let newest = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let version = version(database)?;
    if version > newest {
        return Err(OpenError::Newer { version });
    }
    let missing = &steps[version as usize..];
    if missing.is_empty() {
        return Ok(());
    }
    let change = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in missing {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "application_id", APPLICATION_ID)?;
    change.pragma_update(None, "user_version", newest)?;
    Ok(change.commit()?)
}

pub(super) fn version(database: &Connection) -> Result<u32, OpenError> {
    let version: i64 = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
    u32::try_from(version).map_err(|_| OpenError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(database: &Connection) -> Vec<String> {
        let mut rows = database.prepare("SELECT name FROM sqlite_schema ORDER BY name").unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn steps_are_taken_from_where_a_file_is_and_once() {
        let mut database = Connection::open_in_memory().unwrap();
        let steps = ["CREATE TABLE a (x)", "CREATE TABLE b (x)", "CREATE TABLE c (x)"];
        migrate(&mut database, &steps[..1]).unwrap();
        assert_eq!((version(&database).unwrap(), tables(&database)), (1, vec!["a".into()]));
        migrate(&mut database, &steps).unwrap();
        migrate(&mut database, &steps).unwrap();
        assert_eq!((version(&database).unwrap(), tables(&database).len()), (3, 3));
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut database = Connection::open_in_memory().unwrap();
        migrate(&mut database, &["CREATE TABLE a (x)"]).unwrap();
        let broken = ["CREATE TABLE a (x)", "CREATE TABLE b (x)", "CREATE TABLE a (x)"];
        assert!(migrate(&mut database, &broken).is_err());
        assert_eq!((version(&database).unwrap(), tables(&database)), (1, vec!["a".into()]));
    }

    #[test]
    fn a_newer_file_is_refused() {
        let mut database = Connection::open_in_memory().unwrap();
        database.pragma_update(None, "user_version", 9).unwrap();
        assert_eq!(migrate(&mut database, STEPS), Err(OpenError::Newer { version: 9 }));
    }
}
