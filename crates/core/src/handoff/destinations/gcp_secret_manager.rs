//! Google Cloud Secret Manager, with `gcloud` (run with 528). Every failure exits with 1, and 1 can
//! follow a version that was stored. Creating a secret and adding its first version are two steps of
//! the tool: if the second fails, the secret is there without a value, and the next try has to
//! replace.

use crate::handoff::{
    ALONE, Confirmation, DecidedBy, Destination, DestinationId, Field, FieldRule, Prefill, Program,
    Proof, Question, Reading, Sign, StandardInput, System, Version, Who, Write,
    field::letters_digits_and,
    judge::Meaning::{Denied, Exists, Failed, NoSuchTarget, NotSignedIn, Offline, Unknown},
    words,
};

/// Google Cloud Secret Manager.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::GcpSecretManager,
    systems: System::ALL,
    programs: &[Program {
        name: "gcloud",
        version: &["--version"],
        recognised: |said| said.starts_with("Google Cloud SDK "),
    }],
    fields: &[
        // <https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create>
        FieldRule::needed(Field::Name, 255, |text| letters_digits_and(text, "-_"))
            .with(Prefill::Slug),
        // Projects of an old kind have a domain and a colon in front.
        FieldRule::needed(Field::Project, 100, |text| letters_digits_and(text, "-.:")),
    ],
    environment: &[
        ("CLOUDSDK_CORE_DISABLE_PROMPTS", "1"),
        ("CLOUDSDK_CORE_LOG_HTTP", "false"),
        ("CLOUDSDK_CORE_DISABLE_FILE_LOGGING", "1"),
        ("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "1"),
    ],
    standard_input: StandardInput::Value,
    limit: ALONE,
    unproven: false,
    target: |fields| {
        let (project, name) = (fields.get(Field::Project), fields.get(Field::Name));
        format!("GCP Secret Manager: {project}, {name}")
    },
    arguments: |fields, write| {
        let mut arguments = match write {
            Write::Create | Write::AfterDeleted { .. } => words(["secrets", "create"]),
            Write::Replace => words(["secrets", "versions", "add"]),
        };
        arguments.push(fields.get(Field::Name).to_owned());
        arguments.extend(fields.option("--project", Field::Project));
        if write == Write::Create {
            arguments.push("--replication-policy=automatic".to_owned());
        }
        arguments.extend(words(["--data-file=-", "--format=json"]));
        arguments
    },
    preflights: &[],
    decided_by: &[
        DecidedBy::variable("CLOUDSDK_ACTIVE_CONFIG_NAME"),
        DecidedBy::variable("CLOUDSDK_CONFIG"),
    ],
    identity: Who::Asked(Question {
        arguments: |_| words(["config", "get-value", "account"]),
        reading: Reading::Text,
    }),
    version: Some(Version { reading: Reading::Pointer("/name"), in_word: number }),
    proof: Proof::Asked {
        arguments: |fields, version| {
            let mut arguments = words(["secrets", "versions", "describe"]);
            arguments.push(version.unwrap_or("latest").to_owned());
            arguments.extend(fields.option("--secret", Field::Name));
            arguments.extend(fields.option("--project", Field::Project));
            arguments.push("--format=value(name,state)".to_owned());
            arguments
        },
        reading: Reading::Text,
        confirms: |_, version, said| {
            if said.to_ascii_uppercase().ends_with("ENABLED") {
                let told_now = said.split_whitespace().next().and_then(number);
                Confirmation::There(if version.is_none() { told_now } else { None })
            } else {
                Confirmation::Missing
            }
        },
    },
    signs: &[
        Sign("ALREADY_EXISTS", Exists),
        Sign("already exists", Exists),
        Sign("UNAUTHENTICATED", NotSignedIn),
        Sign("gcloud auth login", NotSignedIn),
        Sign("Reauthentication", NotSignedIn),
        Sign("do not currently have an active account", NotSignedIn),
        Sign("There was a problem refreshing", NotSignedIn),
        Sign("PERMISSION_DENIED", Denied),
        Sign("does not have permission", Denied),
        Sign("NOT_FOUND", NoSuchTarget),
        Sign("INVALID_ARGUMENT", Failed),
        Sign("FAILED_PRECONDITION", Failed),
        Sign("RESOURCE_EXHAUSTED", Failed),
        Sign("Invalid value for", Failed),
        Sign("UNAVAILABLE", Unknown),
        Sign("Unable to find the server", Offline),
        Sign("Failed to establish a new connection", Offline),
    ],
    stored_signs: &["Created version ["],
    // <https://cloud.google.com/sdk/gcloud/reference>: 2 is the command line.
    refusals: &[2],
};

/// The number at the end of `projects/1/secrets/x/versions/3`; a bare number is one too.
fn number(name: &str) -> Option<String> {
    let last = name.rsplit_once("/versions/").map_or(name, |(_, number)| number);
    last.chars().all(|c| c.is_ascii_digit()).then(|| last.to_owned())
}
