//! `pass` with a key that is made for the test.

use super::{Stored, outcome};
use crate::support::{Home, filled, of, value};
use sigsentry_keys_core::handoff::{DestinationId, Outcome, Write};
use sigsentry_keys_platform::handoff::{Evidence, Identity, identity};
use std::{fs, os::unix::fs::PermissionsExt as _};

const KEY: &str = "of-this-test@example.com";

/// The agent that GnuPG started; ended once the test is done.
struct Agent(std::path::PathBuf);

impl Drop for Agent {
    fn drop(&mut self) {
        let mut end = std::process::Command::new("gpgconf");
        let _ = end.args(["--kill", "all"]).env("GNUPGHOME", &self.0).status();
    }
}

fn start(home: &mut Home) -> Agent {
    let folder = home.path().join(".gnupg");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    home.set("GNUPGHOME", &folder);
    let agent = Agent(folder);
    let made = ["--quick-gen-key", KEY, "future-default", "default", "never"];
    home.printed("gpg", &[&["--batch", "--quiet", "--passphrase", ""][..], &made].concat());
    agent
}

pub(crate) fn prepare(home: &mut Home) -> Stored {
    let agent = start(home);
    home.printed("pass", &["init", KEY]);
    Box::new(move |home| {
        let _running = &agent;
        stored(home)
    })
}

fn stored(home: &Home) -> Vec<u8> {
    home.printed("pass", &["show", "sigsentry/ci"]).into_bytes()
}

#[test]
fn pass_stores_exactly_the_value_and_replaces_only_when_told() {
    let (mut home, value) = (Home::new(), value());
    let _agent = start(&mut home);
    let destination = of(DestinationId::Pass);
    let (pass, fields) = (home.program(destination), filled(destination));
    let send = |write, value: &str| home.send(destination, &pass, &fields, write, value);
    let who = || identity(destination, &pass, &fields, &home.around());

    assert_eq!(who(), Identity::NotSignedIn);
    assert_eq!(outcome(send(Write::Create, &value)), Outcome::NotSignedIn);
    home.printed("pass", &["init", KEY]);
    assert_eq!(who(), Identity::SignedInAs(KEY.into()));

    assert_eq!(send(Write::Create, &value).unwrap().evidence, Evidence::AskedBack);
    assert_eq!(stored(&home), value.as_bytes());
    let another = crate::support::value();
    assert_eq!(outcome(send(Write::Create, &another)), Outcome::Exists);
    assert_eq!(stored(&home), value.as_bytes());
    assert_eq!(send(Write::Replace, &another).unwrap().evidence, Evidence::AskedBack);
    assert_eq!(stored(&home), another.as_bytes());
}

/// The entry is encrypted and there, and git fails afterwards. This version ends well all the same.
#[test]
fn an_entry_that_could_not_be_committed_is_stored_all_the_same() {
    let (mut home, value) = (Home::new(), value());
    let _agent = start(&mut home);
    for name in ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"] {
        home.set(name, "of this test");
    }
    for name in ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"] {
        home.set(name, KEY);
    }
    home.printed("pass", &["init", KEY]);
    home.printed("pass", &["git", "init"]);
    let destination = of(DestinationId::Pass);
    let (pass, fields) = (home.program(destination), filled(destination));
    let hook = home.path().join(".password-store/.git/hooks/pre-commit");
    crate::support::recorder::write_program(&hook, "#!/bin/sh\necho no commit today >&2\nexit 1\n");
    let sent = home.send(destination, &pass, &fields, Write::Create, &value).unwrap();
    assert_eq!(sent.evidence, Evidence::AskedBack);
    assert!(sent.said.iter().any(|line| line.contains("no commit today")), "{:?}", sent.said);
    assert_eq!(stored(&home), value.as_bytes());
}

#[test]
fn a_folder_with_a_key_of_its_own_names_its_own_reader() {
    let mut home = Home::new();
    let _agent = start(&mut home);
    home.printed("pass", &["init", KEY]);
    let inner = home.path().join(".password-store/sigsentry");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join(".gpg-id"), "team@example.com\n").unwrap();
    let destination = of(DestinationId::Pass);
    let (pass, mut fields) = (home.program(destination), filled(destination));
    let who = |fields: &_| identity(destination, &pass, fields, &home.around());
    assert_eq!(who(&fields), Identity::SignedInAs("team@example.com".into()));
    fields.set(sigsentry_keys_core::handoff::Field::Path, "elsewhere/ci");
    assert_eq!(who(&fields), Identity::SignedInAs(KEY.into()));
}
