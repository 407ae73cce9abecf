//! The keychain, under a Secret Service of the test's own. The bus belongs to the process, so the
//! case runs in a process of its own.

use super::outcome;
use crate::support::{Home, filled, of, value};
use sigsentry_keys_core::handoff::{DestinationId, Field, Outcome, Write};
use sigsentry_keys_platform::handoff::Evidence;
use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Output},
};

/// Says that the process is the one inside the session.
const INSIDE: &str = "HANDOFF_TEST_INSIDE";

/// Runs a test of this file once more, on a bus with whatever `before` starts.
fn within(name: &str, services: bool, before: &str) -> Output {
    let home = Home::new();
    let runtime = home.beside("runtime");
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700)).unwrap();
    let exe = env::current_exe().unwrap();
    let case = format!("real::keychain::{name}");
    let script = format!("{before} exec {} --exact {case} --nocapture", exe.display());
    let mut session = Command::new("dbus-run-session");
    if !services {
        let config = home.beside("bus").join("config");
        fs::write(&config, NO_SERVICES).unwrap();
        session.arg(format!("--config-file={}", config.display()));
    }
    session
        .args(["--", "sh", "-c", &script])
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.beside("data"))
        .env("XDG_RUNTIME_DIR", runtime)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env(INSIDE, "1");
    session.output().expect("the packages dbus and gnome-keyring are needed: cargo xtask test")
}

/// A bus on which no one can be started.
const NO_SERVICES: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"#;

#[track_caller]
fn went_well(output: Output) {
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

const UNLOCKED: &str = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null;";

#[test]
fn the_keychain_stores_exactly_the_value() {
    if env::var_os(INSIDE).is_none() {
        return went_well(within("the_keychain_stores_exactly_the_value", true, UNLOCKED));
    }
    let (home, value) = (Home::new(), value());
    let keychain = of(DestinationId::Keychain);
    let mut fields = filled(keychain);
    let send =
        |fields: &_, write, value: &str| home.send(keychain, Path::new(""), fields, write, value);
    assert_eq!(send(&fields, Write::Create, &value).unwrap().evidence, Evidence::AskedBack);
    assert_eq!(stored("SigSentry: CI (web)"), value.as_bytes());
    let another = crate::support::value();
    assert_eq!(outcome(send(&fields, Write::Create, &another)), Outcome::Exists);
    assert_eq!(stored("SigSentry: CI (web)"), value.as_bytes());
    send(&fields, Write::Replace, &another).unwrap();
    assert_eq!(stored("SigSentry: CI (web)"), another.as_bytes());
    fields.set(Field::Label, "another");
    send(&fields, Write::Create, &value).unwrap();
    assert_eq!(stored("another"), value.as_bytes());
    assert_eq!(stored("SigSentry: CI (web)"), another.as_bytes());
}

#[test]
fn without_a_keychain_nothing_is_stored() {
    if env::var_os(INSIDE).is_none() {
        return went_well(within("without_a_keychain_nothing_is_stored", false, ""));
    }
    assert_eq!(sent_to_nobody(), Outcome::Offline);
}

/// Without a display its question cannot even be asked.
#[test]
fn a_keychain_that_nobody_unlocks_stores_nothing() {
    if env::var_os(INSIDE).is_none() {
        return went_well(within("a_keychain_that_nobody_unlocks_stores_nothing", true, ""));
    }
    assert_eq!(sent_to_nobody(), Outcome::Denied);
}

fn sent_to_nobody() -> Outcome {
    let keychain = of(DestinationId::Keychain);
    let fields = filled(keychain);
    outcome(Home::new().send(keychain, Path::new(""), &fields, Write::Create, &value()))
}

/// What another program reads.
fn stored(label: &str) -> Vec<u8> {
    let mut lookup = Command::new("secret-tool");
    lookup.args(["lookup", "service", "SigSentry Keys", "username", label]);
    lookup.output().expect("the package libsecret-tools is needed: cargo xtask test").stdout
}
