use crate::{account::Project, key::KeyRecord};

/// What a field is filled with beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefill {
    /// Nothing: only the person knows.
    Nothing,
    /// This.
    Text(&'static str),
    /// `SIGSENTRY_CI_UPLOADS`, for names of variables.
    Constant,
    /// `sigsentry-web-ci-uploads`, at most 63 characters.
    Slug,
    /// `sigsentry/web/ci-uploads`.
    Path,
    /// `SigSentry: CI uploads (Web)`.
    Title,
}

/// The longest word made from a name: what Kubernetes takes for one.
const LONGEST: usize = 63;

impl Prefill {
    /// The text for a key. Names are foreign text: what a form would not accept is left out.
    #[must_use]
    pub fn text(self, key: &KeyRecord, project: Option<&Project>) -> String {
        let name = slug(&key.name);
        let project_slug = project.map(|project| slug(&project.slug)).unwrap_or_default();
        let joined = |with: &str| {
            [("sigsentry"), &project_slug, &name]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(with)
        };
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.to_owned(),
            Self::Constant if name.is_empty() => "SIGSENTRY_API_KEY".to_owned(),
            Self::Constant => {
                cut(&format!("SIGSENTRY_{name}"), '-').replace('-', "_").to_ascii_uppercase()
            }
            Self::Slug => cut(&joined("-"), '-').to_owned(),
            Self::Path => joined("/"),
            Self::Title => {
                let visible = crate::display::without_deceptive(&key.name);
                match project {
                    Some(_) if !project_slug.is_empty() => {
                        format!("SigSentry: {} ({project_slug})", visible.trim())
                    }
                    _ => format!("SigSentry: {}", visible.trim()),
                }
            }
        }
    }
}

/// Small letters and digits, with one dash for everything in between.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    cut(&slug, '-').to_owned()
}

fn cut(text: &str, end: char) -> &str {
    // Only ASCII is left by now.
    text.get(..LONGEST).unwrap_or(text).trim_end_matches(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::tests::key;

    #[test]
    fn fields_are_made_from_the_keys_name_and_project() {
        let mut record = key("k1");
        record.name = "CI uploads – Ürün/2".into();
        let web = Project { id: "p1".into(), name: "Web".into(), slug: "web".into() };
        let text = |prefill: Prefill| prefill.text(&record, Some(&web));
        assert_eq!(text(Prefill::Constant), "SIGSENTRY_CI_UPLOADS_R_N_2");
        assert_eq!(text(Prefill::Slug), "sigsentry-web-ci-uploads-r-n-2");
        assert_eq!(text(Prefill::Path), "sigsentry/web/ci-uploads-r-n-2");
        assert_eq!(text(Prefill::Title), "SigSentry: CI uploads – Ürün/2 (web)");
        record.name = "日本\u{202e}".into();
        assert_eq!(Prefill::Constant.text(&record, None), "SIGSENTRY_API_KEY");
        assert_eq!(Prefill::Path.text(&record, None), "sigsentry");
        assert_eq!(Prefill::Title.text(&record, None), "SigSentry: 日本");
        record.name = "x".repeat(200).into();
        assert_eq!(Prefill::Slug.text(&record, Some(&web)).len(), LONGEST);
    }
}
