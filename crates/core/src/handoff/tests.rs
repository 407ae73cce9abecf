use super::*;

fn fields(filled: &[(Field, &str)]) -> Fields {
    filled.iter().map(|(field, text)| (*field, (*text).to_owned())).collect()
}

/// Fields that every rule of the destination accepts.
pub(crate) fn filled(destination: &Destination) -> Fields {
    destination
        .fields
        .iter()
        .map(|rule| {
            let text = match rule.field {
                Field::Repository => "acme/web",
                Field::Environment => "prod",
                Field::Name if rule.prefill == Prefill::Constant => "SIGSENTRY_CI",
                Field::Name => "sigsentry-ci",
                Field::Address => "https://vault.example:8200",
                Field::Mount => "secret",
                Field::Path => "sigsentry/ci",
                Field::Field => "api_key",
                Field::Title | Field::Label => "SigSentry: CI (web)",
                Field::Namespace => "web",
                Field::Key => "API_KEY",
                _ => "acme-prod",
            };
            (rule.field, text.to_owned())
        })
        .collect()
}

fn command(id: DestinationId, write: Write) -> String {
    let destination = Destination::of(id);
    (destination.arguments)(&filled(destination), write).join(" ")
}

#[test]
fn every_destination_is_listed_once_and_found() {
    for destination in ALL {
        assert_eq!(Destination::of(destination.id).id, destination.id);
        assert_eq!(ALL.iter().filter(|other| other.id == destination.id).count(), 1);
        let full = filled(destination);
        assert_eq!(destination.check(&full), Ok(full.clone()), "{:?}", destination.id);
        assert!((destination.target)(&full).len() > 10);
        assert_eq!(destination.programs.is_empty(), destination.id == DestinationId::Keychain);
    }
}

#[test]
fn commands_are_those_of_the_table() {
    use DestinationId::*;
    for (id, write, expected) in [
        (GithubActions, Write::Create, "secret set SIGSENTRY_CI --repo=acme/web --env=prod"),
        (
            AwsSecretsManager,
            Write::Create,
            "secretsmanager create-secret --name=sigsentry-ci --secret-string file:///dev/stdin \
             --output json --profile=acme-prod --region=acme-prod",
        ),
        (
            AwsSecretsManager,
            Write::Replace,
            "secretsmanager put-secret-value --secret-id=sigsentry-ci --secret-string \
             file:///dev/stdin --output json --profile=acme-prod --region=acme-prod",
        ),
        (
            GcpSecretManager,
            Write::Create,
            "secrets create sigsentry-ci --project=acme-prod --replication-policy=automatic \
             --data-file=- --format=json",
        ),
        (
            GcpSecretManager,
            Write::Replace,
            "secrets versions add sigsentry-ci --project=acme-prod --data-file=- --format=json",
        ),
        (
            Vault,
            Write::Create,
            "kv put -mount=secret -address=https://vault.example:8200 -cas=0 -format=json \
             sigsentry/ci api_key=-",
        ),
        (
            Vault,
            Write::Replace,
            "kv patch -mount=secret -address=https://vault.example:8200 -format=json sigsentry/ci \
             api_key=-",
        ),
        (
            Vault,
            Write::AfterDeleted { version: 3 },
            "kv put -mount=secret -address=https://vault.example:8200 -cas=3 -format=json \
             sigsentry/ci api_key=-",
        ),
        (OnePassword, Write::Create, "item create - --vault=acme-prod --format json"),
        (
            Kubernetes,
            Write::Create,
            "create -f - --field-manager=sigsentry-keys.API_KEY --context=acme-prod \
             --namespace=web -o name",
        ),
        (
            Kubernetes,
            Write::Replace,
            "patch secret sigsentry-ci --type=merge --patch-file=/dev/stdin \
             --field-manager=sigsentry-keys.API_KEY --context=acme-prod --namespace=web -o name",
        ),
        (Pass, Write::Create, "insert -m -f sigsentry/ci"),
        (
            AzureKeyVault,
            Write::Create,
            "keyvault secret set --vault-name=acme-prod --name=sigsentry-ci --value @- -o none \
             --only-show-errors",
        ),
        (
            Doppler,
            Write::Create,
            "secrets set SIGSENTRY_CI --project=acme-prod --config=acme-prod --no-interactive \
             --silent",
        ),
    ] {
        assert_eq!(command(id, write), expected);
    }
}

#[test]
fn a_field_is_refused_for_what_is_wrong_with_it() {
    use FieldProblem::*;
    let refused = |id, field, text: &str| {
        let destination = Destination::of(id);
        let mut typed = filled(destination);
        typed.set(field, text);
        destination.check(&typed).err().map(|(_, problem)| problem)
    };
    for (id, field, text, problem) in [
        (DestinationId::GithubActions, Field::Name, " ", Empty),
        (DestinationId::GithubActions, Field::Name, "GITHUB_KEY", Form),
        (DestinationId::GithubActions, Field::Name, "key", Form),
        (DestinationId::GithubActions, Field::Name, "1KEY", Form),
        (DestinationId::GithubActions, Field::Repository, "acme", Form),
        (DestinationId::GithubActions, Field::Repository, "-acme/web", LeadingDash),
        (DestinationId::GithubActions, Field::Repository, "acme/..", Form),
        (DestinationId::AwsSecretsManager, Field::Profile, "--debug", LeadingDash),
        (DestinationId::AwsSecretsManager, Field::Name, "a b", Form),
        (DestinationId::AzureKeyVault, Field::Name, "a_b", Form),
        (DestinationId::Pass, Field::Path, "../etc", Form),
        (DestinationId::Pass, Field::Path, "/etc", Form),
        (DestinationId::Pass, Field::Path, "a/-b", Form),
        (DestinationId::Vault, Field::Address, "http://vault.example", Form),
        (DestinationId::Vault, Field::Address, "http://localhost.example", Form),
        (DestinationId::Vault, Field::Field, "a=b", Form),
        (DestinationId::Kubernetes, Field::Namespace, "Web", Form),
        (DestinationId::OnePassword, Field::Title, "a\u{202e}b", ControlCharacters),
        (DestinationId::Keychain, Field::Label, &"x".repeat(201), TooLong),
    ] {
        assert_eq!(refused(id, field, text), Some(problem), "{id:?} {field:?} {text}");
    }
    assert_eq!(refused(DestinationId::GithubActions, Field::Environment, ""), None);
    assert_eq!(refused(DestinationId::Vault, Field::Address, "http://127.0.0.1:8200"), None);
}

