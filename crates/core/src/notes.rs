//! What people know of all keys and their owners, and the server does not.

use crate::{annotation::Annotation, fold::for_sameness};
use std::collections::BTreeMap;

/// What is noted about keys, and which of their owners have left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    by_key: BTreeMap<String, Annotation>,
    former: FormerOwners,
}

/// Owners who have left: no one answers for their keys. A person is the same whatever the case and
/// composition of the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormerOwners(BTreeMap<String, String>);

impl Notes {
    /// What is noted by key id, and the owners who have left.
    #[must_use]
    pub fn new(by_key: BTreeMap<String, Annotation>, former: FormerOwners) -> Self {
        Self { by_key, former }
    }

    /// What is noted about a key.
    #[must_use]
    pub fn get(&self, key_id: &str) -> Option<&Annotation> {
        self.by_key.get(key_id)
    }

    /// Takes over what is noted about a key from now on.
    pub fn put(&mut self, key_id: &str, note: Annotation) {
        if note.is_empty() {
            self.by_key.remove(key_id);
        } else {
            self.by_key.insert(key_id.to_owned(), note);
        }
    }

    /// What is noted, by key id. Some of the keys may be gone.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Annotation)> {
        self.by_key.iter()
    }

    /// The owners who have left.
    #[must_use]
    pub fn former_owners(&self) -> &FormerOwners {
        &self.former
    }

    /// From now on, these owners have left.
    pub fn set_former_owners(&mut self, former: FormerOwners) {
        self.former = former;
    }

    /// Whether the owner of a key has left.
    #[must_use]
    pub fn owner_left(&self, key_id: &str) -> bool {
        self.get(key_id).is_some_and(|note| self.former.has(&note.owner))
    }
}

impl FormerOwners {
    /// Whether this person is one of them.
    #[must_use]
    pub fn has(&self, owner: &str) -> bool {
        !self.0.is_empty() && self.0.contains_key(&for_sameness(owner))
    }

    /// Notes that a person has left, or is there.
    pub fn mark(&mut self, owner: &str, left: bool) {
        if left {
            self.0.insert(for_sameness(owner), owner.to_owned());
        } else {
            self.0.remove(&for_sameness(owner));
        }
    }

    /// Their names, as they were noted.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.values()
    }
}

impl FromIterator<String> for FormerOwners {
    fn from_iter<T: IntoIterator<Item = String>>(names: T) -> Self {
        let mut all = Self::default();
        names.into_iter().for_each(|name| all.mark(&name, true));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_who_left_is_known_however_the_name_is_written() {
        let owned = |owner: &str| Annotation { owner: owner.into(), ..Annotation::default() };
        let by_key = [("k".to_owned(), owned("rené")), ("l".to_owned(), owned("Ole"))];
        let mut notes = Notes::new(by_key.into(), FormerOwners::from_iter(["René ".to_owned()]));
        assert!(notes.owner_left("k"));
        assert!(!notes.owner_left("l"));
        assert!(!notes.owner_left("gone"));
        let mut former = notes.former_owners().clone();
        former.mark("RENE\u{301}", false);
        assert_eq!(former.names().count(), 0);
        notes.set_former_owners(former);
        assert!(!notes.owner_left("k"));
    }

    #[test]
    fn a_note_that_says_nothing_goes() {
        let mut notes = Notes::default();
        notes.put("k", Annotation { note: "x".into(), ..Annotation::default() });
        assert!(notes.get("k").is_some());
        notes.put("k", Annotation::default());
        assert_eq!(notes, Notes::default());
    }
}
