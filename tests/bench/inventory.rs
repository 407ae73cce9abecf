//! What a tenant of 100,000 keys over 5,000 projects costs, without a window: as ratios and times within
//! one run. `cargo xtask bench` starts it in release; nothing here asserts a time.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the table is the result")]

#[path = "../../crates/app/tests/support/mod.rs"]
mod support;

use futures_util::future::join_all;
use serde_json::Value;
use sigsentry_keys_app::{App, Environment, ports::Event};
use sigsentry_keys_contract::{
    inventory::{Column, Condition, KeyQuery, KeyStatus, ProjectQuery, Scope},
    session::{Credentials, SignInRequest},
    triage::TriageSource,
};
use sigsentry_keys_core::creation::organization_key;
use sigsentry_keys_platform::triage::{Source, scan};
use sigsentry_sandbox::{Config, RunningSandbox, Seed, start};
use std::{
    fs,
    io::Read as _,
    path::Path,
    sync::{Arc, Mutex},
    time::Instant,
};
use support::FolderKeychain;
use tokio::runtime::Handle;

const KEYS: usize = 100_000;
/// As the app reads them.
const AT_ONCE: usize = 4;
const ROUNDS: usize = 5;

async fn sandbox(keys: usize, folder: &Path) -> RunningSandbox {
    let config = Config {
        seed: Seed::Keys(keys),
        tls: true,
        ca_file: Some(folder.join("authority.pem")),
        reads_per_minute: u32::MAX,
        mutations_per_minute: u32::MAX,
        ..Config::default()
    };
    start(config).await.unwrap()
}

/// When the last reading was there to be shown.
static SHOWN: Mutex<Option<Instant>> = Mutex::new(None);

fn app(sandbox: &RunningSandbox, folder: &Path) -> Arc<App> {
    let environment = Environment {
        api_url: Some(sandbox.url().to_owned()),
        ca_file: sandbox.ca_file().map(Into::into),
        ..Environment::default()
    };
    let keychain = FolderKeychain::in_folder(&folder.join("keychain")).keychain();
    let ports = support::ports(Handle::current(), |event| {
        if matches!(event, Event::InventoryRead) {
            *SHOWN.lock().unwrap() = Some(Instant::now());
        }
    });
    Arc::new(support::app(folder, environment, keychain, ports))
}

async fn sign_in(app: &App, sandbox: &RunningSandbox) {
    let owner = sandbox.accounts().into_iter().find(|one| one.role == "owner").unwrap();
    let credentials = Credentials::Password { email: owner.email, password: owner.password };
    let request = SignInRequest { api_url: sandbox.url().to_owned(), credentials };
    app.sign_in(request).await.unwrap();
    assert!(app.open_or_create());
}

fn query(search: &str, column: Column, descending: bool) -> KeyQuery {
    KeyQuery {
        scope: Scope::All,
        search: search.into(),
        conditions: Vec::new(),
        column,
        descending,
        offset: 0,
        limit: 44,
    }
}

/// Milliseconds of each call, the 95th percentile.
fn p95(mut calls: Vec<f64>) -> f64 {
    calls.sort_by(f64::total_cmp);
    calls[(calls.len() * 95 / 100).min(calls.len() - 1)]
}

fn timed<R>(work: impl FnOnce() -> R) -> f64 {
    let began = Instant::now();
    drop(work());
    began.elapsed().as_secs_f64() * 1000.0
}

/// Bytes in use on the heap.
fn heap() -> usize {
    // SAFETY: it only reads the allocator's counters.
    #[expect(unsafe_code, reason = "the counters of the C heap have no safe door")]
    let info = unsafe { libc::mallinfo2() };
    info.uordblks + info.hblkhd
}

/// Bytes of files that this process has written.
fn bytes_written() -> u64 {
    let io = fs::read_to_string("/proc/self/io").unwrap();
    let line = io.lines().find_map(|line| line.strip_prefix("write_bytes: ")).unwrap();
    line.parse().unwrap()
}

fn size(folder: &Path) -> u64 {
    let walk = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    walk.map(|entry| match entry.file_type().unwrap().is_dir() {
        true => size(&entry.path()),
        false => entry.metadata().unwrap().len(),
    })
    .sum()
}

