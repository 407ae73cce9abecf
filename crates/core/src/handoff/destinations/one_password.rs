//! 1Password, with `op`. Its standard input must be a pipe, and every call that is not meant to read
//! it needs an empty one. The answer to `item create` repeats the value: only the item's id is read.
//! There is no replacing: editing by a template replaces the whole item, so a second key becomes a
//! second item. It may ask the person to unlock.

use crate::handoff::{
    ASKING, DecidedBy, Destination, DestinationId, Field, FieldRule, Prefill, Program, Proof,
    Question, Reading, Sign, StandardInput, System, Version, Who, any_text,
    judge::Meaning::{Denied, Failed, NoSuchTarget, NotSignedIn},
    words,
};

/// 1Password.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::OnePassword,
    systems: System::ALL,
    programs: &[Program {
        name: "op",
        version: &["--version"],
        // It prints the bare number; the first version has other commands.
        recognised: |said| {
            said.starts_with("2.") && said.trim().chars().all(|c| c.is_ascii_graphic())
        },
    }],
    fields: &[
        FieldRule::needed(Field::Vault, 200, any_text),
        FieldRule::needed(Field::Title, 300, any_text).with(Prefill::Title),
    ],
    environment: &[],
    standard_input: StandardInput::OnePasswordItem,
    limit: ASKING,
    unproven: true,
    target: |fields| {
        format!("1Password: {}, {}", fields.get(Field::Vault), fields.get(Field::Title))
    },
    arguments: |fields, _| {
        let mut arguments = words(["item", "create", "-"]);
        arguments.extend(fields.option("--vault", Field::Vault));
        arguments.extend(words(["--format", "json"]));
        arguments
    },
    preflights: &[],
    decided_by: &[DecidedBy::variable("OP_ACCOUNT")],
    identity: Who::Asked(Question {
        arguments: |_| words(["user", "get", "--me", "--format", "json"]),
        reading: Reading::Pointer("/email"),
    }),
    version: Some(Version { reading: Reading::Pointer("/id"), in_word: |_| None }),
    proof: Proof::Nothing,
    signs: &[
        Sign("not currently signed in", NotSignedIn),
        Sign("not signed in", NotSignedIn),
        Sign("No accounts configured", NotSignedIn),
        Sign("session expired", NotSignedIn),
        Sign("authorization prompt dismissed", NotSignedIn),
        Sign("isn't a vault in this account", NoSuchTarget),
        Sign("do not have permission", Denied),
        Sign("don't have permission", Denied),
        Sign("(403)", Denied),
        Sign("invalid JSON", Failed),
        Sign("expected at most", Failed),
    ],
    stored_signs: &["created"],
    refusals: &[],
};
