//! How texts are compared that look alike and are written differently.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The form in which a search compares: whatever the case, the composition and the accents, so that
/// `cafe` finds `Café`, and `café` finds it also where the accent is a character of its own.
#[must_use]
pub fn for_search(text: &str) -> String {
    // Lowercase first: that of `İ` is an `i` with a mark.
    text.to_lowercase().nfkd().filter(|character| !is_combining_mark(*character)).collect()
}

/// The form in which two names are the same to a person: whatever the case, the composition and the
/// space around them.
#[must_use]
pub fn for_sameness(name: &str) -> String {
    name.trim().to_lowercase().nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_whatever_the_case_the_composition_and_the_accents() {
        let decomposed = for_search("Cafe\u{301} INGEST");
        for search in ["café", "cafe", "CAFÉ", "cafe\u{301}"] {
            assert!(decomposed.contains(&for_search(search)), "{search}");
        }
        assert_eq!(for_search("İSTANBUL"), for_search("istanbul"));
        assert_eq!(for_search("ﬁrst"), "first");
        assert_ne!(for_search("結帳"), for_search("帳結"));
    }

    #[test]
    fn names_are_the_same_whatever_their_composition_and_differ_by_accents() {
        assert_eq!(for_sameness(" Cafe\u{301}"), for_sameness("CAFÉ "));
        assert_ne!(for_sameness("cafe"), for_sameness("café"));
    }
}
