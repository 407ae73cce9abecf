//! A certificate for loopback from an authority made for this start alone.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    date_time_ymd,
};
use rustls::pki_types::PrivateKeyDer;
use std::{io, sync::Arc};
use tokio_rustls::TlsAcceptor;

/// What TLS needs, and the authority as PEM.
pub(crate) fn certificate(now: DateTime<Utc>) -> io::Result<(TlsAcceptor, String)> {
    let made = || -> Result<_, rcgen::Error> {
        let ca_key = KeyPair::generate()?;
        let mut ca = valid_around(now, CertificateParams::new(Vec::new())?);
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.distinguished_name.push(DnType::CommonName, "SigSentry Sandbox CA");
        let ca_certificate = ca.self_signed(&ca_key)?;
        let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let mut leaf = valid_around(now, CertificateParams::new(names)?);
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        leaf.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let leaf = leaf.signed_by(&key, &Issuer::new(ca, ca_key))?;
        Ok((leaf.der().clone(), key.serialize_der(), ca_certificate.pem()))
    };
    let (leaf, key, ca_pem) = made().map_err(io::Error::other)?;
    let key = PrivateKeyDer::try_from(key).map_err(io::Error::other)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![leaf], key))
        .map_err(io::Error::other)?;
    Ok((TlsAcceptor::from(Arc::new(config)), ca_pem))
}

/// macOS refuses server certificates that live longer than 825 days.
fn valid_around(now: DateTime<Utc>, mut parameters: CertificateParams) -> CertificateParams {
    let midnight = |at: DateTime<Utc>| {
        let part = |number: u32| u8::try_from(number).unwrap_or(1);
        date_time_ymd(at.year(), part(at.month()), part(at.day()))
    };
    parameters.not_before = midnight(now - TimeDelta::days(2));
    parameters.not_after = midnight(now + TimeDelta::days(90));
    parameters
}