#[test]
fn programs_are_known_by_what_they_say() {
    let known = |id, said: &str| {
        Destination::of(id).programs.iter().any(|program| (program.recognised)(said))
    };
    for (id, said) in [
        (DestinationId::GithubActions, "gh version 2.23.0 (2023-02-27 Debian 2.23.0+dfsg1-1)"),
        (DestinationId::AwsSecretsManager, "aws-cli/1.42.1 Python/3.11.7"),
        (DestinationId::GcpSecretManager, "Google Cloud SDK 500.0.0"),
        (DestinationId::Vault, "Vault v1.17.2 (2af5655), built 2024-07-05"),
        (DestinationId::Vault, "OpenBao v2.0.0 (abc), built 2024"),
        (DestinationId::OnePassword, "2.30.0"),
        (DestinationId::Kubernetes, "Client Version: v1.30.1"),
        (DestinationId::Doppler, "v3.69.0"),
        (DestinationId::AzureKeyVault, "{\n  \"azure-cli\": \"2.60.0\"}"),
    ] {
        assert!(known(id, said), "{said}");
        assert!(!known(id, "pass, a different program 1.0"), "{id:?}");
    }
}

#[test]
fn what_a_program_says_decides() {
    use DestinationId::*;
    for (id, code, stderr, expected) in [
        (GithubActions, 1, "HTTP 403: Resource not accessible", Outcome::Denied),
        (GithubActions, 4, "To get started, please run: gh auth login", Outcome::NotSignedIn),
        (GithubActions, 1, "Put \"…\": EOF", Outcome::Unknown),
        (AwsSecretsManager, 255, "(ResourceExistsException) when calling", Outcome::Exists),
        (AwsSecretsManager, 254, "(InternalServiceError)", Outcome::Unknown),
        (AwsSecretsManager, 252, "something", Outcome::Failed),
        (AwsSecretsManager, 255, "something", Outcome::Unknown),
        (GcpSecretManager, 1, "ERROR: ALREADY_EXISTS", Outcome::Exists),
        (GcpSecretManager, 1, "Created version [1] …\nERROR: PERMISSION_DENIED", Outcome::Unknown),
        (Vault, 2, "* check-and-set parameter did not match", Outcome::Exists),
        (Vault, 2, "dial tcp 127.0.0.1:8200: connect: connection refused", Outcome::Offline),
        (Vault, 1, "whatever", Outcome::Failed),
        (OnePassword, 1, "[ERROR] You are not currently signed in", Outcome::NotSignedIn),
        (Kubernetes, 1, "Apply failed with 1 conflict", Outcome::Exists),
        (Pass, 1, "Error: You must run:\npass init your-gpg-id", Outcome::NotSignedIn),
        (AzureKeyVault, 1, "Please run 'az login' to setup account", Outcome::NotSignedIn),
        (Doppler, 1, "Doppler Error: you must provide a token", Outcome::NotSignedIn),
        (Doppler, 1, "request timed out", Outcome::Unknown),
    ] {
        let judged = judge(Destination::of(id), Ended::Exited(code), None, "", stderr);
        assert_eq!(judged, expected, "{id:?} {code} {stderr}");
    }
}

#[test]
fn success_needs_the_answer_that_was_promised_and_failure_none() {
    let vault = Destination::of(DestinationId::Vault);
    let exited = |code, word| judge(vault, Ended::Exited(code), word, "", "");
    assert_eq!(exited(0, Some("3")), Outcome::Stored { version: Some("3".into()) });
    assert_eq!(exited(0, None), Outcome::Unknown);
    assert_eq!(exited(1, Some("3")), Outcome::Unknown);
    for ended in [Ended::Killed, Ended::TimedOut] {
        assert_eq!(judge(vault, ended, Some("3"), "", ""), Outcome::Unknown);
    }
    let github = Destination::of(DestinationId::GithubActions);
    let said = |stdout| judge(github, Ended::Exited(1), None, stdout, "HTTP 404: Not Found");
    assert_eq!(said(""), Outcome::NoSuchTarget);
    assert_eq!(said("created"), Outcome::Unknown);
}

#[test]
fn the_version_is_the_end_of_the_resources_name() {
    let Some(version) = Destination::of(DestinationId::GcpSecretManager).version else {
        panic!("gcloud names versions")
    };
    let read = version.in_word;
    assert_eq!(read("projects/1/secrets/x/versions/3"), Some("3".into()));
    assert_eq!(read("projects/1/secrets/x"), None);
    let empty = fields(&[(Field::Name, "")]);
    assert_eq!(empty.option("--name", Field::Name), None);
}
