use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::annotation;

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct Annotation {
    key_id: String,
    owner: String,
    stored_in: Vec<String>,
    note: String,
    reviewed_on: Option<NaiveDate>,
}

impl Annotation {
    pub(in crate::store) fn of(key_id: &str, annotation: &annotation::Annotation) -> Self {
        let annotation = annotation.clone();
        Self {
            key_id: key_id.to_owned(),
            owner: annotation.owner,
            stored_in: annotation.stored_in,
            note: annotation.note,
            reviewed_on: annotation.reviewed_on,
        }
    }

    pub(in crate::store) fn read(self) -> (String, annotation::Annotation) {
        let Self { key_id, owner, stored_in, note, reviewed_on } = self;
        (key_id, annotation::Annotation { owner, stored_in, note, reviewed_on })
    }
}
