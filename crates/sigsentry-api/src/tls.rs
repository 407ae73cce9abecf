//! The platform's trust, plus one file, and a note of who issued what was refused.

use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use std::sync::{Arc, Mutex, PoisonError};

/// Who issued the certificate that was refused last.
#[derive(Debug, Clone, Default)]
pub(crate) struct RefusedIssuer(Arc<Mutex<Option<String>>>);

impl RefusedIssuer {
    pub(crate) fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A configuration that trusts what the system trusts and the authorities in `extra_ca_pem`.
pub(crate) fn config(extra_ca_pem: Option<&[u8]>, refused: RefusedIssuer) -> Option<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let verifier = match extra_ca_pem {
        None => Verifier::new(Arc::clone(&provider)).ok()?,
        Some(pem) => {
            let roots: Vec<_> =
                CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
            if roots.is_empty() {
                return None;
            }
            Verifier::new_with_extra_roots(roots, Arc::clone(&provider)).ok()?
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

/// Leaves every decision to the platform's verifier; only notes the issuer of what it refused.
#[derive(Debug)]
struct Noting {
    verifier: Verifier,
    refused: RefusedIssuer,
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
            .inspect_err(|_| {
                *self.refused.0.lock().unwrap_or_else(PoisonError::into_inner) = issuer(end_entity);
            })
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

fn issuer(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).ok()?;
    Some(parsed.issuer().to_string())
}

pub(crate) fn install_provider() {
    // Somebody installed one already: that is as good.
    let _ = CryptoProvider::install_default(ring::default_provider());
}
