//! For every destination with a program: the value is in no command line and no environment of
//! anything that it starts, and in no file of the person afterwards. The keychain starts nothing.

use crate::{
    real::{self, Stored},
    support::{
        Home, filled, of,
        recorder::{Recorder, write_program},
        search::{files, is_in, needles, processes},
        until, value,
    },
};
use sigsentry_keys_core::handoff::{Destination, DestinationId, Write};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

/// A program that runs another one, and writes down every start of anything with all its words.
struct Traced {
    program: PathBuf,
    trace: PathBuf,
}

impl Traced {
    fn new(home: &Home, real: &Path) -> Self {
        let folder = home.beside("traced");
        let (program, trace) = (folder.join("program"), folder.join("trace"));
        let strace = "exec strace -f -qq -v -s 1000000 -e trace=execve -e signal=none -A";
        let script =
            format!("#!/bin/sh\n{strace} -o {} {} \"$@\"\n", trace.display(), real.display());
        write_program(&program, &script);
        Self { program, trace }
    }

    fn starts(&self) -> String {
        fs::read_to_string(&self.trace).expect("the package strace is needed: cargo xtask test")
    }
}

fn stays_unseen(destination: &'static Destination, prepare: impl FnOnce(&mut Home) -> Stored) {
    let (mut home, value) = (Home::new(), value());
    let stored = prepare(&mut home);
    let real = home.program(destination);
    let traced = Traced::new(&home, &real);
    let fields = filled(destination);
    home.send(destination, &traced.program, &fields, Write::Create, &value).unwrap();
    // It arrived, so it was there to be seen.
    assert!(is_in(&stored(&home), &needles(&value)));
    let starts = traced.starts();
    let verb = (destination.arguments)(&fields, Write::Create)[0].clone();
    assert!(starts.contains("execve(") && starts.contains(&verb), "{starts}");
    assert!(!is_in(starts.as_bytes(), &needles(&value)), "{:?}: a start has it", destination.id);
    let kept = files(&home.path(), &needles(&value));
    assert!(kept.is_empty(), "{:?}: {kept:?}", destination.id);
}

/// A recorder in the place of the program; what it wrote down is what arrived.
fn recorded(name: &'static str, cases: &'static str) -> impl FnOnce(&mut Home) -> Stored {
    move |home| {
        let recorder = Recorder::new(home, name, cases);
        Box::new(move |_| {
            let calls = recorder.calls();
            calls.into_iter().map(|call| call.bytes).find(|bytes| !bytes.is_empty()).unwrap()
        })
    }
}

#[test]
fn github_actions() {
    stays_unseen(of(DestinationId::GithubActions), real::github::prepare);
}

#[test]
fn aws_secrets_manager() {
    stays_unseen(of(DestinationId::AwsSecretsManager), real::aws::prepare);
}

#[test]
fn pass() {
    stays_unseen(of(DestinationId::Pass), real::pass::prepare);
}

#[test]
fn kubernetes() {
    stays_unseen(of(DestinationId::Kubernetes), real::kubernetes::prepare);
}

#[test]
fn destinations_that_are_recorded() {
    for (id, name, cases) in [
        (
            DestinationId::Vault,
            "vault",
            "version) echo 'Vault v1' ;;\n\
             'read '*) echo '{\"data\":{\"options\":{\"version\":\"2\"}}}' ;;\n\
             'kv put '*) echo '{\"data\":{\"version\":1}}' ;;",
        ),
        (
            DestinationId::OnePassword,
            "op",
            "--version) echo 2.30.0 ;;\n*) echo '{\"id\":\"a\"}' ;;",
        ),
        (
            DestinationId::GcpSecretManager,
            "gcloud",
            "--version) echo 'Google Cloud SDK 500' ;;\n\
             'secrets create'*) echo '{\"name\":\"projects/1/secrets/x\"}' ;;\n*) exit 1 ;;",
        ),
        (
            DestinationId::AzureKeyVault,
            "az",
            "version*) echo '{\"azure-cli\":\"2\"}' ;;\n\
             *list-versions*) if [ -n \"$(find \"${here%/*}\" -name bytes -size +0)\" ]; then \
             echo https://x/secrets/a/1; fi ;;",
        ),
        (
            DestinationId::Doppler,
            "doppler",
            "--version) echo v3.69.0 ;;\n\
             *only-names*) if [ -n \"$(find \"${here%/*}\" -name bytes -size +0)\" ]; then \
             echo '{\"SIGSENTRY_CI\":{}}'; else echo '{}'; fi ;;",
        ),
    ] {
        stays_unseen(of(id), recorded(name, cases));
    }
}

#[test]
fn no_process_shows_it_while_the_program_has_it() {
    let (mut home, value) = (Home::new(), value());
    let go = home.beside("state").join("go");
    let cases = format!(
        "'item create'*) while [ ! -e {} ]; do sleep 0.02; done; echo '{{\"id\":\"a\"}}' ;;\n\
         *) echo 2.30.0 ;;",
        go.display()
    );
    let recorder = Recorder::new(&mut home, "op", &cases);
    let op = of(DestinationId::OnePassword);
    let program = home.program(op);
    thread::scope(|scope| {
        let sending = scope.spawn(|| home.send(op, &program, &filled(op), Write::Create, &value));
        let it_has_it = || recorder.calls().iter().any(|call| !call.bytes.is_empty());
        until("the program has it", it_has_it);
        let all = processes();
        let is_there = |words: &str| all.iter().any(|one| is_in(&one.1, &[words.to_owned()]));
        assert!(is_there("item\0create"), "the program is not among the processes");
        let seen: Vec<_> = all.iter().filter(|one| is_in(&one.1, &needles(&value))).collect();
        fs::write(&go, "").unwrap();
        assert!(seen.is_empty(), "{:?}", seen.iter().map(|one| &one.0).collect::<Vec<_>>());
        sending.join().unwrap().unwrap();
    });
}

#[test]
fn what_looks_for_it_finds_it() {
    let (home, value) = (Home::new(), value());
    let needles = needles(&value);
    let encoded = crate::support::search::base64(format!("x{value}").as_bytes());
    for (text, in_environment) in [(&value, false), (&value, true), (&encoded, false)] {
        let traced = Traced::new(&home, Path::new("/bin/sh"));
        let mut command = home.command(&traced.program);
        command.args(["-c", "/bin/true; /bin/true"]);
        if in_environment {
            command.env("KEY", text);
        } else {
            command.arg(text);
        }
        assert!(command.status().unwrap().success());
        assert!(is_in(traced.starts().as_bytes(), &needles), "{}", traced.starts());

        let mut held = Command::new("sleep");
        held.arg("30");
        if in_environment {
            held.env("KEY", text);
        } else {
            held = Command::new("sh");
            held.args(["-c", "sleep 30; :", text]);
        }
        let mut held = held.spawn().unwrap();
        let id = held.id().to_string();
        until("the process shows it", || {
            processes().iter().any(|one| one.0 == id && is_in(&one.1, &needles))
        });
        held.kill().unwrap();
        held.wait().unwrap();
    }
    let folder = home.path().join("a/b");
    fs::create_dir_all(&folder).unwrap();
    assert!(files(&home.path(), &needles).is_empty());
    fs::write(folder.join("history"), format!("set '{value}'\n")).unwrap();
    assert_eq!(files(&home.path(), &needles).len(), 1);
}
