//! Doppler, with `doppler`. It prints a table with the value unless told `--silent`. `secrets set`
//! overwrites without a word; `secrets --only-names` lists names and no values.

use crate::handoff::{
    ALONE, Confirmation, DecidedBy, Destination, DestinationId, Field, FieldRule, Fields,
    PreFlight, Prefill, Program, Proof, Question, Reading, Sign, StandardInput, System, Who,
    field::letters_digits_and,
    judge::Meaning::{Denied, Failed, NoSuchTarget, NotSignedIn, Offline},
    words,
};

/// Doppler.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::Doppler,
    systems: System::ALL,
    programs: &[Program {
        name: "doppler",
        version: &["--version"],
        recognised: |said| {
            said.strip_prefix('v').is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_ascii_digit())
                    && rest.trim().chars().all(|c| c.is_ascii_graphic())
            })
        },
    }],
    fields: &[
        FieldRule::needed(Field::Name, 200, |text| {
            text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
                && !text.starts_with(|c: char| c.is_ascii_digit())
        })
        .with(Prefill::Constant),
        FieldRule::needed(Field::Project, 64, |text| letters_digits_and(text, "-_.")),
        FieldRule::needed(Field::Config, 60, |text| letters_digits_and(text, "-_")),
    ],
    environment: &[],
    standard_input: StandardInput::Value,
    limit: ALONE,
    unproven: true,
    target: |fields| {
        let [project, config, name] =
            [Field::Project, Field::Config, Field::Name].map(|field| fields.get(field));
        format!("Doppler: {project}/{config}, {name}")
    },
    arguments: |fields, _| {
        let mut arguments = words(["secrets", "set"]);
        arguments.push(fields.get(Field::Name).to_owned());
        arguments.extend(place(fields));
        arguments.extend(words(["--no-interactive", "--silent"]));
        arguments
    },
    preflights: &[PreFlight::Exists {
        question: Question { arguments: names, reading: Reading::Text },
        names: is_listed,
    }],
    decided_by: &[DecidedBy::variable("DOPPLER_API_HOST")],
    identity: Who::Asked(Question {
        arguments: |_| words(["me", "--json"]),
        reading: Reading::Pointer("/workplace/name"),
    }),
    version: None,
    proof: Proof::Asked {
        arguments: |fields, _| names(fields),
        reading: Reading::Text,
        confirms: |fields, _, list| {
            if is_listed(fields, list) { Confirmation::There(None) } else { Confirmation::Missing }
        },
    },
    signs: &[
        Sign("you must provide a token", NotSignedIn),
        Sign("Invalid Auth token", NotSignedIn),
        Sign("Unauthorized", NotSignedIn),
        Sign("does not have access", Denied),
        Sign("Forbidden", Denied),
        Sign("Could not find requested", NoSuchTarget),
        Sign("not found", NoSuchTarget),
        Sign("Unable to set secrets", Failed),
        Sign("dial tcp", Offline),
    ],
    stored_signs: &["created", "stored"],
    refusals: &[],
};

fn place(fields: &Fields) -> Vec<String> {
    let project = fields.option("--project", Field::Project);
    project.into_iter().chain(fields.option("--config", Field::Config)).collect()
}

fn names(fields: &Fields) -> Vec<String> {
    let mut arguments = words(["secrets", "--only-names", "--json"]);
    arguments.extend(place(fields));
    arguments
}

/// The names are keys of an object, or the words of a list.
fn is_listed(fields: &Fields, json: &str) -> bool {
    json.contains(&format!("\"{}\"", fields.get(Field::Name)))
}
