//! The platform's trust, plus one file, and a note of what certificate was refused.

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use sigsentry_keys_core::failure::RequestFailure;
use std::sync::{Arc, Mutex, PoisonError};

/// The certificate that was refused last. A client speaks to one server only, so that requests that
/// fail at the same time are refused for the same one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refused(Arc<Mutex<Certificate>>);

/// What a refused certificate says of itself.
#[derive(Debug, Clone, Default)]
struct Certificate {
    issuer: Option<String>,
    self_issued: bool,
    is_authority: bool,
}

impl Refused {
    fn note(&self, certificate: &CertificateDer<'_>) {
        let noted = x509_parser::parse_x509_certificate(certificate)
            .map(|(_, parsed)| Certificate {
                issuer: Some(parsed.issuer().to_string()),
                self_issued: parsed.issuer() == parsed.subject(),
                is_authority: parsed.is_ca(),
            })
            .unwrap_or_default();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = noted;
    }

    /// What an error of TLS means for a request.
    pub(crate) fn failure(&self, error: &Error, host: String) -> RequestFailure {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match error {
            Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
                RequestFailure::Untrusted { host, issuer: noted.issuer }
            }
            // Verifiers report this in their own ways.
            Error::InvalidCertificate(CertificateError::Other(_)) if noted.is_authority => {
                RequestFailure::AuthorityAsServer { host }
            }
            Error::InvalidCertificate(CertificateError::Other(_)) if noted.self_issued => {
                RequestFailure::Untrusted { host, issuer: noted.issuer }
            }
            other => {
                let refused = matches!(other, Error::InvalidCertificate(_));
                let issuer = noted.issuer.filter(|_| refused);
                RequestFailure::Tls { host, reason: other.to_string(), issuer }
            }
        }
    }
}

/// A configuration that trusts what the system trusts and the authorities in `extra_ca_pem`.
pub(crate) fn config(extra_ca_pem: Option<&[u8]>, refused: Refused) -> Option<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let verifier = match extra_ca_pem {
        None => Verifier::new(Arc::clone(&provider)).ok()?,
        Some(pem) => {
            Verifier::new_with_extra_roots(certificates(pem)?, Arc::clone(&provider)).ok()?
        }
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Noting { verifier, refused }))
        .with_no_client_auth();
    Some(config)
}

/// The certificates of a PEM file: every one that it begins, or none at all. Editors put a byte order
/// mark before the first, and the reader knows only lines that begin with dashes.
fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let pem = pem.strip_prefix("\u{feff}".as_bytes()).unwrap_or(pem);
    let begun = pem.windows(BEGIN.len()).filter(|window| *window == BEGIN).count();
    let read: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
    (begun > 0 && read.len() == begun).then_some(read)
}

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// Leaves every decision to the platform's verifier; only notes what it refused.
#[derive(Debug)]
struct Noting {
    verifier: Verifier,
    refused: Refused,
}

impl ServerCertVerifier for Noting {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.verifier
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            .inspect_err(|_| self.refused.note(end_entity))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

pub(crate) fn install_provider() {
    // Another library installed one already: that is as good.
    let _ = CryptoProvider::install_default(ring::default_provider());
}
