//! The app killed at random moments of writing: the test starts itself as the one that writes.

use crate::support::{Shelf, annotation, at, read, snapshot};
use sigsentry_keys_core::annotation::Annotation;
use sigsentry_keys_core::inventory::{Differences, Inventory, Snapshot};
use std::{
    env,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
};

const FOLDER: &str = "STORE_TEST_FOLDER";
const KILLS: u32 = 120;
const TEST: &str = "killed::killed_at_any_moment_it_opens_and_has_what_was_confirmed";

/// Writes counters, and says each one once it is kept. The reading, a key, the tombstone of another and
/// the changes are written in one go.
fn write_for_ever(folder: PathBuf) -> ! {
    let shelf = Shelf::at(folder);
    let mut store = shelf.open().unwrap();
    let mut count = counter(&store);
    let mut earlier = store.snapshot().unwrap().map(Inventory::of);
    loop {
        count += 1;
        let reading = reading(count);
        let found = earlier.as_ref().map(|earlier| Differences::between(earlier, &reading));
        store.save_reading(&reading, found.as_ref()).unwrap();
        earlier = Some(Inventory::of(reading));
        let note = Annotation { note: count.to_string(), ..annotation() };
        store.annotate("key-1", &note).unwrap();
        println!("kept {count}");
    }
}

/// One key says how often was counted, and one is there every other time.
fn reading(count: i64) -> Snapshot {
    let mut reading = snapshot();
    reading.taken_at = at(count);
    reading.gaps.total_pages = u32::try_from(count).unwrap();
    reading.keys[1].name = count.to_string().into();
    reading.keys.truncate(if count % 2 == 0 { 5 } else { 4 });
    reading.kept.clear();
    reading
}

fn counter(store: &sigsentry_keys_platform::store::Store) -> i64 {
    store.snapshot().unwrap().map_or(0, |reading| reading.taken_at.timestamp())
}

#[test]
fn killed_at_any_moment_it_opens_and_has_what_was_confirmed() {
    if let Some(folder) = env::var_os(FOLDER) {
        write_for_ever(folder.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path().to_owned());
    drop(shelf.create());
    let mut last = 0;
    for kill in 0..KILLS {
        let mut writer = Command::new(env::current_exe().unwrap())
            .args(["--exact", TEST, "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // A moment chosen at random: after so many confirmed writes, and a busy wait on top.
        let mut confirmed = 0;
        let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        // Read to its end only after the kill: a writer whose pipe breaks would end in its own way.
        let mut kept = lines
            .map_while(Result::ok)
            .filter_map(|line| line.split_once("kept ")?.1.parse::<i64>().ok());
        let mut random = [0; 2];
        crate::support::random(&mut random);
        for count in kept.by_ref().take(1 + usize::from(random[0] % 8)) {
            confirmed = count;
        }
        for _ in 0..u32::from(random[1]) * 2000 {
            std::hint::spin_loop();
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        confirmed = kept.last().unwrap_or(confirmed);
        assert!(confirmed > last, "it went on after kill {kill}");

        let store = shelf.open().unwrap_or_else(|error| panic!("kill {kill}: {error}"));
        let count = counter(&store);
        assert!(count >= confirmed, "kill {kill}: {confirmed} was confirmed, {count} is there");
        // All rows of a reading or none.
        assert_eq!(read(&store), Some(self::reading(count)));
        // What is read first is not news; every later reading renames a key.
        let noticed = store.changes(1).unwrap().first().map(|(_, change)| change.at);
        assert_eq!(noticed, (count > 1).then(|| at(count)));
        let note: i64 = store.annotation("key-1").unwrap().unwrap().note.parse().unwrap();
        assert!(note == count || note == count - 1, "{note} {count}");
        last = count;
    }
}
