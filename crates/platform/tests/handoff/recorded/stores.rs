//! What is stored, and how that is known.

use super::{delivered, outcome, sent};
use crate::support::{Home, filled, of, recorder::Recorder, value};
use sigsentry_keys_core::handoff::{ALL, DestinationId, Outcome, Write};
use sigsentry_keys_platform::handoff::{Evidence, Identity, identity};
use std::fs;

const VAULT: &str = r#"
"version") echo "Vault v1.17.2 (2af5655), built 2024-07-05" ;;
"read "*) echo '{"data":{"options":{"version":"2"}}}' ;;
"token lookup "*) echo '{"data":{"display_name":"userpass-mara","id":"hvs.x"}}' ;;
"kv put "*) echo '{"data":{"created_time":"2026-01-01","version":1}}' ;;
"kv patch "*) echo '{"data":{"created_time":"2026-01-01","version":4}}' ;;
"kv metadata get "*) echo '{"data":{"current_version":4}}' ;;
"#;

#[test]
fn vault_and_bao_get_the_value_and_nothing_more() {
    for (name, version) in [("vault", "Vault v1.17.2"), ("bao", "OpenBao v2.0.0")] {
        let (mut home, value) = (Home::new(), value());
        let cases = VAULT.replace("Vault v1.17.2", version);
        let recorder = Recorder::new(&mut home, name, &cases);
        let vault = of(DestinationId::Vault);
        let result = sent(&home, &recorder, vault, &filled(vault), Write::Create, &value);
        assert_eq!(result, delivered(Some("1"), Evidence::AskedBack));
        let put = recorder.call("kv put");
        assert_eq!(
            put.arguments.join(" "),
            "kv put -mount=secret -cas=0 -format=json sigsentry/ci api_key=-"
        );
        assert_eq!(put.bytes, value.as_bytes());
        let result = sent(&home, &recorder, vault, &filled(vault), Write::Replace, &value);
        assert_eq!(result, delivered(Some("4"), Evidence::AskedBack));
        assert_eq!(recorder.call("kv patch").bytes, value.as_bytes());
        let who = identity(vault, &recorder.program, &filled(vault), &home.around());
        assert_eq!(who, Identity::SignedInAs("userpass-mara".into()));
    }
}

