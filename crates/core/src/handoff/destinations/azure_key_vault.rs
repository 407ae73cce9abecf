//! Azure Key Vault, with `az`. It prints the value unless told `-o none`. `set` adds a version; older
//! ones stay. Whether something is there is asked of the list of versions, which has no values.

use crate::handoff::{
    ALONE, Confirmation, DecidedBy, Destination, DestinationId, Field, FieldRule, Fields,
    PreFlight, Prefill, Program, Proof, Question, Reading, Sign, StandardInput, System, Who,
    field::letters_digits_and,
    judge::Meaning::{Denied, Failed, NoSuchTarget, NotSignedIn, Offline},
    words,
};

/// Azure Key Vault.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::AzureKeyVault,
    systems: System::ALL,
    programs: &[Program {
        name: "az",
        // `--version` looks for updates.
        version: &["version", "--output", "json"],
        recognised: |said| said.contains("\"azure-cli\""),
    }],
    fields: &[
        FieldRule::needed(Field::Vault, 24, |text| letters_digits_and(text, "-")),
        FieldRule::needed(Field::Name, 127, |text| letters_digits_and(text, "-"))
            .with(Prefill::Slug),
    ],
    environment: &[
        ("AZURE_LOGGING_ENABLE_LOG_FILE", "false"),
        ("AZURE_CORE_COLLECT_TELEMETRY", "false"),
    ],
    standard_input: StandardInput::Value,
    limit: ALONE,
    unproven: true,
    target: |fields| {
        format!("Azure Key Vault: {}, {}", fields.get(Field::Vault), fields.get(Field::Name))
    },
    arguments: |fields, _| {
        let mut arguments = of_secret("set", fields);
        arguments.extend(words(["--value", "@-", "-o", "none", "--only-show-errors"]));
        arguments
    },
    preflights: &[PreFlight::Exists {
        question: Question { arguments: newest, reading: Reading::Text },
        names: |_, said| !said.is_empty(),
    }],
    decided_by: &[DecidedBy::variable("AZURE_CONFIG_DIR")],
    identity: Who::Asked(Question {
        arguments: |_| {
            words(["account", "show", "--query", "user.name", "-o", "tsv", "--only-show-errors"])
        },
        reading: Reading::Text,
    }),
    version: None,
    proof: Proof::Asked {
        arguments: |fields, _| newest(fields),
        reading: Reading::Text,
        confirms: |_, _, said| match said.split_whitespace().next() {
            None => Confirmation::Missing,
            Some(id) => Confirmation::There(id.rsplit('/').next().map(str::to_owned)),
        },
    },
    signs: &[
        Sign("az login", NotSignedIn),
        Sign("AADSTS", NotSignedIn),
        Sign("Unauthorized", NotSignedIn),
        Sign("Forbidden", Denied),
        Sign("AuthorizationFailed", Denied),
        Sign("VaultNotFound", NoSuchTarget),
        Sign("ResourceNotFound", NoSuchTarget),
        Sign("SecretNotFound", NoSuchTarget),
        Sign("(Conflict)", Failed),
        Sign("BadParameter", Failed),
        Sign("Failed to resolve", Offline),
        Sign("Failed to establish a new connection", Offline),
    ],
    stored_signs: &["created", "stored"],
    // Parsing the command line.
    refusals: &[2],
};

fn of_secret(verb: &str, fields: &Fields) -> Vec<String> {
    let mut arguments = words(["keyvault", "secret", verb]);
    arguments.extend(fields.option("--vault-name", Field::Vault));
    arguments.extend(fields.option("--name", Field::Name));
    arguments
}

/// The ids of the versions, the newest first: they are not listed in order.
fn newest(fields: &Fields) -> Vec<String> {
    let mut arguments = of_secret("list-versions", fields);
    let query = "reverse(sort_by([], &attributes.created))[].id";
    arguments.extend(words(["--query", query, "-o", "tsv", "--only-show-errors"]));
    arguments
}
