use crate::{
    display::safe,
    handoff::json_text,
    key::{KeyRecord, KeyType, NewKeyType},
};
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
    /// One item for Bitwarden's import of unencrypted JSON:
    /// <https://bitwarden.com/help/condition-bitwarden-import/>.
    BitwardenJson,
    /// One item as 1Password's templates have it, for `op item create -`:
    /// <https://developer.1password.com/docs/cli/item-template-json/>.
    OnePasswordJson,
    /// A table with one row for KeePassXC's CSV import:
    /// <https://keepassxc.org/docs/KeePassXC_UserGuide#_importing_csv_files>.
    KeepassxcCsv,
}

/// The value cannot be dressed so: it has characters that would need quoting there. It can still be
/// copied raw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the value cannot be written in this format")]
pub struct NoFormat;

/// The names in people's stores: they never change.
const STORED_NAMES: [(CopyFormat, &str); 9] = [
    (CopyFormat::Raw, "raw"),
    (CopyFormat::Dotenv, "dotenv"),
    (CopyFormat::Export, "export"),
    (CopyFormat::PowerShell, "powerShell"),
    (CopyFormat::Curl, "curl"),
    (CopyFormat::Json, "json"),
    (CopyFormat::BitwardenJson, "bitwardenJson"),
    (CopyFormat::OnePasswordJson, "onePasswordJson"),
    (CopyFormat::KeepassxcCsv, "keepassxcCsv"),
];

impl CopyFormat {
    /// The name in the store; none only for a format that the list lacks.
    #[must_use]
    pub fn stored_name(self) -> Option<&'static str> {
        STORED_NAMES.into_iter().find(|(format, _)| *format == self).map(|(_, name)| name)
    }

    /// What has this name in a store. A newer version of the app may have known more.
    #[must_use]
    pub fn of_stored_name(name: &str) -> Option<Self> {
        STORED_NAMES.into_iter().find(|(_, stored)| *stored == name).map(|(format, _)| format)
    }

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
        // The key's name is foreign text. With this in front, no cell of a table can be a formula.
        let title = format!("SigSentry: {}", safe(&record.name));
        let (title_json, url_json) = (json_text(&title), json_text(api_url));
        let bitwarden_head = format!(
            "{{\"encrypted\":false,\"folders\":[],\"items\":[{{\"type\":1,\"name\":{title_json},\
             \"notes\":null,\"favorite\":false,\"fields\":[],\"login\":{{\"uris\":[{{\"match\":\
             null,\"uri\":{url_json}}}],\"username\":null,\"password\":\""
        );
        let one_password_head = format!(
            "{{\"title\":{title_json},\"category\":\"API_CREDENTIAL\",\"fields\":[{{\
             \"id\":\"credential\",\"type\":\"CONCEALED\",\"label\":\"credential\",\"value\":\""
        );
        let table_head = format!(
            "\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\"\n\
             \"SigSentry\",{},\"\",\"",
            cell(&title)
        );
        let table_end = format!("\",{},\"\"\n", cell(api_url));
        let analyses = format!("\" \\\n  \"{api_url}/analyses\"");
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
            Self::BitwardenJson => &[
                Part::Text(&bitwarden_head),
                Part::Value,
                Part::Text("\",\"totp\":null},\"collectionIds\":null}]}"),
            ],
            Self::OnePasswordJson => {
                &[Part::Text(&one_password_head), Part::Value, Part::Text("\"}]}")]
            }
            Self::KeepassxcCsv => &[Part::Text(&table_head), Part::Value, Part::Text(&table_end)],
        };
        value.compose(parts).map_err(|_| NoFormat)
    }
}

/// A cell of a table, in quotes (RFC 4180).
fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
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
            "curl -H \"Authorization: Bearer ss_org_A\" \\\n  -H \"X-Project-Id: <project-uuid>\" \\\n  \"https://api.sigsentry.com/v1/analyses\""
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
    #[test]
    fn password_managers_get_what_their_import_reads() {
        let made_by = |format: CopyFormat, name: &str| {
            let mut issued = issued("ss_org_A-1");
            issued.record.name = name.into();
            let url = "https://api.sigsentry.com/v1";
            let mut line = format.dress(&mut issued.value, &issued.record, url).unwrap();
            // EXPOSE: the test compares it.
            line.expose(str::to_owned)
        };
        let name = "=cmd|'/c x'!A1,\"Ürün\"\n👩";
        let json =
            |format| -> serde_json::Value { serde_json::from_str(&made_by(format, name)).unwrap() };
        let bitwarden = json(CopyFormat::BitwardenJson);
        let title = "SigSentry: =cmd|'/c x'!A1,\"Ürün\"⟨U+000A⟩👩";
        assert_eq!(bitwarden["items"][0]["name"], title);
        assert_eq!(bitwarden["items"][0]["login"]["password"], "ss_org_A-1");
        let one_password = json(CopyFormat::OnePasswordJson);
        assert_eq!(one_password["title"], title);
        assert_eq!(one_password["fields"][0]["value"], "ss_org_A-1");
        assert_eq!(
            made_by(CopyFormat::KeepassxcCsv, name),
            "\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\"\n\
             \"SigSentry\",\"SigSentry: =cmd|'/c x'!A1,\"\"Ürün\"\"⟨U+000A⟩👩\",\"\",\
             \"ss_org_A-1\",\"https://api.sigsentry.com/v1\",\"\"\n"
        );
    }

    #[test]
    fn no_cell_of_a_table_can_be_a_formula() {
        for name in ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"] {
            let mut issued = issued("ss_org_A");
            issued.record.name = name.into();
            let format = CopyFormat::KeepassxcCsv;
            let mut line = format.dress(&mut issued.value, &issued.record, "https://x").unwrap();
            // EXPOSE: the test looks at how each cell starts.
            line.expose(|line| {
                let row = line.lines().nth(1).unwrap();
                for cell in row.trim_matches('"').split("\",\"") {
                    assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{row}");
                }
                assert!(row.contains("SigSentry: "));
            });
        }
    }
}
