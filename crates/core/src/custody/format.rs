use crate::key::{KeyRecord, KeyType, NewKeyType};
use sigsentry_keys_secret::{OneTimeSecret, Part};

/// How a value is dressed for where it goes. The variable's name is the vendor's (documented).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyFormat {
    /// The value alone.
    Raw,
    /// A line of an `.env` file.
    Dotenv,
    /// A POSIX shell line.
    Export,
    /// A PowerShell line.
    PowerShell,
    /// A ready `curl` call with the headers this type needs.
    Curl,
    /// A JSON object.
    Json,
}

/// The value cannot be dressed so: it has characters that would need quoting there. It can still be
/// copied raw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the value cannot be written in this format")]
pub struct NoFormat;

impl CopyFormat {
    pub(super) fn dress(
        self,
        value: &mut OneTimeSecret,
        record: &KeyRecord,
        api_url: &str,
    ) -> Result<OneTimeSecret, NoFormat> {
        // EXPOSE: only whether it needs quoting leaves the closure. Today's keys never do.
        let plain = value.expose(|value| {
            value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        });
        if !plain && self != Self::Raw {
            return Err(NoFormat);
        }
        let analyses = format!("\" \\\n  {api_url}/analyses");
        let parts: &[Part<'_>] = match self {
            Self::Raw => &[Part::Value],
            Self::Dotenv => &[Part::Text("SIGSENTRY_API_KEY="), Part::Value],
            Self::Export => {
                &[Part::Text("export SIGSENTRY_API_KEY='"), Part::Value, Part::Text("'")]
            }
            Self::PowerShell => {
                &[Part::Text("$env:SIGSENTRY_API_KEY = '"), Part::Value, Part::Text("'")]
            }
            Self::Curl if record.key_type == KeyType::Current(NewKeyType::Organization) => &[
                Part::Text("curl -H \"Authorization: Bearer "),
                Part::Value,
                Part::Text("\" \\\n  -H \"X-Project-Id: <project-uuid>"),
                Part::Text(&analyses),
            ],
            Self::Curl => &[
                Part::Text("curl -H \"Authorization: Bearer "),
                Part::Value,
                Part::Text(&analyses),
            ],
            Self::Json => {
                &[Part::Text("{\"SIGSENTRY_API_KEY\":\""), Part::Value, Part::Text("\"}")]
            }
        };
        value.compose(parts).map_err(|_| NoFormat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::tests::issued;

    fn dressed(format: CopyFormat, value: &str, key_type: NewKeyType) -> Result<String, NoFormat> {
        let mut issued = issued(value);
        issued.record.key_type = KeyType::Current(key_type);
        let mut line =
            format.dress(&mut issued.value, &issued.record, "https://api.sigsentry.com/v1")?;
        // EXPOSE: the test compares it.
        Ok(line.expose(str::to_owned))
    }

    #[test]
    fn each_format_is_what_its_place_expects() {
        let value = "ss_org_AbC123";
        for (format, expected) in [
            (CopyFormat::Raw, "ss_org_AbC123"),
            (CopyFormat::Dotenv, "SIGSENTRY_API_KEY=ss_org_AbC123"),
            (CopyFormat::Export, "export SIGSENTRY_API_KEY='ss_org_AbC123'"),
            (CopyFormat::PowerShell, "$env:SIGSENTRY_API_KEY = 'ss_org_AbC123'"),
            (CopyFormat::Json, r#"{"SIGSENTRY_API_KEY":"ss_org_AbC123"}"#),
        ] {
            assert_eq!(dressed(format, value, NewKeyType::Organization).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn curl_names_the_project_for_organization_keys_only() {
        let org = dressed(CopyFormat::Curl, "ss_org_A", NewKeyType::Organization).unwrap();
        assert_eq!(
            org,
            "curl -H \"Authorization: Bearer ss_org_A\" \\\n  -H \"X-Project-Id: <project-uuid>\" \\\n  https://api.sigsentry.com/v1/analyses"
        );
        let project = dressed(CopyFormat::Curl, "ss_secret_A", NewKeyType::Project).unwrap();
        assert!(!project.contains("X-Project-Id"));
    }

    #[test]
    fn a_value_that_needs_quoting_is_copied_raw_only() {
        let odd = "ss_org_$(reboot)'";
        assert_eq!(dressed(CopyFormat::Raw, odd, NewKeyType::Organization).as_deref(), Ok(odd));
        for format in [CopyFormat::Export, CopyFormat::Curl, CopyFormat::Json, CopyFormat::Dotenv] {
            assert_eq!(dressed(format, odd, NewKeyType::Organization), Err(NoFormat));
        }
    }
}
