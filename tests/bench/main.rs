//! What the app's protections and the size of a tenant cost, as ratios within one run.
//!
//! `cargo xtask bench` starts it on the release app. Nothing here asserts a time.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the table is the result")]

#[path = "../support/mod.rs"]
mod support;

use std::{fs, time::Instant};
use support::{sandbox::Sandbox, window::App};

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

/// What the app's processes take of the machine's memory, shared pages counted by their share.
fn memory(app: u32) -> f64 {
    let kibibytes = support::processes::tree(app).into_iter().filter_map(|pid| {
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
        let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok()
    });
    kibibytes.sum::<f64>() / 1024.0
}

fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
