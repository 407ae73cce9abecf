//! GitHub Actions, with `gh` (run with 2.23). It encrypts the value for the repository before it
//! sends it, and GitHub never gives it back. `gh secret set` overwrites without a word, and stores an
//! empty secret if its standard input is empty.

use crate::handoff::{
    ALONE, Confirmation, DecidedBy, Destination, DestinationId, Field, FieldRule, Fields,
    PreFlight, Prefill, Program, Proof, Question, Reading, Sign, StandardInput, System, Who, Write,
    field::letters_digits_and,
    judge::Meaning::{Denied, Failed, NoSuchTarget, NotSignedIn, Offline},
    words,
};

/// GitHub Actions.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::GithubActions,
    systems: System::ALL,
    programs: &[Program {
        name: "gh",
        version: &["--version"],
        recognised: |said| said.starts_with("gh version "),
    }],
    fields: &[
        FieldRule::needed(Field::Repository, 200, is_repository),
        FieldRule::optional(Field::Environment, 255, |text| !text.contains('/')),
        FieldRule::needed(Field::Name, 255, is_name).with(Prefill::Constant),
    ],
    environment: &[("GH_PROMPT_DISABLED", "1"), ("GH_NO_UPDATE_NOTIFIER", "1"), ("NO_COLOR", "1")],
    standard_input: StandardInput::Value,
    limit: ALONE,
    unproven: false,
    target: |fields| {
        let environment = match fields.get(Field::Environment) {
            "" => String::new(),
            environment => format!(" ({environment})"),
        };
        let (repository, name) = (fields.get(Field::Repository), fields.get(Field::Name));
        format!("GitHub Actions: {repository}{environment}, {name}")
    },
    arguments: |fields, _: Write| of_secret("set", fields, Some(fields.get(Field::Name))),
    preflights: &[PreFlight::Exists {
        question: Question {
            arguments: |fields| of_secret("list", fields, None),
            reading: Reading::Text,
        },
        names: is_listed,
    }],
    decided_by: &[DecidedBy::variable("GH_HOST"), DecidedBy::variable("GH_CONFIG_DIR")],
    identity: Who::Asked(Question {
        // An Enterprise server has logins of its own.
        arguments: |fields| {
            let mut arguments = words(["api", "user", "--jq", ".login"]);
            let repository = fields.get(Field::Repository);
            if let [host, _, _] = repository.split('/').collect::<Vec<_>>()[..] {
                arguments.push(format!("--hostname={host}"));
            }
            arguments
        },
        reading: Reading::Text,
    }),
    version: None,
    proof: Proof::Asked {
        arguments: |fields, _| of_secret("list", fields, None),
        reading: Reading::Text,
        confirms: |fields, _, list| {
            if is_listed(fields, list) { Confirmation::There(None) } else { Confirmation::Missing }
        },
    },
    signs: &[
        Sign("HTTP 401", NotSignedIn),
        Sign("gh auth login", NotSignedIn),
        Sign("HTTP 403", Denied),
        Sign("HTTP 404", NoSuchTarget),
        Sign("Could not resolve to a Repository", NoSuchTarget),
        Sign("HTTP 400", Failed),
        Sign("HTTP 422", Failed),
        Sign("error connecting to", Offline),
    ],
    stored_signs: &["✓ Set", "Set Actions secret", "created", "stored"],
    refusals: &[],
};

fn of_secret(verb: &str, fields: &Fields, name: Option<&str>) -> Vec<String> {
    let mut arguments = words(["secret", verb]);
    arguments.extend(name.map(str::to_owned));
    arguments.extend(fields.option("--repo", Field::Repository));
    arguments.extend(fields.option("--env", Field::Environment));
    arguments
}

/// `gh secret list` writes one a line, the name first.
fn is_listed(fields: &Fields, list: &str) -> bool {
    list.lines().any(|line| line.split_whitespace().next() == Some(fields.get(Field::Name)))
}

/// `owner/name`, or `host/owner/name` for an Enterprise server.
fn is_repository(text: &str) -> bool {
    let parts: Vec<_> = text.split('/').collect();
    matches!(parts.len(), 2 | 3)
        && parts.iter().all(|part| {
            !part.is_empty()
                && !part.starts_with('-')
                && !part.chars().all(|c| c == '.')
                && letters_digits_and(part, "-_.")
        })
}

/// <https://docs.github.com/actions/reference/security/secrets>: names are not told apart by case.
fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && !text.starts_with("GITHUB_")
}
