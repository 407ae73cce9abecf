//! HashiCorp Vault and OpenBao, with `vault` or `bao`. `kv put` replaces every field of a path, so it
//! is told to create only (`-cas=0`), which only the second version of the key-value engine can; `kv
//! patch` changes one field of what is there. Exit code 2 comes from the server.

use crate::handoff::{
    ALONE, Confirmation, DecidedBy, Destination, DestinationId, Field, FieldRule, Fields,
    PreFlight, Prefill, Program, Proof, Question, Reading, Sign, StandardInput, System, Version,
    Who, Write,
    field::{is_inner_path, letters_digits_and},
    judge::Meaning::{Denied, Exists, Failed, NoSuchTarget, NotSignedIn, Unknown},
    words,
};

/// Vault and OpenBao.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::Vault,
    systems: System::ALL,
    programs: &[
        Program {
            name: "vault",
            version: &["version"],
            recognised: |said| said.starts_with("Vault v"),
        },
        Program {
            name: "bao",
            version: &["version"],
            recognised: |said| said.starts_with("OpenBao v"),
        },
    ],
    fields: &[
        FieldRule::needed(Field::Mount, 200, |text| is_inner_path(text, "-_."))
            .with(Prefill::Text("secret")),
        FieldRule::needed(Field::Path, 400, |text| is_inner_path(text, "-_.@")).with(Prefill::Path),
        FieldRule::needed(Field::Field, 100, |text| letters_digits_and(text, "_.-"))
            .with(Prefill::Text("api_key")),
        FieldRule::optional(Field::Address, 300, is_address),
    ],
    environment: &[("VAULT_CLI_NO_COLOR", "1")],
    standard_input: StandardInput::Value,
    limit: ALONE,
    unproven: true,
    target: |fields| {
        let [mount, path, field] =
            [Field::Mount, Field::Path, Field::Field].map(|field| fields.get(field));
        format!("Vault: {mount}/{path}, {field}")
    },
    arguments: |fields, write| {
        let mut arguments = of_engine(
            match write {
                Write::Create | Write::AfterDeleted { .. } => &["kv", "put"],
                Write::Replace => &["kv", "patch"],
            },
            fields,
        );
        match write {
            Write::Create => arguments.push("-cas=0".to_owned()),
            Write::AfterDeleted { version } => arguments.push(format!("-cas={version}")),
            Write::Replace => {}
        }
        arguments.push("-format=json".to_owned());
        arguments.push(fields.get(Field::Path).to_owned());
        arguments.push(format!("{}=-", fields.get(Field::Field)));
        arguments
    },
    // What the tool itself asks before every `kv` call; every token that may see the mount may ask.
    preflights: &[
        PreFlight::Versioned(Question {
            arguments: |fields| {
                let mut arguments = words(["read", "-format=json"]);
                arguments.extend(fields.option("-address", Field::Address));
                arguments.push(format!("sys/internal/ui/mounts/{}", fields.get(Field::Mount)));
                arguments
            },
            reading: Reading::Pointer("/data/options/version"),
        }),
        // What was deleted softly can neither be made anew nor be patched.
        PreFlight::Deleted(Question { arguments: metadata, reading: Reading::Text }),
    ],
    decided_by: &[
        DecidedBy::or("VAULT_ADDR", "https://127.0.0.1:8200"),
        DecidedBy::variable("VAULT_NAMESPACE"),
    ],
    identity: Who::Asked(Question {
        arguments: |fields| {
            let mut arguments = words(["token", "lookup", "-format=json"]);
            arguments.extend(fields.option("-address", Field::Address));
            arguments
        },
        reading: Reading::Pointer("/data/display_name"),
    }),
    version: Some(Version {
        reading: Reading::Pointer("/data/version"),
        in_word: |word| Some(word.to_owned()),
    }),
    proof: Proof::Asked {
        arguments: |fields, _| metadata(fields),
        reading: Reading::Pointer("/data/current_version"),
        confirms: |_, version, current| {
            // Another program may have written a later one meanwhile.
            let number = |text: &str| text.parse::<u64>().unwrap_or(0);
            if number(current) >= version.map_or(1, number) {
                Confirmation::There(None)
            } else {
                Confirmation::Missing
            }
        },
    },
    signs: &[
        Sign("check-and-set parameter", Exists),
        Sign("invalid token", NotSignedIn),
        Sign("missing client token", NotSignedIn),
        Sign("token expired", NotSignedIn),
        Sign("permission denied", Denied),
        Sign("Code: 403", Denied),
        Sign("No value found at", NoSuchTarget),
        Sign("no handler for route", NoSuchTarget),
        Sign("unsupported path", NoSuchTarget),
        Sign("Code: 404", NoSuchTarget),
        Sign("Code: 400", Failed),
        Sign("Vault is sealed", Failed),
        Sign("Code: 5", Unknown),
    ],
    stored_signs: &["created_time", "Success!"],
    // <https://developer.hashicorp.com/vault/docs/commands#exit-codes>: local errors.
    refusals: &[1],
};

fn metadata(fields: &Fields) -> Vec<String> {
    let mut arguments = of_engine(&["kv", "metadata", "get"], fields);
    arguments.push("-format=json".to_owned());
    arguments.push(fields.get(Field::Path).to_owned());
    arguments
}

fn of_engine(verbs: &[&str], fields: &Fields) -> Vec<String> {
    let mut arguments: Vec<_> = verbs.iter().map(|verb| (*verb).to_owned()).collect();
    arguments.extend(fields.option("-mount", Field::Mount));
    arguments.extend(fields.option("-address", Field::Address));
    arguments
}

/// Plain HTTP is for a server on this computer.
fn is_address(text: &str) -> bool {
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let rest = |start: &&str| {
        text.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    };
    (text.strip_prefix("https://").is_some_and(|host| !host.is_empty()) || local.iter().any(rest))
        && !text.contains([' ', '@'])
}
