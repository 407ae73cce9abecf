//! What is left of a value in the memory of every process of the release app.
//!
//! `cargo xtask residue` starts it. The needles are known to this process and to the server alone.
//! Each scenario first finds the value while it is held, and then counts what is left of it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the table is the result")]

#[path = "../../src-tauri/src/commands/palette.rs"]
mod palette;
#[path = "../support/mod.rs"]
mod support;

mod leaks;
mod locked;
mod needles;
mod picture;
mod scan;
mod scenarios;
mod sessions;
mod table;
mod traces;
mod typed;
mod watch;

use table::Table;

/// How many runs in a row `typed` is held to: what stays by chance stays in one of several.
const TYPED_RUNS: usize = 10;

#[tokio::test]
async fn typed() {
    repeat(TYPED_RUNS, async |table| typed::all(table).await, Table::broken).await;
}

#[tokio::test]
async fn keys() {
    repeat(1, async |table| scenarios::keys(table).await, Table::broken).await;
}

#[tokio::test]
async fn ordinary_heap() {
    repeat(1, async |table| scenarios::ordinary_heap(table).await, Table::broken_writing).await;
}

#[tokio::test]
async fn exits() {
    repeat(1, async |table| scenarios::exits(table).await, Table::broken).await;
}

#[tokio::test]
async fn leaks() {
    repeat(1, async |table| leaks::all(table).await, Table::broken).await;
}

#[tokio::test]
async fn sessions() {
    repeat(1, async |table| sessions::all(table).await, Table::broken).await;
}

#[tokio::test]
async fn locked() {
    repeat(1, async |table| locked::all(table).await, Table::broken).await;
}

/// Measures a group as often as asked for (`cargo xtask residue --repeat N GROUP`), to the last run
/// also where one was not clean, and says how many were.
async fn repeat(
    runs: usize,
    measure: impl AsyncFn(&mut Table),
    broken: impl Fn(&Table) -> Vec<String>,
) {
    let asked = std::env::var("SIGSENTRY_RESIDUE_REPEAT").ok();
    let runs = asked.map_or(runs, |asked| asked.parse().expect("a number of runs"));
    let mut above = Vec::new();
    for run in 1..=runs {
        let mut table = Table::default();
        measure(&mut table).await;
        let found = broken(&table);
        above.extend(found.iter().map(|row| format!("run {run}: {row}")));
        println!("run {run} of {runs}: {}", if found.is_empty() { "clean" } else { "NOT CLEAN" });
    }
    assert!(above.is_empty(), "copies were left:\n{}", above.join("\n"));
}

#[tokio::test]
async fn traces() {
    traces::none_outside_memory().await;
}
