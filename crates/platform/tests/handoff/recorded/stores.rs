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
