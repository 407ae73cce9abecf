//! What is left of a value in the memory of every process of the release app.
//!
//! `cargo xtask residue` starts it. The needles are known to this process and to the server alone.
//! Each scenario first finds the value while it is held, and then counts what is left of it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the table is the result")]

#[path = "../../src-tauri/src/palette.rs"]
mod palette;
#[path = "../support/mod.rs"]
mod support;

mod locked;
mod needles;
mod picture;
mod scan;
mod scenarios;
mod sessions;
mod table;
mod traces;
mod watch;

use table::Table;

#[tokio::test]
async fn keys() {
    let mut table = Table::default();
    scenarios::keys(&mut table).await;
    table.hold();
}

#[tokio::test]
async fn ordinary_heap() {
    let mut table = Table::default();
    scenarios::ordinary_heap(&mut table).await;
    table.hold_written();
}

#[tokio::test]
async fn exits() {
    let mut table = Table::default();
    scenarios::exits(&mut table).await;
    table.hold();
}

#[tokio::test]
async fn sessions() {
    let mut table = Table::default();
    sessions::all(&mut table).await;
    table.hold();
}

#[tokio::test]
async fn locked() {
    let mut table = Table::default();
    locked::all(&mut table).await;
    table.hold();
}

#[tokio::test]
async fn traces() {
    traces::none_outside_memory().await;
}