/// Deleted softly, a path can neither be created as new nor be patched.
#[test]
fn what_was_deleted_in_vault_is_written_after_its_last_version() {
    for gone in [
        r#"{"deletion_time":"2026-01-01T00:00:00Z","destroyed":false}"#,
        r#"{"deletion_time":"","destroyed":true}"#,
    ] {
        for write in [Write::Create, Write::Replace] {
            let (mut home, value) = (Home::new(), value());
            let mark = home.beside("state").join("written").display().to_string();
            let cases = VAULT
                .replace(r#""version":1}}' ;;"#, &format!(r#""version":4}}}}'; : >{mark} ;;"#));
            let metadata = format!(
                r#""kv metadata get "*) if [ -e {mark} ]; then echo '{{"data":{{"current_version":4}}}}'
                else echo '{{"data":{{"current_version":3,"versions":{{"3":{gone}}}}}}}'; fi ;;"#
            );
            let cases = format!("{metadata}\n{cases}");
            let recorder = Recorder::new(&mut home, "vault", &cases);
            let vault = of(DestinationId::Vault);
            let result = sent(&home, &recorder, vault, &filled(vault), write, &value);
            assert_eq!(result, delivered(Some("4"), Evidence::AskedBack));
            let put = recorder.call("kv put");
            assert_eq!(
                put.arguments.join(" "),
                "kv put -mount=secret -cas=3 -format=json sigsentry/ci api_key=-"
            );
            assert_eq!(put.bytes, value.as_bytes());
            assert!(recorder.calls().iter().all(|call| !call.arguments.contains(&"patch".into())));
        }
    }
}

/// Older and newer versions of pass end with an error where git does.
#[test]
fn a_file_that_changed_is_proof_whatever_its_program_says() {
    for (write_it, end, expected) in [
        (true, "echo 'fatal: cannot lock ref' >&2; exit 128", Ok(Evidence::FileChanged)),
        (true, "echo 'Permission denied' >&2; exit 1", Ok(Evidence::FileChanged)),
        (false, "echo 'Permission denied' >&2; exit 1", Err(Outcome::Failed)),
        (false, "echo 'a word that no rule knows' >&2; exit 3", Err(Outcome::Failed)),
        (false, "exit 0", Err(Outcome::Unknown)),
    ] {
        let mut home = Home::new();
        let store = home.path().join(".password-store/sigsentry");
        fs::create_dir_all(&store).unwrap();
        let file = store.join("ci.gpg").display().to_string();
        let written = if write_it { format!("echo sealed >{file};") } else { String::new() };
        let cases = format!(
            "\"version\") echo the standard unix password manager ;;\n\"insert \"*) {written} {end} ;;"
        );
        let recorder = Recorder::new(&mut home, "pass", &cases);
        let pass = of(DestinationId::Pass);
        let result = sent(&home, &recorder, pass, &filled(pass), Write::Create, &value());
        match expected {
            Ok(evidence) => {
                let sent = result.unwrap();
                assert_eq!(sent.evidence, evidence, "{end}");
                assert!(!sent.said.is_empty(), "{end}");
            }
            Err(expected) => assert_eq!(outcome(result), expected, "{end}"),
        }
    }
}

#[test]
fn an_enterprise_server_is_asked_for_its_own_login() {
    let mut home = Home::new();
    let cases = "\"--version\") echo gh version 2.50 ;;\n\
                 \"api user --jq .login --hostname=ghe.example\") echo mara-corp ;;\n\
                 \"api user --jq .login\") echo mara ;;";
    let recorder = Recorder::new(&mut home, "gh", cases);
    let gh = of(DestinationId::GithubActions);
    for (repository, login) in [("acme/web", "mara"), ("ghe.example/acme/web", "mara-corp")] {
        let mut fields = filled(gh);
        fields.set(sigsentry_keys_core::handoff::Field::Repository, repository);
        let who = identity(gh, &recorder.program, &fields, &home.around());
        assert_eq!(who, Identity::SignedInAs(login.into()));
    }
}

#[test]
fn a_prompt_of_aws_is_switched_off_for_its_calls() {
    let (mut home, value) = (Home::new(), value());
    let cases = "\"--version\") echo aws-cli/2.17 ;;\n\"configure get cli_history\"*) exit 1 ;;\n\
                 *create-secret*) echo '{\"VersionId\":\"v1\"}' ;;\n\
                 *describe-secret*) echo AWSCURRENT ;;";
    let recorder = Recorder::new(&mut home, "aws", cases);
    home.set("AWS_CLI_AUTO_PROMPT", "on");
    let aws = of(DestinationId::AwsSecretsManager);
    let result = sent(&home, &recorder, aws, &filled(aws), Write::Create, &value);
    assert_eq!(result, delivered(Some("v1"), Evidence::AskedBack));
    for call in recorder.calls() {
        assert!(call.environment.contains(&"AWS_CLI_AUTO_PROMPT=off".to_owned()), "{call:?}");
    }
}

#[test]
fn what_decides_where_a_value_goes_is_said() {
    let mut home = Home::new();
    let said = |home: &Home, id| home.around().deciding(of(id));
    assert_eq!(
        said(&home, DestinationId::Vault),
        ["VAULT_ADDR is not set: https://127.0.0.1:8200"]
    );
    assert_eq!(
        said(&home, DestinationId::Pass),
        ["PASSWORD_STORE_DIR is not set: ~/.password-store"]
    );
    home.set("VAULT_ADDR", "https://vault.corp.example");
    home.set("VAULT_NAMESPACE", "team-a");
    home.set("VAULT_TOKEN", "hvs.never-said");
    assert_eq!(
        said(&home, DestinationId::Vault),
        ["VAULT_ADDR=https://vault.corp.example", "VAULT_NAMESPACE=team-a"]
    );
}

#[test]
fn an_engine_that_cannot_create_only_gets_nothing() {
    let mut home = Home::new();
    let first = VAULT.replace(r#""version":"2""#, r#""version":"1""#);
    let recorder = Recorder::new(&mut home, "vault", &first);
    let vault = of(DestinationId::Vault);
    let result = sent(&home, &recorder, vault, &filled(vault), Write::Create, &value());
    assert_eq!(outcome(result), Outcome::NoSuchTarget);
    assert!(recorder.calls().iter().all(|call| call.arguments[0] != "kv"));
}

#[test]
fn onepassword_gets_an_item_and_its_answer_is_not_kept() {
    let (mut home, value) = (Home::new(), value());
    let cases = format!(
        "\"--version\") echo 2.30.0 ;;\n\
         \"item create \"*) echo '{{\"id\":\"abc\",\"fields\":[{{\"value\":\"{value}\"}}]}}' ;;\n\
         \"user get \"*) echo '{{\"email\":\"mara@example.com\"}}' ;;"
    );
    let recorder = Recorder::new(&mut home, "op", &cases);
    let one_password = of(DestinationId::OnePassword);
    let fields = filled(one_password);
    let result = sent(&home, &recorder, one_password, &fields, Write::Create, &value);
    assert_eq!(result, delivered(None, Evidence::Answered));
    let call = recorder.call("item create");
    assert_eq!(call.arguments.join(" "), "item create - --vault=acme-prod --format json");
    let item: serde_json::Value = serde_json::from_slice(&call.bytes).unwrap();
    assert_eq!(item["category"], "API_CREDENTIAL");
    assert_eq!(item["fields"][0]["value"], value);
    let who = identity(one_password, &recorder.program, &fields, &home.around());
    assert_eq!(who, Identity::SignedInAs("mara@example.com".into()));
}

#[test]
fn doppler_and_azure_are_asked_before_and_after() {
    for (id, name, version, verb, asks) in [
        (
            DestinationId::Doppler,
            "doppler",
            "\"--version\") echo v3.69.0",
            "secrets set",
            "secrets --only-names",
        ),
        (
            DestinationId::AzureKeyVault,
            "az",
            "\"version \"*) echo '{\"azure-cli\": \"2.60.0\"}'",
            "keyvault secret set",
            "keyvault secret list-versions",
        ),
    ] {
        let (mut home, value) = (Home::new(), value());
        let mark = home.beside("state").join("stored");
        let stored = mark.display().to_string();
        let answer = if id == DestinationId::Doppler {
            "{\"SIGSENTRY_CI\":{}}"
        } else {
            "https://acme.vault.azure.net/secrets/sigsentry-ci/0a1b"
        };
        let cases = format!(
            "{version} ;;\n\"{verb} \"*) : >{stored} ;;\n\
             \"{asks}\"*) if [ -e {stored} ]; then echo '{answer}'; fi ;;"
        );
        let recorder = Recorder::new(&mut home, name, &cases);
        let destination = of(id);
        let fields = filled(destination);
        let result = sent(&home, &recorder, destination, &fields, Write::Create, &value);
        let told = (id == DestinationId::AzureKeyVault).then_some("0a1b");
        assert_eq!(result, delivered(told, Evidence::AskedBack));
        assert_eq!(recorder.call(verb).bytes, value.as_bytes());
        let again = sent(&home, &recorder, destination, &fields, Write::Create, &value);
        assert_eq!(outcome(again), Outcome::Exists);
        recorder.call(verb);
        // It says that it stored, and is not there.
        fs::remove_file(&mark).unwrap();
        fs::create_dir(&mark).unwrap();
        let contradiction = cases.replace("[ -e", "[ -f");
        let recorder = Recorder::new(&mut home, name, &contradiction);
        let result = sent(&home, &recorder, destination, &fields, Write::Create, &value);
        assert_eq!(outcome(result), Outcome::Unknown);
    }
}

#[test]
fn gcloud_gets_the_value_and_names_its_version() {
    let (mut home, value) = (Home::new(), value());
    let cases = r#"
"--version") echo "Google Cloud SDK 500.0.0" ;;
"secrets create "*) echo '{"name":"projects/1/secrets/sigsentry-ci"}'; echo "Created version [1] of the secret [sigsentry-ci]." >&2 ;;
"secrets versions add "*) echo '{"name":"projects/1/secrets/sigsentry-ci/versions/2"}' ;;
"secrets versions describe latest "*) printf 'projects/1/secrets/sigsentry-ci/versions/1\tENABLED\n' ;;
"secrets versions describe 2 "*) printf 'projects/1/secrets/sigsentry-ci/versions/2\tenabled\n' ;;
"config "*) echo "(unset)" >&2 ;;
"#;
    let recorder = Recorder::new(&mut home, "gcloud", cases);
    let gcloud = of(DestinationId::GcpSecretManager);
    let fields = filled(gcloud);
    let result = sent(&home, &recorder, gcloud, &fields, Write::Create, &value);
    assert_eq!(result, delivered(Some("1"), Evidence::AskedBack));
    let result = sent(&home, &recorder, gcloud, &fields, Write::Replace, &value);
    assert_eq!(result, delivered(Some("2"), Evidence::AskedBack));
    assert_eq!(recorder.call("secrets create").bytes, value.as_bytes());
    assert_eq!(recorder.call("secrets versions add").bytes, value.as_bytes());
    let who = identity(gcloud, &recorder.program, &fields, &home.around());
    assert_eq!(who, Identity::NotSignedIn);
}

#[test]
fn every_destination_with_a_program_is_run_somewhere() {
    // `real` has the others.
    let real = ["gh", "aws", "kubectl", "pass"];
    let recorded = ["vault", "bao", "op", "doppler", "az", "gcloud"];
    for program in ALL.iter().flat_map(|destination| destination.programs) {
        assert!(real.contains(&program.name) || recorded.contains(&program.name));
    }
}
