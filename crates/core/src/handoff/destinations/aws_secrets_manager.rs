//! AWS Secrets Manager, with `aws` (versions 1 and 2). Only `--secret-string file:///dev/stdin` reads
//! standard input: `file://-` and `--cli-input-json` do not. With `cli_history = enabled` the tool
//! writes what it sends to disk. Version 2 exits with 252 to 254, version 1 always with 255.

use crate::handoff::{
    ALONE, Confirmation, DecidedBy, Destination, DestinationId, Field, FieldRule, Fields,
    PreFlight, Prefill, Program, Proof, Question, Reading, Sign, StandardInput, System, Version,
    Who, Write, any_text,
    field::letters_digits_and,
    judge::Meaning::{Denied, Exists, Failed, NoSuchTarget, NotSignedIn, Offline, Unknown},
    words,
};

/// AWS Secrets Manager.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::AwsSecretsManager,
    systems: System::UNIX,
    programs: &[Program {
        name: "aws",
        version: &["--version"],
        recognised: |said| said.starts_with("aws-cli/"),
    }],
    fields: &[
        // <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>
        FieldRule::needed(Field::Name, 512, |text| letters_digits_and(text, "/_+=.@-"))
            .with(Prefill::Path),
        FieldRule::optional(Field::Profile, 100, any_text),
        FieldRule::optional(Field::Region, 40, |text| letters_digits_and(text, "-")),
    ],
    // A prompt of its own would swallow every call.
    environment: &[("AWS_PAGER", ""), ("AWS_CLI_AUTO_PROMPT", "off")],
    standard_input: StandardInput::Value,
    limit: ALONE,
    unproven: false,
    target: |fields| {
        let place: Vec<_> = [Field::Profile, Field::Region]
            .map(|field| fields.get(field))
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let place =
            if place.is_empty() { String::new() } else { format!(" ({})", place.join(", ")) };
        format!("AWS Secrets Manager: {}{place}", fields.get(Field::Name))
    },
    arguments: |fields, write| {
        let (verb, name) = match write {
            Write::Create | Write::AfterDeleted { .. } => ("create-secret", "--name"),
            Write::Replace => ("put-secret-value", "--secret-id"),
        };
        let mut arguments = words(["secretsmanager", verb]);
        arguments.extend(fields.option(name, Field::Name));
        arguments.extend(words(["--secret-string", "file:///dev/stdin", "--output", "json"]));
        with_place(arguments, fields)
    },
    preflights: &[PreFlight::CommandHistory(Question {
        arguments: |fields| with_place(words(["configure", "get", "cli_history"]), fields),
        reading: Reading::Text,
    })],
    decided_by: &[
        DecidedBy::variable("AWS_PROFILE"),
        DecidedBy::variable("AWS_REGION"),
        DecidedBy::variable("AWS_DEFAULT_REGION"),
        DecidedBy::variable("AWS_ENDPOINT_URL"),
        DecidedBy::variable("AWS_CONFIG_FILE"),
    ],
    identity: Who::Asked(Question {
        arguments: |fields| {
            let question = ["sts", "get-caller-identity", "--query", "Arn", "--output", "text"];
            with_place(words(question), fields)
        },
        reading: Reading::Text,
    }),
    version: Some(Version {
        reading: Reading::Pointer("/VersionId"),
        in_word: |word| Some(word.to_owned()),
    }),
    proof: Proof::Asked {
        arguments: |fields, version| {
            let mut arguments = words(["secretsmanager", "describe-secret"]);
            arguments.extend(fields.option("--secret-id", Field::Name));
            let stages = format!("VersionIdsToStages.\"{}\"", version.unwrap_or_default());
            arguments.extend([format!("--query={stages}")]);
            arguments.extend(words(["--output", "text"]));
            with_place(arguments, fields)
        },
        reading: Reading::Text,
        confirms: |_, _, stages| {
            if stages.split_whitespace().any(|stage| stage == "AWSCURRENT") {
                Confirmation::There(None)
            } else {
                Confirmation::Missing
            }
        },
    },
    signs: &[
        Sign("ResourceExistsException", Exists),
        // A confined aws cannot open its standard input by name.
        Sign("Unable to load paramfile", Failed),
        Sign("AccessDenied", Denied),
        Sign("is not authorized to perform", Denied),
        Sign("UnrecognizedClientException", NotSignedIn),
        Sign("InvalidClientTokenId", NotSignedIn),
        Sign("InvalidSignatureException", NotSignedIn),
        Sign("ExpiredToken", NotSignedIn),
        Sign("Unable to locate credentials", NotSignedIn),
        Sign("Partial credentials found", NotSignedIn),
        Sign("Token has expired", NotSignedIn),
        Sign("SSO session", NotSignedIn),
        Sign("Error loading SSO Token", NotSignedIn),
        Sign("ResourceNotFoundException", NoSuchTarget),
        Sign("config profile", NoSuchTarget),
        Sign("You must specify a region", NoSuchTarget),
        Sign("Could not connect to the endpoint URL", Offline),
        Sign("Connect timeout", Offline),
        Sign("Read timeout", Unknown),
        Sign("InternalServiceError", Unknown),
        Sign("InternalFailure", Unknown),
        Sign("InvalidParameterException", Failed),
        Sign("InvalidRequestException", Failed),
        Sign("ValidationException", Failed),
        Sign("LimitExceededException", Failed),
        Sign("EncryptionFailure", Failed),
        Sign("DecryptionFailure", Failed),
        Sign("ThrottlingException", Failed),
    ],
    stored_signs: &["created", "stored"],
    // <https://docs.aws.amazon.com/cli/v1/userguide/cli-usage-returncodes.html>: the syntax, the
    // environment. 254 and 255 leave it open.
    refusals: &[252, 253],
};

fn with_place(mut arguments: Vec<String>, fields: &Fields) -> Vec<String> {
    arguments.extend(fields.option("--profile", Field::Profile));
    arguments.extend(fields.option("--region", Field::Region));
    arguments
}
