//! `gh` through a socket to a server that stands in for GitHub.

use super::{Stored, outcome};
use crate::support::{Home, filled, github::GitHub, of, value};
use sigsentry_keys_core::handoff::{DestinationId, Field, Outcome, Write};
use sigsentry_keys_platform::handoff::{Evidence, Identity, identity};
use std::{fs, sync::Arc};

/// Starts the server; `gh` finds its socket in its own configuration.
fn start(home: &mut Home) -> Arc<GitHub> {
    let socket = home.beside("server").join("github");
    let github = GitHub::start(&socket);
    let config = home.beside("gh");
    fs::write(config.join("config.yml"), GitHub::config(&socket)).unwrap();
    home.set("GH_CONFIG_DIR", config);
    home.set("GH_TOKEN", "gho_of_this_test");
    github
}

pub(crate) fn prepare(home: &mut Home) -> Stored {
    let github = start(home);
    Box::new(move |_| github.secret("SIGSENTRY_CI"))
}

#[test]
fn github_opens_what_it_gets_and_lists_it() {
    let (mut home, value) = (Home::new(), value());
    let server = start(&mut home);
    let github = of(DestinationId::GithubActions);
    let (gh, fields) = (home.program(github), filled(github));
    let who = identity(github, &gh, &fields, &home.around());
    assert_eq!(who, Identity::SignedInAs("mara".into()));
    let sent = home.send(github, &gh, &fields, Write::Create, &value).unwrap();
    assert_eq!(sent.evidence, Evidence::AskedBack);
    let stored = || server.secret("SIGSENTRY_CI");
    assert_eq!(stored(), value.as_bytes());

    let another = crate::support::value();
    let again = home.send(github, &gh, &fields, Write::Create, &another);
    assert_eq!(outcome(again), Outcome::Exists);
    assert_eq!(stored(), value.as_bytes());
    home.send(github, &gh, &fields, Write::Replace, &another).unwrap();
    assert_eq!(stored(), another.as_bytes());

    let mut elsewhere = fields.clone();
    elsewhere.set(Field::Repository, "acme/gone");
    let result = home.send(github, &gh, &elsewhere, Write::Replace, &value);
    assert_eq!(outcome(result), Outcome::NoSuchTarget);

    server.forget_what_comes();
    let mut other = fields;
    other.set(Field::Name, "FORGOTTEN");
    let result = home.send(github, &gh, &other, Write::Create, &value);
    assert_eq!(outcome(result), Outcome::Unknown);
}

#[test]
fn gh_without_anybody_says_so() {
    let mut home = Home::new();
    start(&mut home);
    home.set("GH_TOKEN", "");
    let github = of(DestinationId::GithubActions);
    let (gh, fields) = (home.program(github), filled(github));
    let result = home.send(github, &gh, &fields, Write::Create, &value());
    assert_eq!(outcome(result), Outcome::NotSignedIn);
    assert_eq!(identity(github, &gh, &fields, &home.around()), Identity::NotSignedIn);
}
