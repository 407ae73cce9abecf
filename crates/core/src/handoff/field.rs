use super::Prefill;
use crate::display::has_deceptive;

/// What a destination wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// GitHub: `owner/name`.
    Repository,
    /// GitHub: an environment of the repository.
    Environment,
    /// The name that the secret gets.
    Name,
    /// AWS: a profile of its configuration.
    Profile,
    /// AWS.
    Region,
    /// GCP, Doppler: the project there.
    Project,
    /// Vault: the mount of a key-value engine.
    Mount,
    /// Vault, pass: where below the mount or the store.
    Path,
    /// Vault: the field of the secret.
    Field,
    /// Vault: the server.
    Address,
    /// 1Password, Azure: the vault's name.
    Vault,
    /// 1Password: the item's title.
    Title,
    /// Kubernetes: an entry of its configuration.
    Context,
    /// Kubernetes.
    Namespace,
    /// Kubernetes: the entry in the secret's data.
    Key,
    /// Doppler: the configuration.
    Config,
    /// The keychain's entry.
    Label,
}

/// What a field accepts.
#[derive(Debug)]
pub struct FieldRule {
    /// Which.
    pub field: Field,
    /// May stay empty.
    pub optional: bool,
    /// What it is filled with beforehand.
    pub prefill: Prefill,
    /// Longest text, in bytes.
    pub longest: usize,
    /// Whether the destination accepts the text; never asked about an empty one.
    pub form: fn(&str) -> bool,
}

/// Why a field cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// It must not stay empty.
    #[error("the field is empty")]
    Empty,
    /// It does not have the form that the destination accepts.
    #[error("the field has a form that the destination does not accept")]
    Form,
    /// It is longer than the destination accepts.
    #[error("the field is too long")]
    TooLong,
    /// It has characters that cannot be seen.
    #[error("the field has characters that cannot be seen")]
    ControlCharacters,
    /// It would be taken for an option.
    #[error("the field starts with a dash")]
    LeadingDash,
    /// It contains a part of the value.
    #[error("the field contains a part of the key's value")]
    ContainsValue,
}

/// Fields and what is in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(Field, String)>);

impl Fields {
    /// What is in a field; a field that is not there is empty.
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        self.0.iter().find(|one| one.0 == field).map_or("", |one| &one.1)
    }

    /// Puts text into a field.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        self.0.retain(|one| one.0 != field);
        self.0.push((field, text.into()));
    }

    /// Every field with its text, in the order in which they were set.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// `--name=text`, unless the field is empty.
    #[must_use]
    pub fn option(&self, name: &str, field: Field) -> Option<String> {
        let text = self.get(field);
        (!text.is_empty()).then(|| format!("{name}={text}"))
    }
}

impl FromIterator<(Field, String)> for Fields {
    fn from_iter<T: IntoIterator<Item = (Field, String)>>(fields: T) -> Self {
        let mut all = Self::default();
        for (field, text) in fields {
            all.set(field, text);
        }
        all
    }
}

impl FieldRule {
    /// A field that must be filled.
    #[must_use]
    pub const fn needed(field: Field, longest: usize, form: fn(&str) -> bool) -> Self {
        Self { field, optional: false, prefill: Prefill::Nothing, longest, form }
    }

    /// A field that may stay empty.
    #[must_use]
    pub const fn optional(field: Field, longest: usize, form: fn(&str) -> bool) -> Self {
        Self { field, optional: true, prefill: Prefill::Nothing, longest, form }
    }

    /// The same, filled in beforehand.
    #[must_use]
    pub const fn with(self, prefill: Prefill) -> Self {
        Self { prefill, ..self }
    }

    pub(super) fn check(&self, text: &str) -> Result<(), FieldProblem> {
        if text.is_empty() {
            return if self.optional { Ok(()) } else { Err(FieldProblem::Empty) };
        }
        if has_deceptive(text) {
            Err(FieldProblem::ControlCharacters)
        } else if text.starts_with('-') {
            Err(FieldProblem::LeadingDash)
        } else if text.len() > self.longest {
            Err(FieldProblem::TooLong)
        } else if !(self.form)(text) {
            Err(FieldProblem::Form)
        } else {
            Ok(())
        }
    }
}

/// A form that accepts every text.
#[must_use]
pub fn any_text(_text: &str) -> bool {
    true
}

/// Whether a text consists of ASCII letters, digits and `more`.
pub(super) fn letters_digits_and(text: &str, more: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
}

/// Whether a text is a path of several words: none empty, none that leads elsewhere.
pub(super) fn is_inner_path(text: &str, more: &str) -> bool {
    text.split('/').all(|part| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.starts_with('-')
            && letters_digits_and(part, more)
    })
}
