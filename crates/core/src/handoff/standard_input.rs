use super::{Field, Fields, Write};
use sigsentry_keys_secret::{FillError, OneTimeSecret, Part};

/// What goes to a program's standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandardInput {
    /// The value alone, without a line feed: every tool of the table stores what it reads.
    Value,
    /// An item of 1Password: category *API Credential*, the value in a concealed field.
    OnePasswordItem,
    /// A Kubernetes secret, or a patch of one of its entries. `data` and not `stringData`, which an API server keeps track of in clear.
    KubernetesSecret,
    /// Nothing: no program runs.
    None,
}

impl StandardInput {
    /// The bytes, in pages of their own: what carries the value is as sacred as the value.
    ///
    /// # Errors
    /// [`FillError::Malformed`] if a value has characters that would need escaping in JSON, or the
    /// whole is longer than a pipe takes at once.
    pub fn dress(
        self,
        value: &mut OneTimeSecret,
        fields: &Fields,
        write: Write,
    ) -> Result<OneTimeSecret, FillError> {
        match self {
            Self::Value | Self::None => value.compose(&[Part::Value]),
            Self::OnePasswordItem => {
                // EXPOSE: only whether it would need escaping leaves the closure.
                let plain = value.expose(|value| !value.contains(['"', '\\']));
                if !plain {
                    return Err(FillError::Malformed);
                }
                let head = format!(
                    "{{\"title\":{},\"category\":\"API_CREDENTIAL\",\"fields\":[{{\
                     \"id\":\"credential\",\"type\":\"CONCEALED\",\"label\":\"credential\",\
                     \"value\":\"",
                    json_text(fields.get(Field::Title)),
                );
                value.compose(&[Part::Text(&head), Part::Value, Part::Text("\"}]}")])
            }
            // A merge patch (RFC 7396) of one entry.
            Self::KubernetesSecret if write == Write::Replace => {
                let head = format!("{{\"data\":{{{}:\"", json_text(fields.get(Field::Key)));
                value.compose(&[Part::Text(&head), Part::Base64, Part::Text("\"}}")])
            }
            Self::KubernetesSecret => {
                let head = format!(
                    "{{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{{\"name\":{},\
                     \"namespace\":{}}},\"type\":\"Opaque\",\"data\":{{{}:\"",
                    json_text(fields.get(Field::Name)),
                    json_text(fields.get(Field::Namespace)),
                    json_text(fields.get(Field::Key)),
                );
                value.compose(&[Part::Text(&head), Part::Base64, Part::Text("\"}}")])
            }
        }
    }
}

/// A JSON string in ASCII, with its quotes.
pub(crate) fn json_text(text: &str) -> String {
    let mut json = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            ' '..='~' => json.push(character),
            _ => {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    json.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dressed(
        form: StandardInput,
        value: &str,
        fields: &Fields,
        write: Write,
    ) -> Option<serde_json::Value> {
        let mut value: OneTimeSecret =
            serde_json::from_value(serde_json::Value::String(value.into())).unwrap();
        let mut line = form.dress(&mut value, fields, write).ok()?;
        // EXPOSE: the test compares it.
        Some(line.expose(|line| serde_json::from_str(line).unwrap()))
    }

    #[test]
    fn an_item_of_1password_has_the_value_in_a_concealed_field() {
        let title = "Ürün \"x\"\n\\ 👩";
        let fields = Fields::from_iter([(Field::Title, title.to_owned())]);
        let item =
            dressed(StandardInput::OnePasswordItem, "ss_org_1", &fields, Write::Create).unwrap();
        assert_eq!(item["title"], title);
        assert_eq!(item["fields"][0]["value"], "ss_org_1");
        assert_eq!(item["fields"][0]["type"], "CONCEALED");
        assert!(
            dressed(StandardInput::OnePasswordItem, "ss_org_\"", &fields, Write::Create).is_none()
        );
    }

    #[test]
    fn a_kubernetes_secret_has_the_value_in_base64() {
        let fields = Fields::from_iter([
            (Field::Name, "sigsentry".to_owned()),
            (Field::Namespace, "web".to_owned()),
            (Field::Key, "API_KEY".to_owned()),
        ]);
        for (value, base64) in [
            ("ss_org_", "c3Nfb3JnXw=="),
            ("ss_org_1", "c3Nfb3JnXzE="),
            ("ss_org_12", "c3Nfb3JnXzEy"),
        ] {
            let secret =
                dressed(StandardInput::KubernetesSecret, value, &fields, Write::Create).unwrap();
            assert_eq!(secret["data"]["API_KEY"], base64);
            assert_eq!(secret["metadata"]["namespace"], "web");
            assert!(secret.get("stringData").is_none());
            let patch = dressed(StandardInput::KubernetesSecret, value, &fields, Write::Replace);
            assert_eq!(patch, Some(serde_json::json!({ "data": { "API_KEY": base64 } })));
        }
    }
}
