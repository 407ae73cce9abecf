//! `aws` against moto.

use super::{Stored, outcome};
use crate::support::{Home, filled, of, python_tools, until, value};
use sigsentry_keys_core::handoff::{DestinationId, Outcome, Write};
use sigsentry_keys_platform::handoff::{Evidence, Identity, SendFailure, identity};
use std::{
    fs,
    net::{TcpListener, TcpStream},
    process::{Child, Stdio},
};

/// The server that stands in for AWS; ended once the test is done.
struct Moto(Child);

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(home: &mut Home) -> Moto {
    home.search(python_tools());
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    for (name, value) in [
        ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")),
        ("AWS_ACCESS_KEY_ID", "AKIAOFTHISTEST".into()),
        ("AWS_SECRET_ACCESS_KEY", "of-this-test".into()),
        ("AWS_DEFAULT_REGION", "eu-central-1".into()),
    ] {
        home.set(name, value);
    }
    let mut server = home.command(python_tools().join("moto_server"));
    server.args(["-H", "127.0.0.1", "-p", &port]).current_dir(home.beside("server"));
    let moto = Moto(server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    until("moto listens", || TcpStream::connect(format!("127.0.0.1:{port}")).is_ok());
    moto
}

fn stored(home: &Home) -> Vec<u8> {
    let question = ["secretsmanager", "get-secret-value", "--secret-id", "sigsentry-ci"];
    let answer = ["--query", "SecretString", "--output", "text"];
    let text = home.printed(python_tools().join("aws"), &[question, answer].concat());
    text.strip_suffix('\n').unwrap().into()
}

pub(crate) fn prepare(home: &mut Home) -> Stored {
    let moto = start(home);
    Box::new(move |home| {
        let _running = &moto;
        stored(home)
    })
}

#[test]
fn aws_stores_the_value_in_a_version_that_is_current() {
    let (mut home, value) = (Home::new(), value());
    let _moto = start(&mut home);
    let destination = of(DestinationId::AwsSecretsManager);
    let (aws, fields) = (home.program(destination), filled(destination));
    let Identity::SignedInAs(who) = identity(destination, &aws, &fields, &home.around()) else {
        panic!("moto knows everybody");
    };
    assert!(who.starts_with("arn:aws:"), "{who}");
    let sent = home.send(destination, &aws, &fields, Write::Create, &value).unwrap();
    assert_eq!(sent.evidence, Evidence::AskedBack);
    assert!(sent.version.is_some());
    assert_eq!(stored(&home), value.as_bytes());

    let another = crate::support::value();
    let again = home.send(destination, &aws, &fields, Write::Create, &another);
    assert_eq!(outcome(again), Outcome::Exists);
    assert_eq!(stored(&home), value.as_bytes());
    let replaced = home.send(destination, &aws, &fields, Write::Replace, &another).unwrap();
    assert_ne!(replaced.version, sent.version);
    assert_eq!(stored(&home), another.as_bytes());

    // The history would keep what was sent.
    fs::create_dir(home.path().join(".aws")).unwrap();
    fs::write(home.path().join(".aws/config"), "[default]\ncli_history = enabled\n").unwrap();
    let result = home.send(destination, &aws, &fields, Write::Replace, &value);
    assert_eq!(result, Err(SendFailure::CommandHistory));
    assert_eq!(stored(&home), another.as_bytes());
}

#[test]
fn aws_that_reaches_nobody_or_knows_nobody_says_so() {
    let mut home = Home::new();
    home.search(python_tools());
    let destination = of(DestinationId::AwsSecretsManager);
    let (aws, fields) = (home.program(destination), filled(destination));
    home.set("AWS_DEFAULT_REGION", "eu-central-1");
    home.set("AWS_EC2_METADATA_DISABLED", "true");
    let result = home.send(destination, &aws, &fields, Write::Create, &value());
    assert_eq!(outcome(result), Outcome::NotSignedIn);
    home.set("AWS_ACCESS_KEY_ID", "AKIAOFTHISTEST");
    home.set("AWS_SECRET_ACCESS_KEY", "of-this-test");
    home.set("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    home.set("AWS_MAX_ATTEMPTS", "1");
    let result = home.send(destination, &aws, &fields, Write::Create, &value());
    assert_eq!(outcome(result), Outcome::Offline);
}
