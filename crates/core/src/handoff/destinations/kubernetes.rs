//! A secret in a cluster, with `kubectl`. A new one is made with `create`, which fails where there is
//! one; an entry of one that is there is set with a merge patch, which leaves every other entry alone.
//!
//! Not `apply`: client-side, it copies what it applies, the value included, into an annotation;
//! server-side, it takes over the fields of an earlier client-side `apply` and then removes those that
//! are not in what it sends, which are the other entries of the secret (`migrateToSSAIfNecessary` in
//! <https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/apply/apply.go>).
//!
//! Not offered on Windows: `patch` reads a file, and standard input has no name there.

use crate::handoff::{
    ALONE, Confirmation, DecidedBy, Destination, DestinationId, Field, FieldRule, Fields,
    PreFlight, Prefill, Program, Proof, Question, Reading, Sign, StandardInput, System, Who, Write,
    any_text,
    field::letters_digits_and,
    judge::Meaning::{Denied, Exists, Failed, NoSuchTarget, NotSignedIn, Offline},
    words,
};

/// Kubernetes.
pub const DESTINATION: Destination = Destination {
    id: DestinationId::Kubernetes,
    systems: System::UNIX,
    programs: &[Program {
        name: "kubectl",
        version: &["version", "--client"],
        recognised: |said| said.contains("Client Version: "),
    }],
    fields: &[
        FieldRule::optional(Field::Context, 300, any_text),
        FieldRule::needed(Field::Namespace, 63, is_label).with(Prefill::Text("default")),
        FieldRule::needed(Field::Name, 253, |text| text.split('.').all(is_label))
            .with(Prefill::Slug),
        // The server takes 253; the field manager's name, which has it in it, 128.
        FieldRule::needed(Field::Key, 100, |text| {
            letters_digits_and(text, "-_.") && !matches!(text, "." | "..")
        })
        .with(Prefill::Text("SIGSENTRY_API_KEY")),
    ],
    environment: &[],
    standard_input: StandardInput::KubernetesSecret,
    limit: ALONE,
    unproven: false,
    target: |fields| {
        let context = match fields.get(Field::Context) {
            "" => String::new(),
            context => format!("{context}, "),
        };
        let [namespace, name, key] =
            [Field::Namespace, Field::Name, Field::Key].map(|field| fields.get(field));
        format!("Kubernetes: {context}{namespace}/{name}, {key}")
    },
    arguments: |fields, write| {
        let mut arguments = match write {
            Write::Replace => {
                let mut patch = words(["patch", "secret"]);
                patch.push(fields.get(Field::Name).to_owned());
                patch.extend(words(["--type=merge", "--patch-file=/dev/stdin"]));
                patch
            }
            Write::Create | Write::AfterDeleted { .. } => words(["create", "-f", "-"]),
        };
        arguments.push(format!("--field-manager=sigsentry-keys.{}", fields.get(Field::Key)));
        arguments.extend(place(fields));
        arguments.extend(words(["-o", "name"]));
        arguments
    },
    preflights: &[PreFlight::Exists {
        question: Question {
            arguments: |fields| {
                let mut arguments = words(["get", "secret"]);
                arguments.push(fields.get(Field::Name).to_owned());
                arguments.extend(place(fields));
                arguments.extend(words(["-o", "name", "--ignore-not-found"]));
                arguments
            },
            reading: Reading::Text,
        },
        names: |_, said| !said.is_empty(),
    }],
    decided_by: &[DecidedBy::or("KUBECONFIG", "~/.kube/config")],
    identity: Who::Asked(Question {
        arguments: |fields| match fields.option("--context", Field::Context) {
            None => words(["config", "current-context"]),
            Some(context) => {
                let mut arguments = words(["config", "view", "--minify"]);
                arguments.push(context);
                arguments.extend(words(["-o", "jsonpath={.contexts[0].context.user}"]));
                arguments
            }
        },
        reading: Reading::Text,
    }),
    version: None,
    proof: Proof::Asked {
        arguments: |fields, _| {
            let mut arguments = words(["get", "secret"]);
            arguments.push(fields.get(Field::Name).to_owned());
            arguments.extend(place(fields));
            arguments.extend(words(["-o", "jsonpath={.metadata.resourceVersion}"]));
            arguments
        },
        reading: Reading::Text,
        confirms: |_, _, version| match version {
            "" => Confirmation::Missing,
            version => Confirmation::There(Some(version.to_owned())),
        },
    },
    signs: &[
        Sign("Unauthorized", NotSignedIn),
        Sign("must be logged in", NotSignedIn),
        Sign("Please enter Username", NotSignedIn),
        Sign("getting credentials", NotSignedIn),
        Sign("Forbidden", Denied),
        Sign("AlreadyExists", Exists),
        Sign("already exists", Exists),
        Sign("conflict", Exists),
        Sign("(NotFound)", NoSuchTarget),
        Sign("does not exist", NoSuchTarget),
        Sign("current-context is not set", NoSuchTarget),
        Sign("was refused", Offline),
        Sign("Unable to connect to the server: dial", Offline),
        Sign("error validating", Failed),
        Sign("is invalid", Failed),
        Sign("BadRequest", Failed),
        Sign("admission webhook", Failed),
    ],
    stored_signs: &["secret/", "created", "stored"],
    refusals: &[],
};

fn place(fields: &Fields) -> Vec<String> {
    let context = fields.option("--context", Field::Context);
    context.into_iter().chain(fields.option("--namespace", Field::Namespace)).collect()
}

/// RFC 1123: <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>
fn is_label(text: &str) -> bool {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (1..=63).contains(&text.len())
        && text.chars().all(|c| small(c) || c == '-')
        && text.starts_with(small)
        && text.ends_with(small)
}
