//! Four keys and the places of each: `pass`, GitHub, AWS, a cluster, and a file that a person writes.

use crate::support::{kubernetes::Cluster, secret_managers::SecretManagers};
use serde_json::{Value, json};
use sigsentry_keys_contract::handoff::{DestinationId, FieldId, FilledField};
use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What a chain of keys, each replacing the one before, is called.
pub(super) const CHAINS: [&str; 5] = ["r-web", "r-nightly", "r-export", "r-report", "r-note"];
/// Those whose places answer at once.
const LIGHT: [&str; 2] = ["r-report", "r-note"];

/// Which of them a computer has.
pub(super) fn chains(light: bool) -> &'static [&'static str] {
    if light { &LIGHT } else { &CHAINS[..4] }
}

/// Where a value is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Pass,
    GitHub,
    Aws,
    Kubernetes,
    /// A file that no program of the app writes.
    ByHand,
}

/// The places of a chain.
pub(super) fn places_of(chain: &str) -> &'static [Place] {
    match chain {
        "r-web" => &[Place::Pass, Place::GitHub],
        "r-nightly" => &[Place::GitHub, Place::Kubernetes],
        "r-export" => &[Place::Pass, Place::Aws],
        "r-report" => &[Place::Pass, Place::ByHand],
        _ => &[Place::ByHand],
    }
}

impl Place {
    /// How the app sends a value there; none by hand.
    pub(super) fn sending(self, chain: &str) -> Option<(DestinationId, Vec<FilledField>)> {
        let upper = variable(chain);
        let (id, fields) = match self {
            Self::Pass => {
                (DestinationId::Pass, vec![(FieldId::Path, format!("sigsentry/{chain}"))])
            }
            Self::GitHub => (
                DestinationId::GithubActions,
                vec![(FieldId::Repository, "acme/web".into()), (FieldId::Name, upper)],
            ),
            Self::Aws => (
                DestinationId::AwsSecretsManager,
                vec![(FieldId::Name, format!("sigsentry/{chain}"))],
            ),
            Self::Kubernetes => (
                DestinationId::Kubernetes,
                vec![
                    (FieldId::Namespace, "web".into()),
                    (FieldId::Name, "sigsentry-ci".into()),
                    (FieldId::Key, "API_KEY".into()),
                ],
            ),
            Self::ByHand => return None,
        };
        let filled = |(id, value)| FilledField { id, value };
        Some((id, fields.into_iter().map(filled).collect()))
    }
}

/// The name of a chain's secret where names are those of variables.
fn variable(chain: &str) -> String {
    chain.to_ascii_uppercase().replace('-', "_")
}

/// The file that a person writes by hand.
pub(super) fn by_hand(folder: &Path, chain: &str) -> PathBuf {
    folder.join(format!("by-hand-{chain}"))
}

/// The tools of one computer, and what they have.
pub(super) struct Tools {
    pub(super) managers: SecretManagers,
    cluster: Arc<Cluster>,
    folder: PathBuf,
}

impl Tools {
    pub(super) async fn start(folder: &Path) -> Self {
        let (cluster, config) = Cluster::start();
        fs::write(folder.join("kubeconfig"), config).unwrap();
        let managers = SecretManagers::start().await;
        Self { managers, cluster, folder: folder.to_owned() }
    }

    /// What leads the app's tools to them.
    pub(super) fn environment(&self) -> Vec<(String, String)> {
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let mut environment: Vec<_> = self.managers.environment().into_iter().map(own).collect();
        let config = self.folder.join("kubeconfig").display().to_string();
        environment.push(("KUBECONFIG".into(), config));
        environment
    }

    /// The first 16 characters of what a place has.
    pub(super) fn prefix_in(&self, place: Place, chain: &str) -> String {
        let path = format!("sigsentry/{chain}");
        let mut value = match place {
            Place::Pass => self.managers.in_pass_once_whole(&path),
            Place::Aws => self.in_aws(&path),
            Place::GitHub => {
                let secret = self.managers.github.secret(&variable(chain));
                String::from_utf8(secret).unwrap()
            }
            Place::Kubernetes => String::from_utf8(self.cluster.value()).unwrap(),
            Place::ByHand => fs::read_to_string(by_hand(&self.folder, chain)).unwrap(),
        };
        value.truncate(16);
        value
    }

    /// Asks the server that stands in for AWS, without its program: that one takes a second.
    fn in_aws(&self, name: &str) -> String {
        let environment = self.managers.environment();
        let at = environment.iter().find(|(name, _)| *name == "AWS_ENDPOINT_URL").unwrap().1;
        let at = at.strip_prefix("http://").unwrap();
        let body = json!({ "SecretId": name }).to_string();
        // Whom a request is for, moto reads from who signed it; the signature it does not read.
        let signed = "AWS4-HMAC-SHA256 Credential=AKIAOFTHISTEST/20260101/eu-central-1/secretsmanager/\
                      aws4_request, SignedHeaders=host, Signature=0";
        let request = format!(
            "POST / HTTP/1.0\r\nAuthorization: {signed}\r\n\
             X-Amz-Target: secretsmanager.GetSecretValue\r\n\
             Content-Type: application/x-amz-json-1.1\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(at).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        let secret: Value = serde_json::from_str(body).unwrap();
        secret["SecretString"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }
}