fn row(what: &str, figure: String, bar: &str) {
    println!("{what:<62} {figure:>12}   {bar}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_keys() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let server = sandbox(KEYS, folder.path()).await;
    println!("\n{KEYS} keys over {} projects, release", KEYS / 20);
    println!("{:<62} {:>12}   bar", "", "measured");

    // Once for the server's own caches and the connections.
    read_barely(&server).await;
    let (mut bare, mut first, mut later) = (Vec::new(), Readings::default(), Readings::default());
    let mut one = None;
    for round in 0..ROUNDS {
        bare.push(timed_async(read_barely(&server)).await);
        let own = tempfile::tempdir_in(folder.path()).unwrap();
        let fresh = app(&server, own.path());
        sign_in(&fresh, &server).await;
        let idle = heap();
        first.take(&fresh).await;
        if round == 0 {
            let per_key = heap().saturating_sub(idle) / KEYS;
            row("Rust: bytes a key over idle, index included", format!("{per_key}"), "400");
            let store = size(own.path()) as usize / KEYS;
            row("store: bytes a key on disk, its log included", format!("{store}"), "–");
        }
        later.take(&fresh).await;
        one = Some((fresh, own));
    }
    let (one, own) = one.unwrap();
    let bare = median(&bare);
    let (first, later, written) =
        (median(&first.shown), median(&later.shown), median(&first.written));
    row("first whole reading, shown : bare HTTP client", ratio(first, bare), "1.3");
    row("the same, written to the store", ratio(written, bare), "–");
    row("a later reading, shown : bare HTTP client", ratio(later, bare), "–");
    println!("    ({first:.2} s shown, {written:.2} s written : {bare:.2} s; medians of {ROUNDS})");

    queries(&one);
    leaks(&one).await;

    let before = bytes_written();
    one.refresh_inventory().await.unwrap();
    row("a reading without changes writes, KiB", kib(bytes_written() - before), "64");
    const CHANGED: usize = 1000;
    let changed: Vec<_> = server.keys().into_iter().take(CHANGED).map(|key| key.id).collect();
    changed.iter().for_each(|id| server.use_key(id));
    let before = bytes_written();
    one.refresh_inventory().await.unwrap();
    let each = (bytes_written() - before) as usize / CHANGED;
    row("a reading with 1,000 changes writes, bytes a change", format!("{each}"), "–");
    let before = bytes_written();
    let request = organization_key("bench", &["analysis:read".to_owned()]).unwrap();
    one.create(request).await.unwrap();
    row("creating a key writes, KiB", kib(bytes_written() - before), "64");
    drop(one);

    opening(&server, own.path()).await;
}

/// How long readings took, in seconds.
#[derive(Default)]
struct Readings {
    /// Until the keys could be shown.
    shown: Vec<f64>,
    /// Until they were kept.
    written: Vec<f64>,
}

impl Readings {
    async fn take(&mut self, app: &Arc<App>) {
        let began = Instant::now();
        app.refresh_inventory().await.unwrap();
        self.written.push(began.elapsed().as_secs_f64());
        let shown = SHOWN.lock().unwrap().take().unwrap();
        self.shown.push((shown - began).as_secs_f64());
    }
}

fn queries(app: &App) {
    let ask = |query: KeyQuery| timed(|| app.query_keys(query).unwrap());
    let words = ["c", "ch", "che", "worker", "zz", "prod key", "analysis", "service-12 key", "ss_"];
    // A first question makes what depends on the time.
    ask(query("", Column::Status, false));
    let search = words.iter().cycle().take(90).map(|word| ask(query(word, Column::Status, false)));
    row("search: keystroke to answered window, ms (p95)", ms(p95(search.collect())), "16");
    let columns = [
        Column::Name,
        Column::Prefix,
        Column::Type,
        Column::Project,
        Column::Created,
        Column::LastUsed,
        Column::Status,
        Column::Owner,
    ];
    let sorts = (0..80).map(|at| ask(query("", columns[at % columns.len()], at % 2 == 0)));
    row("sort: click to answered window, ms (p95)", ms(p95(sorts.collect())), "16");
    let filters = (0..60).map(|at| {
        let stale = Condition::Status { any_of: vec![KeyStatus::Stale, KeyStatus::NeverUsed] };
        let conditions = match at % 3 {
            0 => vec![stale],
            1 => vec![Condition::NotUsedFor { days: 30 }, Condition::NoOwner],
            _ => vec![Condition::Permission { name: "config:write".into() }, stale],
        };
        ask(KeyQuery { conditions, ..query("", Column::Status, false) })
    });
    row("filter: click to answered window, ms (p95)", ms(p95(filters.collect())), "16");
    let scrolls = (0..200_u32)
        .map(|at| ask(KeyQuery { offset: at * 487, ..query("", columns[at as usize % 7], false) }));
    row("scroll: window of rows, ms (p95)", ms(p95(scrolls.collect())), "5");
    let summary = (0..40).map(|_| timed(|| app.inventory_summary().unwrap()));
    row("inventory_summary, ms (p95)", ms(p95(summary.collect())), "5");
    let names = ["a", "new key", "worker 7", "nightly replay", "key"];
    let advice = names.iter().cycle().take(50).map(|name| timed(|| app.name_advice(name)));
    row("name_advice, ms (p95)", ms(p95(advice.collect())), "5");
    let projects = (0..50).map(|at| {
        let search = if at % 2 == 0 { "" } else { "service-4" };
        timed(|| {
            app.query_projects(&ProjectQuery { search: search.into(), offset: 2000, limit: 24 })
        })
    });
    row("query_projects, ms (p95)", ms(p95(projects.collect())), "–");
}

/// Looking for leaked keys in 1 GiB of files, beside a pass that only looks for one byte.
async fn leaks(app: &Arc<App>) {
    const FILES: usize = 256;
    const FILE: usize = 4 << 20;
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let prefix = app.with_inventory(|known| known.reading().keys[0].prefix.to_string()).unwrap();
    let line = "    let next_item = self.read_from(&request_body, max_bytes)?; // see docs\n";
    for number in 0..FILES {
        let mut text = line.repeat(FILE / line.len());
        if number % 16 == 0 {
            text.push_str(&format!("key = {prefix}{}\n", "aB3x9Zk2LmQ7pT".repeat(2)));
        }
        fs::write(folder.path().join(format!("{number}.rs")), text).unwrap();
    }
    let path = folder.path().to_str().unwrap().to_owned();
    let (mut bare, mut looked) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        bare.push(timed(|| bare_pass(folder.path())));
        let source = TriageSource::Paths { paths: vec![path.clone()] };
        let began = Instant::now();
        let report = app.triage(source).await.unwrap();
        looked.push(began.elapsed().as_secs_f64() * 1000.0);
        assert_eq!((report.files, report.found.len()), (256, 1));
    }
    // The first round brings the files into memory.
    let (bare, looked) = (median(&bare[1..]), median(&looked[1..]));
    row("leaks: 1 GiB of files : one byte sought in them", ratio(looked, bare), "1.3");
    println!("    ({:.2} s : {:.2} s)", looked / 1000.0, bare / 1000.0);
    let text = line.repeat(10_000_000 / line.len());
    let stop = std::sync::atomic::AtomicBool::new(false);
    let paste = || scan(Source::Text(text.as_bytes()), &|_| None, &stop, &|_| {}).unwrap();
    let pasted: Vec<_> = (0..5).map(|_| timed(paste)).collect();
    row("leaks: 10 MB of text, ms", ms(median(&pasted)), "1000");
}

