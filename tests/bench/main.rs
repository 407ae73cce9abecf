//! What the app's protections and the size of a tenant cost, as ratios within one run.
//!
//! `cargo xtask bench` starts it on the release app. Nothing here asserts a time.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the table is the result")]

#[path = "../support/mod.rs"]
mod support;

use std::{fs, time::Instant};
use support::{keyring::Keyring, sandbox::Sandbox, window::App};

const ROUNDS: usize = 5;
const SETTINGS: &str = r#"{"appearance":"light"}"#;
/// The app starts over with a wiping heap unless it is told that it has done so.
const ORDINARY_HEAP: [(&str, &str); 1] = [("SIGSENTRY_HEAP", "ordinary")];

/// Seconds, or mebibytes.
#[derive(Default)]
struct Figures {
    start: Vec<f64>,
    sign_in: Vec<f64>,
    search: Vec<f64>,
    memory: Vec<f64>,
}

#[tokio::test]
async fn ratios() {
    let [mut wiping, mut ordinary, mut large] = [(); 3].map(|()| Figures::default());
    // Turn and turn about, so that a busy minute meets all alike.
    for _ in 0..ROUNDS {
        round(&mut wiping, "demo", &[]).await;
        round(&mut ordinary, "demo", &ORDINARY_HEAP).await;
        round(&mut large, "keys=5000", &[]).await;
    }
    println!("\nmedians of {ROUNDS}; 140 keys unless said otherwise");
    println!("{:<42} {:>10} {:>10} {:>7}", "", "this", "that", "ratio");
    for (what, this, that) in [
        ("start, wiping heap : ordinary", &wiping.start, &ordinary.start),
        ("signing in, wiping heap : ordinary", &wiping.sign_in, &ordinary.sign_in),
        ("searching, wiping heap : ordinary", &wiping.search, &ordinary.search),
        ("memory (PSS), wiping heap : ordinary", &wiping.memory, &ordinary.memory),
        ("signing in, 5,000 keys : 140", &large.sign_in, &wiping.sign_in),
        ("searching, 5,000 keys : 140", &large.search, &wiping.search),
        ("memory (PSS), 5,000 keys : 140", &large.memory, &wiping.memory),
    ] {
        let (this, that) = (median(this), median(that));
        println!("{what:<42} {this:>10.3} {that:>10.3} {:>7.2}", this / that);
    }
}

/// What was kept is painted before the server answers: of how many keys hardly matters.
#[tokio::test]
async fn opening() {
    let [mut many, mut few, mut usual] = [(); 3].map(|()| Opened::default());
    for _ in 0..3 {
        open(&mut many, "keys=100000").await;
        open(&mut few, "keys=100").await;
        open(&mut usual, "demo").await;
    }
    println!("\nmedians of 3");
    for (what, this, that) in [
        ("store to painted table, 100,000 keys : 100", &many.painted, &few.painted),
        ("web process (MiB), 100,000 keys : 140", &many.page, &usual.page),
        ("all processes (MiB), 100,000 keys : 140", &many.all, &usual.all),
    ] {
        let (this, that) = (median(this), median(that));
        println!("{what:<42} {this:>10.3} {that:>10.3} {:>7.2}", this / that);
    }
}

/// Seconds, and mebibytes.
#[derive(Default)]
struct Opened {
    painted: Vec<f64>,
    page: Vec<f64>,
    all: Vec<f64>,
}

async fn open(figures: &mut Opened, seed: &str) {
    let sandbox = Sandbox::start_with(seed, &["--rate-limit", "1000000,1000"]);
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let app = App::start_in(&sandbox, SETTINGS, &environment).await;
    app.sign_in(&sandbox, "owner").await;
    app.store().await;
    // Until all of it is read, and kept.
    app.until("the end of the reading", async || {
        (app.text("refresh").await == "Refresh").then_some(())
    })
    .await;
    let folder = app.quit_for_now().await;

    let began = Instant::now();
    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    app.find("key-row").await;
    figures.painted.push(began.elapsed().as_secs_f64());
    app.until("the end of the reading", async || {
        (app.text("refresh").await == "Refresh").then_some(())
    })
    .await;
    let is_page = |pid: &u32| {
        let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        name.starts_with("WebKitWebProces")
    };
    let pages = support::processes::tree(app.process()).into_iter().filter(is_page);
    figures.page.push(pages.map(|pid| proportional(pid).unwrap_or(0.0)).sum::<f64>() / 1024.0);
    figures.all.push(memory(app.process()));
    app.quit().await;
}

async fn round(figures: &mut Figures, seed: &str, environment: &[(&str, &str)]) {
    let sandbox = Sandbox::start(seed);
    let began = Instant::now();
    let app = App::start_in(&sandbox, SETTINGS, environment).await;
    app.find("sign-in-submit").await;
    figures.start.push(began.elapsed().as_secs_f64());

    let (email, password) = sandbox.account("owner");
    app.type_into("sign-in-email", &email).await;
    app.type_into("sign-in-password", &password).await;
    let began = Instant::now();
    app.click("sign-in-submit").await;
    app.enter("key-table").await;
    app.find("key-row").await;
    figures.sign_in.push(began.elapsed().as_secs_f64());

    let began = Instant::now();
    app.type_into("search", "no such key").await;
    app.find("empty").await;
    figures.search.push(began.elapsed().as_secs_f64());
    figures.memory.push(memory(app.process()));
    app.quit().await;
}

/// What the app's processes take of the machine's memory, shared pages counted by their share. Mebibytes.
fn memory(app: u32) -> f64 {
    let kibibytes = support::processes::tree(app).into_iter().filter_map(proportional);
    kibibytes.sum::<f64>() / 1024.0
}

/// What one process takes, in kibibytes.
fn proportional(pid: u32) -> Option<f64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok()
}

fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
