//! `sigsentry-sandbox`: see `--help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks so")]

use serde_json::json;
use sigsentry_sandbox::{Config, ListShape, Seed, openapi_document, start};
use std::{path::PathBuf, process::ExitCode};
use tokio::signal::unix::{SignalKind, signal};

const HELP: &str = "\
sigsentry-sandbox: a SigSentry-compatible server on loopback

  --seed demo|hostile|empty|keys=N   what is in it (demo)
  --port N                           port on loopback (0: a free one)
  --tls                              HTTPS with a certificate of its own
  --ca-file PATH                     where the certificate authority is written to
  --list-shape paged|array           shape of the list of keys (paged)
  --token-life SECONDS               how long a session lives (86400)
  --rate-limit READS,MUTATIONS       requests per minute (600,120)
  --fault JSON                       a fault from the start; may be repeated
  --control                          tests may steer it under /__control
  --until-stdin-closes               end when whoever started it is gone
  --print-openapi                    print the OpenAPI document and end

When it is ready it prints one line of JSON: url, caFile and the accounts of the demo.";

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("sigsentry-sandbox: {sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), String> {
    let Some(asked) = arguments(std::env::args().skip(1))? else { return Ok(()) };
    let Invocation { config, until_stdin_closes } = asked;
    let ca_file = config.ca_file.clone();
    let sandbox = start(config).await.map_err(|error| error.to_string())?;
    let ready = json!({ "url": sandbox.url(), "caFile": ca_file, "accounts": sandbox.accounts() });
    println!("{ready}");
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|error| error.to_string())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        () = stdin_closed(), if until_stdin_closes => {}
    }
    Ok(())
}

/// Whoever started us holds the other end of the pipe, and lets go of it however they end.
async fn stdin_closed() {
    let (closed, end) = tokio::sync::oneshot::channel();
    // A thread of its own: a read that waits must not hold up the end of the program.
    std::thread::spawn(move || {
        // A broken pipe is as good as a closed one.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = closed.send(());
    });
    let _ = end.await;
}

struct Invocation {
    config: Config,
    until_stdin_closes: bool,
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Option<Invocation>, String> {
    let mut config = Config::default();
    let mut until_stdin_closes = false;
    while let Some(argument) = given.next() {
        let mut value = || given.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--help" => {
                println!("{HELP}");
                return Ok(None);
            }
            "--print-openapi" => {
                println!("{:#}", openapi_document());
                return Ok(None);
            }
            "--tls" => config.tls = true,
            "--until-stdin-closes" => until_stdin_closes = true,
            "--control" => config.control = true,
            "--port" => config.port = number(&value()?)?,
            "--ca-file" => config.ca_file = Some(PathBuf::from(value()?)),
            "--token-life" => config.token_life_seconds = number(&value()?)?,
            "--fault" => {
                let fault = serde_json::from_str(&value()?).map_err(|error| error.to_string())?;
                config.faults.push(fault);
            }
            "--rate-limit" => {
                let limits = value()?;
                let (reads, mutations) =
                    limits.split_once(',').ok_or("--rate-limit needs READS,MUTATIONS")?;
                config.reads_per_minute = number(reads)?;
                config.mutations_per_minute = number(mutations)?;
            }
            "--list-shape" => {
                config.list_shape = match value()?.as_str() {
                    "paged" => ListShape::Paged,
                    "array" => ListShape::Array,
                    other => return Err(format!("no list shape {other}")),
                }
            }
            "--seed" => {
                config.seed = match value()?.as_str() {
                    "demo" => Seed::Demo,
                    "hostile" => Seed::Hostile,
                    "empty" => Seed::Empty,
                    other => match other.strip_prefix("keys=") {
                        Some(keys) => Seed::Keys(number(keys)?),
                        None => return Err(format!("no seed {other}")),
                    },
                }
            }
            other => return Err(format!("no option {other}; see --help")),
        }
    }
    Ok(Some(Invocation { config, until_stdin_closes }))
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| format!("{text} is no number that fits"))
}
