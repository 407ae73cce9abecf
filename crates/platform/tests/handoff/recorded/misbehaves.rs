//! What is made of programs that hang, die, repeat the value, fail, or contradict themselves.

use super::{PLAIN, after, delivered, outcome, sent};
use crate::support::{Home, filled, of, recorder::Recorder, until, value};
use sigsentry_keys_core::handoff::{DestinationId, Field, Outcome, Write};
use sigsentry_keys_platform::handoff::{Evidence, SendFailure};
use std::fs;

#[test]
fn a_program_that_hangs_is_ended_with_what_it_started() {
    let (mut home, value) = (Home::new(), value());
    let ids = home.beside("ids").join("ids");
    let shown = ids.display();
    let cases = format!("*) sleep 1000 & echo $$ $! >{shown}.new; mv {shown}.new {shown}; wait ;;");
    let recorder = Recorder::new(&mut home, "op", &cases);
    let result = home.send(&PLAIN, &recorder.program, &filled(&PLAIN), Write::Create, &value);
    assert_eq!(outcome(result), Outcome::Unknown);
    let ids = fs::read_to_string(&ids).unwrap();
    assert_eq!(ids.split_whitespace().count(), 2);
    for id in ids.split_whitespace() {
        // A grandchild is reaped by the process that adopts it.
        until("it has ended", || {
            fs::read_to_string(format!("/proc/{id}/stat"))
                .map_or(true, |stat| stat.contains(") Z "))
        });
    }
}

#[test]
fn a_program_that_never_reads_does_not_hold_us() {
    let (mut home, value) = (Home::new(), value());
    let recorder = Recorder::new(&mut home, "op", "*) echo '{\"id\":\"a\"}' ;;");
    let mut fields = filled(&PLAIN);
    fields.set(Field::Vault, "never-read");
    let result = home.send(&PLAIN, &recorder.program, &fields, Write::Create, &value);
    assert_eq!(result, delivered(None, Evidence::Answered));
    assert!(recorder.call("item create").bytes.is_empty());
}

#[test]
fn a_program_that_repeats_the_value_is_not_repeated() {
    for echo in [
        "echo \"bad value: VALUE\" >&2; exit 3",
        "printf 'encoded: ' >&2; printf %s VALUE | base64 -w0 >&2; exit 3",
        "printf 'encoded: ' >&2; printf 'x%s' VALUE | base64 -w0 >&2; exit 3",
        "echo \"cut off: $(printf %s VALUE | cut -c1-24)\" >&2; exit 3",
        "echo \"end: $(printf %s VALUE | tail -c 9)\" >&2; exit 3",
        "printf 'bad \\033[31m%s\\033[0m\\n' VALUE >&2; exit 3",
    ] {
        let (_home, _recorder, value, result) = after(echo);
        let Err(SendFailure::Program { outcome, said }) = result else { panic!("{result:?}") };
        assert_eq!(outcome, Outcome::Unknown);
        let said = said.join("\n");
        for part in value.as_bytes().windows(8).skip(16) {
            assert!(!said.contains(std::str::from_utf8(part).unwrap()), "{echo}: {said}");
        }
        assert!(!said.contains("encoded: c3N") && !said.contains('\u{1b}'), "{said}");
    }
    // What else it says is shown.
    let (_home, _recorder, _, result) = after("echo 'bad VALUE!' >&2; echo 'see log' >&2; exit 3");
    let Err(SendFailure::Program { said, .. }) = result else { panic!("{result:?}") };
    assert_eq!(said, ["bad ‹value›!", "see log"]);
}

#[test]
fn ends_that_leave_it_open_are_unknown() {
    for end in [
        "kill -9 $$",
        "kill -15 $$",
        "exit 0",
        "echo '{}'",
        "echo '{\"id\":\"a\"}'; exit 1",
        "echo created; exit 1",
        "echo 'not signed in, but created' >&2; exit 1",
        "exit 1",
        "exit 7",
        "echo 'connection reset by peer' >&2; exit 1",
    ] {
        assert_eq!(outcome(after(end).3), Outcome::Unknown, "{end}");
    }
}

#[test]
fn ends_that_say_why_are_told_apart() {
    for (end, expected) in [
        ("echo 'You are not currently signed in.' >&2; exit 1", Outcome::NotSignedIn),
        ("echo 'you do not have permission' >&2; exit 6", Outcome::Denied),
        ("echo '\"x\" isn'\\''t a vault in this account' >&2; exit 1", Outcome::NoSuchTarget),
        ("echo 'dial tcp: lookup x: no such host' >&2; exit 1", Outcome::Offline),
        ("echo 'unknown flag: --vault' >&2; exit 1", Outcome::Failed),
    ] {
        assert_eq!(outcome(after(end).3), expected, "{end}");
    }
}

#[test]
fn documented_exit_codes_decide_where_words_do_not() {
    for (id, name, version, verb, code, expected) in [
        (
            DestinationId::AwsSecretsManager,
            "aws",
            "aws-cli/2.17",
            "secretsmanager",
            252,
            Outcome::Failed,
        ),
        (
            DestinationId::AwsSecretsManager,
            "aws",
            "aws-cli/2.17",
            "secretsmanager",
            253,
            Outcome::Failed,
        ),
        (
            DestinationId::AwsSecretsManager,
            "aws",
            "aws-cli/2.17",
            "secretsmanager",
            254,
            Outcome::Unknown,
        ),
        (
            DestinationId::AwsSecretsManager,
            "aws",
            "aws-cli/1.42",
            "secretsmanager",
            255,
            Outcome::Unknown,
        ),
        (
            DestinationId::GcpSecretManager,
            "gcloud",
            "Google Cloud SDK 500",
            "secrets",
            1,
            Outcome::Unknown,
        ),
        (
            DestinationId::GcpSecretManager,
            "gcloud",
            "Google Cloud SDK 500",
            "secrets",
            2,
            Outcome::Failed,
        ),
        (DestinationId::Vault, "vault", "Vault v1.17.2", "kv", 1, Outcome::Failed),
        (DestinationId::Vault, "vault", "Vault v1.17.2", "kv", 2, Outcome::Unknown),
    ] {
        let mut home = Home::new();
        let cases = format!(
            "*version*) echo '{version}' ;;\n\"{verb} \"*) exit {code} ;;\n\
             \"read \"*) echo '{{\"data\":{{\"options\":{{\"version\":\"2\"}}}}}}' ;;"
        );
        let recorder = Recorder::new(&mut home, name, &cases);
        let destination = of(id);
        let result =
            sent(&home, &recorder, destination, &filled(destination), Write::Create, &value());
        assert_eq!(outcome(result), expected, "{id:?} {code}");
    }
}
