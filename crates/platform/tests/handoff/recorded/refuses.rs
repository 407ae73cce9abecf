//! What is not run, and what does not reach a program.

use super::{PLAIN, sent};
use crate::support::{Home, filled, of, recorder::Recorder, search::base64, value};
use sigsentry_keys_core::handoff::{DestinationId, Field, Write};
use sigsentry_keys_platform::handoff::{Detected, SendFailure, detect};
use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

#[test]
fn the_history_of_aws_forbids_sending() {
    let mut home = Home::new();
    let cases =
        "\"--version\") echo aws-cli/2.17 ;;\n\"configure get cli_history\"*) echo enabled ;;";
    let recorder = Recorder::new(&mut home, "aws", cases);
    let aws = of(DestinationId::AwsSecretsManager);
    let result = sent(&home, &recorder, aws, &filled(aws), Write::Create, &value());
    assert_eq!(result, Err(SendFailure::CommandHistory));
    assert!(recorder.calls().iter().all(|call| call.bytes.is_empty()));
}

/// If it is not known whether the history is on, it may be.
#[test]
fn a_question_for_the_history_of_aws_that_is_not_answered_forbids_sending() {
    for (answer, sends) in [
        ("exit 1", true),
        ("echo disabled", true),
        ("exit 2", false),
        ("kill -KILL $$", false),
        ("echo broken >&2; exit 1", false),
    ] {
        let mut home = Home::new();
        let cases = format!(
            "\"--version\") echo aws-cli/2.17 ;;\n\"configure get cli_history\"*) {answer} ;;\n\
             *create-secret*) echo '{{\"VersionId\":\"v1\"}}' ;;\n*describe-secret*) echo AWSCURRENT ;;"
        );
        let recorder = Recorder::new(&mut home, "aws", &cases);
        let aws = of(DestinationId::AwsSecretsManager);
        let result = sent(&home, &recorder, aws, &filled(aws), Write::Create, &value());
        assert_eq!(result.is_ok(), sends, "{answer}: {result:?}");
        let reached = recorder.calls().iter().any(|call| !call.bytes.is_empty());
        assert_eq!(reached, sends, "{answer}");
    }
}

#[test]
fn nothing_runs_with_the_value_in_a_command_or_environment() {
    let (mut home, value) = (Home::new(), value());
    let recorder = Recorder::new(&mut home, "op", "*) echo '{\"id\":\"a\"}' ;;");
    let mut fields = filled(&PLAIN);
    fields.set(Field::Vault, format!("x{}", &value[20..28]));
    let result = home.send(&PLAIN, &recorder.program, &fields, Write::Create, &value);
    assert_eq!(result, Err(SendFailure::InCommand));
    home.set("LEFT_OVER", base64(value.as_bytes()));
    let result = home.send(&PLAIN, &recorder.program, &filled(&PLAIN), Write::Create, &value);
    assert_eq!(result, Err(SendFailure::InCommand));
    assert!(recorder.calls().is_empty());
}

#[test]
fn a_program_is_taken_for_what_it_says_it_is() {
    let mut home = Home::new();
    let recorder = Recorder::new(&mut home, "doppler", "*) echo \"another program 1.0\" ;;");
    let doppler = of(DestinationId::Doppler);
    let found = || detect(doppler, &home.around());
    assert_eq!(found(), Detected::Another(recorder.program.clone()));
    let runs = recorder.calls().len();
    fs::set_permissions(&recorder.program, fs::Permissions::from_mode(0o757)).unwrap();
    assert_eq!(found(), Detected::Unsafe(recorder.program.clone()));
    let result = home.send(doppler, &recorder.program, &filled(doppler), Write::Create, &value());
    assert_eq!(result, Err(SendFailure::Untrusted(recorder.program.clone())));
    fs::remove_file(&recorder.program).unwrap();
    assert_eq!(found(), Detected::NotInstalled);
    let result = home.send(doppler, &recorder.program, &filled(doppler), Write::Create, &value());
    assert_eq!(result, Err(SendFailure::NotStarted));
    assert_eq!(recorder.calls().len(), runs);
}

#[test]
fn a_program_in_the_working_folder_is_not_found() {
    let mut home = Home::new();
    let recorder = Recorder::new(&mut home, "doppler", "*) echo v3.69.0 ;;");
    let doppler = of(DestinationId::Doppler);
    assert!(matches!(detect(doppler, &home.around()), Detected::Ready { .. }));
    let relative = from_here(&recorder.program);
    assert!(relative.exists());
    let mut elsewhere = Home::new();
    elsewhere.search(relative.parent().unwrap());
    assert_eq!(detect(doppler, &elsewhere.around()), Detected::NotInstalled);
}

/// A path from the working folder.
fn from_here(absolute: &Path) -> PathBuf {
    let here = env::current_dir().unwrap();
    let up = here.components().skip(1).map(|_| "..");
    up.collect::<PathBuf>().join(absolute.strip_prefix("/").unwrap())
}

#[test]
fn what_the_app_set_for_its_own_heap_does_not_reach_a_program() {
    let (mut home, value) = (Home::new(), value());
    for (name, text) in [("Malloc", "1"), ("MALLOC_PERTURB_", "165"), ("GLIBC_TUNABLES", "a=b")] {
        home.set(name, text);
    }
    home.set("SIGSENTRY_HEAP", "wiped");
    home.set("KEPT", "yes");
    let recorder = Recorder::new(&mut home, "op", "*) echo '{\"id\":\"a\"}' ;;");
    home.send(&PLAIN, &recorder.program, &filled(&PLAIN), Write::Create, &value).unwrap();
    let environment = recorder.call("item create").environment;
    assert!(environment.contains(&"KEPT=yes".to_owned()));
    for name in ["Malloc", "MALLOC_PERTURB_", "GLIBC_TUNABLES", "SIGSENTRY_"] {
        assert!(!environment.iter().any(|one| one.starts_with(name)), "{name}");
    }
}
