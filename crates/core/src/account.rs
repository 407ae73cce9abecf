//! Who is signed in.

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

#[cfg(test)]
mod tests {
    use super::*;

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
