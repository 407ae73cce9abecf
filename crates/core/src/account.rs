//! Who is signed in.

use crate::creation::looks_like_key;
use chrono::{DateTime, Utc};

/// A signed-in person. They belong to exactly one tenant (documented).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The server's id of the person.
    pub id: String,
    /// E-mail address they signed in with.
    pub email: String,
    /// Their name; may be empty.
    pub name: String,
    /// `owner`, `admin`, `member`, `viewer` or whatever the server says. Shown, never decided on:
    /// only the server knows who may manage keys.
    pub role: String,
    /// The tenant's id.
    pub tenant_id: String,
    /// The tenant's name; may be empty.
    pub tenant_name: String,
    /// When the session ends, if the server said so.
    pub session_ends: Option<DateTime<Utc>>,
}

impl Account {
    /// Whether it is the same person of the same tenant.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.id, &self.tenant_id) == (&other.id, &other.tenant_id)
    }
}

/// A project of the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// UUID.
    pub id: String,
    /// The name people gave it.
    pub name: String,
    /// The name in addresses.
    pub slug: String,
}

/// What people tell their accounts apart by, beside the name. Red and amber are for keys in trouble.
#[allow(missing_docs, reason = "a colour is its name")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    Blue,
    Teal,
    Green,
    Purple,
    Pink,
    Grey,
}

impl Colour {
    /// All of them, in the order in which accounts get theirs.
    pub const ALL: [Self; 6] =
        [Self::Blue, Self::Purple, Self::Teal, Self::Pink, Self::Green, Self::Grey];

    /// The first of those that the fewest of `taken` have.
    pub fn next(taken: impl IntoIterator<Item = Self>) -> Self {
        let taken: Vec<_> = taken.into_iter().collect();
        let uses = |colour: &Self| taken.iter().filter(|other| *other == colour).count();
        Self::ALL.into_iter().min_by_key(uses).unwrap_or(Self::Blue)
    }
}

/// The longest name that a person can give an account, in characters.
pub const LONGEST_NAME: usize = 40;

/// Why an account is not called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountNameProblem {
    /// It has more than [`LONGEST_NAME`] characters.
    TooLong,
    /// It looks like a key's value, which is never kept.
    LooksLikeKey,
}

/// The name that a person gives an account; none where there is nothing but space.
///
/// # Errors
/// [`AccountNameProblem`].
pub fn account_name(typed: &str) -> Result<Option<String>, AccountNameProblem> {
    let name = typed.trim();
    if name.chars().count() > LONGEST_NAME {
        return Err(AccountNameProblem::TooLong);
    }
    if name.split_whitespace().any(looks_like_key) {
        return Err(AccountNameProblem::LooksLikeKey);
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_no_value() {
        assert_eq!(account_name("  Staging  "), Ok(Some("Staging".to_owned())));
        assert_eq!(account_name(" \t"), Ok(None));
        assert_eq!(account_name(&"é".repeat(40)), Ok(Some("é".repeat(40))));
        assert_eq!(account_name(&"é".repeat(41)), Err(AccountNameProblem::TooLong));
        let value = format!("ss_secret_{}", "Ab3".repeat(8));
        assert_eq!(account_name(&value), Err(AccountNameProblem::LooksLikeKey));
    }

    #[test]
    fn accounts_get_the_colour_that_the_fewest_have() {
        let mut given = Vec::new();
        for _ in 0..13 {
            given.push(Colour::next(given.iter().copied()));
        }
        assert_eq!(given[..6], Colour::ALL);
        assert_eq!(given[6..12], Colour::ALL);
        assert_eq!(Colour::next([Colour::Blue, Colour::Teal]), Colour::Purple);
    }
}
