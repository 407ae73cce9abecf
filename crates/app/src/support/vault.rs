//! A secret manager that says what a test wants.

use crate::{App, held};
use sigsentry_keys_contract::handoff::{DestinationId, FieldId, FilledField, SendRequest};
use sigsentry_keys_platform::handoff::Detected;
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

/// A program in the place of Vault's: it counts what it is given, and says what Vault says.
pub(crate) fn install(app: &App, folder: &Path, answer: &str) -> PathBuf {
    let (program, got) = (folder.join("vault"), folder.join("got"));
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in\n\"kv put \"*|\"kv patch \"*) wc -c >'{}'; {answer} ;;\n\
         *) echo '{{\"data\":{{\"current_version\":1,\"options\":{{\"version\":\"2\"}}}}}}' ;;\nesac\n",
        got.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    let found = Detected::Ready { path: program, version: "Vault v1.17.2".into() };
    let id = sigsentry_keys_core::handoff::DestinationId::Vault;
    held(&app.handoff.detected).insert(id, found);
    got
}

/// A value is to go there.
pub(crate) fn request(ticket: &str, path: &str) -> SendRequest {
    let field = |id, value: &str| FilledField { id, value: value.into() };
    let fields = vec![
        field(FieldId::Mount, "secret"),
        field(FieldId::Path, path),
        field(FieldId::Field, "api_key"),
    ];
    SendRequest { ticket: ticket.into(), destination: DestinationId::Vault, fields, replace: false }
}
