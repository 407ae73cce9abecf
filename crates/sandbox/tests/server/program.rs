//! The program itself.

use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Output, Stdio},
};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sigsentry-sandbox"))
}

fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

/// A running program; it ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn started(arguments: &[&str]) -> (Running, Value) {
    let mut child = program().args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (Running(child), serde_json::from_str(&line).unwrap())
}

#[test]
fn the_document_is_printed_as_it_is_checked_in() {
    let output = run(&["--print-openapi"]);
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), include_str!("../../openapi.json"));
}

#[test]
fn the_ready_line_has_what_a_client_needs() {
    let (_program, ready) = started(&["--seed", "empty"]);
    assert!(ready["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert_eq!(ready["caFile"], Value::Null);
    let roles: Vec<_> = ready["accounts"].as_array().unwrap().iter().map(|a| &a["role"]).collect();
    assert_eq!(roles, ["owner", "admin", "member", "viewer"]);
}

#[cfg(unix)]
#[test]
fn with_tls_it_prints_where_the_authority_is_and_takes_it_away_again() {
    let (mut program, ready) = started(&["--tls", "--seed", "empty"]);
    let file = ready["caFile"].as_str().unwrap();
    assert!(std::fs::read_to_string(file).unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
    Command::new("kill").arg(program.0.id().to_string()).status().unwrap();
    assert!(program.0.wait().unwrap().success());
    assert!(!std::path::Path::new(file).exists());
}

#[test]
fn what_makes_no_sense_is_one_sentence_and_a_failure() {
    let output = run(&["--seed", "nothing"]);
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "sigsentry-sandbox: no seed nothing\n");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_port_that_is_taken_is_one_sentence() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = run(&["--port", &port]);
    assert!(!output.status.success());
    assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
}