fn bare_pass(folder: &Path) -> usize {
    let mut piece = vec![0; 256 * 1024];
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|path| {
            let mut file = fs::File::open(path).unwrap();
            let mut count = 0;
            loop {
                match file.read(&mut piece).unwrap() {
                    0 => return count,
                    read => count += memchr::memchr_iter(b'\n', &piece[..read]).count(),
                }
            }
        })
        .sum()
}

/// What a start does before there is a first page to paint.
async fn opening(large: &RunningSandbox, large_folder: &Path) {
    let small_folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let small = sandbox(100, small_folder.path()).await;
    let one = app(&small, small_folder.path());
    sign_in(&one, &small).await;
    one.refresh_inventory().await.unwrap();
    drop(one);
    let open = |server: &RunningSandbox, folder: &Path| {
        let began = Instant::now();
        let one = app(server, folder);
        assert!(one.restore(&mut || {}));
        one.query_keys(query("", Column::Status, false)).unwrap();
        began.elapsed().as_secs_f64()
    };
    let (mut many, mut few) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        many.push(open(large, large_folder));
        few.push(open(&small, small_folder.path()));
    }
    let (many, few) = (median(&many), median(&few));
    row("open the store to a first window of rows, s", format!("{many:.3}"), "see the window");
    println!("    (100 keys: {few:.3} s)");
}

/// All pages, as many at once as the app asks for, and nothing done with them.
async fn read_barely(server: &RunningSandbox) {
    let ca = fs::read(server.ca_file().unwrap()).unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let ca = reqwest::Certificate::from_pem(&ca).unwrap();
    let http = reqwest::Client::builder().tls_certs_merge([ca]).build().unwrap();
    let owner = server.accounts().into_iter().find(|one| one.role == "owner").unwrap();
    let login = serde_json::json!({ "email": owner.email, "password": owner.password });
    let url = |path: &str| format!("{}/v1{path}", server.url());
    let answer = http.post(url("/auth/login")).json(&login).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    let token = answer["data"]["token"].as_str().unwrap().to_owned();
    let pages: Vec<usize> = (1..=KEYS.div_ceil(100)).collect();
    for some in pages.chunks(AT_ONCE) {
        join_all(some.iter().map(|page| {
            let request = http.get(url(&format!("/config/api-keys?page={page}&limit=100")));
            let request = request.bearer_auth(&token);
            async move { request.send().await.unwrap().bytes().await.unwrap() }
        }))
        .await;
    }
}

async fn timed_async(work: impl Future<Output = ()>) -> f64 {
    let began = Instant::now();
    work.await;
    began.elapsed().as_secs_f64()
}

fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn ratio(this: f64, that: f64) -> String {
    format!("{:.2}", this / that)
}

fn ms(milliseconds: f64) -> String {
    format!("{milliseconds:.2}")
}

fn kib(bytes: u64) -> String {
    format!("{}", bytes / 1024)
}
