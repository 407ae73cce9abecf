//! `sigsentry-sandbox`: see `--help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks so")]

mod arguments;

use arguments::{Asked, HELP};
use serde_json::json;
use sigsentry_sandbox::{Config, openapi_document, start};
use std::{io, process::ExitCode};

#[tokio::main]
async fn main() -> ExitCode {
    let done = match arguments::read(std::env::args().skip(1)) {
        Ok(Asked::Help) => {
            println!("{HELP}");
            Ok(())
        }
        Ok(Asked::OpenApi) => {
            print!("{}", openapi_document());
            Ok(())
        }
        Ok(Asked::Serve { config, until_stdin_closes }) => {
            serve(config, until_stdin_closes).await.map_err(|error| error.to_string())
        }
        Err(sentence) => Err(sentence),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("sigsentry-sandbox: {sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(config: Config, until_stdin_closes: bool) -> io::Result<()> {
    let sandbox = start(config).await?;
    let ready = json!({
        "url": sandbox.url(), "caFile": sandbox.ca_file(), "accounts": sandbox.accounts(),
    });
    // The program that reads the line may end the server at once: it has to be listening for that already.
    let end = end()?;
    println!("{ready}");
    tokio::select! {
        ended = end => ended,
        () = stdin_closed(), if until_stdin_closes => Ok(()),
    }
}

/// The program that started us holds the other end of the pipe, and lets go of it however it ends.
async fn stdin_closed() {
    let (closed, end) = tokio::sync::oneshot::channel();
    // A thread of its own: a read that waits must not hold up the end of the program.
    std::thread::spawn(move || {
        // A broken pipe is as good as a closed one, and so is a server that is gone.
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        let _ = closed.send(());
    });
    let _ = end.await;
}

/// Comes when the person wants the server to end.
#[cfg(unix)]
fn end() -> io::Result<impl Future<Output = io::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        Ok(())
    })
}

/// Comes when the person wants the server to end.
#[cfg(not(unix))]
fn end() -> io::Result<impl Future<Output = io::Result<()>>> {
    Ok(tokio::signal::ctrl_c())
}
