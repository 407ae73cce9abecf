//! What was forced from outside. The windows say so.

use sigsentry_keys_contract::session::EnvironmentNotice;
use std::{env, ffi::OsString, path::PathBuf};

/// The environment variables that the app heeds.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `SIGSENTRY_API_URL`: the address of the API.
    pub api_url: Option<String>,
    /// `SIGSENTRY_CA_FILE`: a PEM file with further certificate authorities.
    pub ca_file: Option<PathBuf>,
    /// `SIGSENTRY_DATA_DIR`: where settings and the web view's files are kept.
    pub data_dir: Option<PathBuf>,
    /// The variable that takes the place of the system's authorities; the TLS library heeds it on Linux.
    pub authorities: Option<&'static str>,
}

impl Environment {
    /// Reads the variables of this process.
    #[must_use]
    pub fn read() -> Self {
        Self::from_lookup(|name| env::var_os(name))
    }

    fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| lookup(name).filter(|value| !value.is_empty());
        Self {
            api_url: set("SIGSENTRY_API_URL").map(|value| value.to_string_lossy().into_owned()),
            ca_file: set("SIGSENTRY_CA_FILE").map(PathBuf::from),
            data_dir: set("SIGSENTRY_DATA_DIR").map(PathBuf::from),
            authorities: ["SSL_CERT_FILE", "SSL_CERT_DIR"]
                .into_iter()
                .find(|name| cfg!(target_os = "linux") && set(name).is_some()),
        }
    }

    pub(crate) fn notices(&self) -> Vec<EnvironmentNotice> {
        let shown = |path: &PathBuf| path.to_string_lossy().into_owned();
        [
            self.api_url.clone().map(|value| EnvironmentNotice::ApiUrl { value }),
            self.ca_file.as_ref().map(|path| EnvironmentNotice::CaFile { path: shown(path) }),
            self.data_dir.as_ref().map(|path| EnvironmentNotice::DataDir { path: shown(path) }),
            self.authorities.map(|variable| EnvironmentNotice::SystemAuthorities {
                variable: variable.to_owned(),
            }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_is_none_and_a_set_one_is_said() {
        let read = Environment::from_lookup(|name| match name {
            "SIGSENTRY_API_URL" => Some("https://keys.example/v1".into()),
            "SIGSENTRY_CA_FILE" => Some(OsString::new()),
            _ => None,
        });
        assert_eq!(read.ca_file, None);
        let value = "https://keys.example/v1".to_owned();
        assert_eq!(read.notices(), [EnvironmentNotice::ApiUrl { value }]);
    }
}
