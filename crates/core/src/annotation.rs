//! What people know of a key and the server does not.

use crate::creation::looks_like_key;
use chrono::{DateTime, NaiveDate, Utc};

/// Longest line that is kept, in characters.
pub const LONGEST_LINE: usize = 200;
/// Longest note that is kept, in characters.
pub const LONGEST_NOTE: usize = 2000;
/// Most places that one key is said to be stored in.
pub const MOST_PLACES: usize = 20;

/// What a person wrote about a key. It is kept on this computer only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotation {
    /// Who answers for the key; may be empty.
    pub owner: String,
    /// Where its value is kept, newest last.
    pub stored_in: Vec<String>,
    /// Free text; may be empty.
    pub note: String,
    /// When a person last decided that the key is still wanted.
    pub reviewed_on: Option<NaiveDate>,
}

/// Why an annotation is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnnotationProblem {
    /// A text is longer than any that is kept.
    #[error("a text is too long")]
    TooLong,
    /// A text looks like a key: the value of a key is never kept.
    #[error("a text looks like a key")]
    LooksLikeKey,
    /// The review lies ahead.
    #[error("the day of the review lies ahead")]
    ReviewAhead,
}

impl Annotation {
    /// Trims every text and leaves out empty and repeated places.
    ///
    /// # Errors
    /// The first of [`AnnotationProblem`] that applies. A day is ahead if it has begun nowhere on
    /// earth at `now`.
    pub fn checked(self, now: DateTime<Utc>) -> Result<Self, AnnotationProblem> {
        let mut stored_in: Vec<String> = Vec::new();
        for place in self.stored_in.iter().map(|place| place.trim()) {
            if !place.is_empty() && !stored_in.iter().any(|known| known == place) {
                stored_in.push(place.to_owned());
            }
        }
        let checked = Self {
            owner: self.owner.trim().to_owned(),
            stored_in,
            note: self.note.trim().to_owned(),
            reviewed_on: self.reviewed_on,
        };
        let lines = || checked.stored_in.iter().chain([&checked.owner]);
        let too_long = |text: &str, most| text.chars().count() > most;
        if lines().any(|line| too_long(line, LONGEST_LINE))
            || too_long(&checked.note, LONGEST_NOTE)
            || checked.stored_in.len() > MOST_PLACES
        {
            return Err(AnnotationProblem::TooLong);
        }
        if lines()
            .chain([&checked.note])
            .flat_map(|text| text.split_whitespace())
            .any(looks_like_key)
        {
            return Err(AnnotationProblem::LooksLikeKey);
        }
        let tomorrow = now.date_naive().succ_opt().unwrap_or(NaiveDate::MAX);
        if checked.reviewed_on.is_some_and(|day| day > tomorrow) {
            return Err(AnnotationProblem::ReviewAhead);
        }
        Ok(checked)
    }

    /// Adds a place, unless it is known; the oldest one goes when there are too many.
    pub fn note_stored_in(&mut self, place: &str) {
        self.stored_in.retain(|known| known != place);
        self.stored_in.push(place.to_owned());
        if self.stored_in.len() > MOST_PLACES {
            self.stored_in.remove(0);
        }
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }

    #[test]
    fn texts_are_trimmed_and_places_are_named_once() {
        let places = [" GitHub ", "", "GitHub", "Vault"].map(str::to_owned).to_vec();
        let written =
            Annotation { owner: " Mara ".into(), stored_in: places, ..Annotation::default() };
        let kept = written.checked(now()).unwrap();
        assert_eq!(
            (kept.owner.as_str(), kept.stored_in),
            ("Mara", vec!["GitHub".into(), "Vault".into()])
        );
    }

    #[test]
    fn the_value_of_a_key_is_not_kept_wherever_it_was_pasted() {
        let value = format!("ss_secret_{}", "Ab3".repeat(14));
        let owner = Annotation { owner: value.clone(), ..Annotation::default() };
        let note = Annotation { note: format!("it is\n{value} ok"), ..Annotation::default() };
        let place = Annotation { stored_in: vec![value], ..Annotation::default() };
        for pasted in [owner, note, place] {
            assert_eq!(pasted.checked(now()), Err(AnnotationProblem::LooksLikeKey));
        }
        let prefix =
            Annotation { note: "replaces ss_secret_AbC123".into(), ..Annotation::default() };
        assert!(prefix.checked(now()).is_ok());
    }

    #[test]
    fn what_is_too_long_or_ahead_is_refused() {
        let long = Annotation { note: "x".repeat(LONGEST_NOTE + 1), ..Annotation::default() };
        assert_eq!(long.checked(now()), Err(AnnotationProblem::TooLong));
        let day = |day| Annotation {
            reviewed_on: NaiveDate::from_ymd_opt(1970, 1, day),
            ..Annotation::default()
        };
        assert!(day(2).checked(now()).is_ok());
        assert_eq!(day(3).checked(now()), Err(AnnotationProblem::ReviewAhead));
    }

    #[test]
    fn a_new_place_comes_last_and_the_oldest_one_goes() {
        let mut annotation = Annotation::default();
        for place in 0..=MOST_PLACES {
            annotation.note_stored_in(&place.to_string());
        }
        annotation.note_stored_in("5");
        assert_eq!(annotation.stored_in.len(), MOST_PLACES);
        assert_eq!(
            (annotation.stored_in[0].as_str(), annotation.stored_in[19].as_str()),
            ("1", "5")
        );
    }
}
