//! pass, the standard Unix password manager (run with 1.7.4). `insert -m -f` stores standard input as
//! it is, and overwrites without a word: whether the entry is there is looked up in the store.

use crate::handoff::{
    ALONE, DecidedBy, Destination, DestinationId, Field, FieldRule, Fields, PreFlight, Prefill,
    Program, Proof, Sign, StandardInput, System, Who,
    field::is_inner_path,
    judge::Meaning::{Failed, NotSignedIn},
    words,
};

/// pass.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::Pass,
    systems: System::UNIX,
    programs: &[Program {
        name: "pass",
        version: &["version"],
        recognised: |said| said.contains("the standard unix password manager"),
    }],
    fields: &[FieldRule::needed(Field::Path, 400, |text| is_inner_path(text, "-_.@+ "))
        .with(Prefill::Path)],
    // Its own words are English; those of GnuPG follow the locale.
    environment: &[("LC_ALL", "C")],
    standard_input: StandardInput::Value,
    limit: ALONE,
    unproven: false,
    target: |fields| format!("pass: {}", fields.get(Field::Path)),
    arguments: |fields, _| {
        let mut arguments = words(["insert", "-m", "-f"]);
        arguments.push(fields.get(Field::Path).to_owned());
        arguments
    },
    preflights: &[PreFlight::ExistsFile(file)],
    decided_by: &[DecidedBy::or("PASSWORD_STORE_DIR", "~/.password-store")],
    identity: Who::NearestFile(".gpg-id", file),
    version: None,
    proof: Proof::File(file),
    signs: &[
        Sign("You must run", NotSignedIn),
        Sign("pass init", NotSignedIn),
        Sign("No public key", Failed),
        Sign("Unusable public key", Failed),
        Sign("encryption failed", Failed),
        Sign("Password encryption aborted", Failed),
        Sign("Permission denied", Failed),
    ],
    // `mkdir` says "created" of the folder, before anything is stored.
    stored_signs: &[],
    refusals: &[],
};

fn file(fields: &Fields) -> String {
    format!("{}.gpg", fields.get(Field::Path))
}
