//! A key as a line of a review, and what differs between two of them.

use super::bundle::{Bundle, Decision, Line};
use sigsentry_keys_contract::{
    review::{ReviewDecision, SinceReview},
    time,
};
use sigsentry_keys_core::{display::safe, inventory::Inventory, key::KeyRecord, status::KeyStatus};

impl Bundle {
    pub(super) fn line(&self, key_id: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.key_id == key_id)
    }
}

/// A key as it is known, safe to show.
pub(super) fn line_of(known: &Inventory, key: &KeyRecord, status: KeyStatus) -> Line {
    let row = crate::export::line(known, key, status);
    let mut line = Line {
        key_id: key.id.to_string(),
        name: safe(&key.name),
        prefix: safe(&key.prefix),
        key_type: safe(row.key_type()),
        project: row.project.map(safe),
        permissions: key.permissions.iter().map(|one| safe(one.as_str())).collect(),
        created: key.created_at.map(time),
        last_used: row.last_used(),
        expires: key.expires_at.map(time),
        status: row.status().to_owned(),
        owner: String::new(),
        stored_in: Vec::new(),
        decision: None,
        note: String::new(),
        hash: String::new(),
    };
    noted(&mut line, known);
    line
}

/// Owner and places as they are noted now.
pub(super) fn noted(line: &mut Line, known: &Inventory) {
    let note = known.notes().get(&line.key_id).cloned().unwrap_or_default();
    line.owner = safe(&note.owner);
    line.stored_in = note.stored_in.iter().map(|place| safe(place)).collect();
}

/// What is different between two lines of one key.
pub(super) fn since(before: &Line, now: &Line) -> Vec<SinceReview> {
    let differs = [
        (before.name != now.name, SinceReview::Name),
        (before.permissions != now.permissions, SinceReview::Permissions),
        (before.owner != now.owner, SinceReview::Owner),
        (before.stored_in != now.stored_in, SinceReview::Places),
        (before.last_used != now.last_used, SinceReview::Used),
        (before.status != now.status, SinceReview::Status),
    ];
    differs.into_iter().filter_map(|(differs, what)| differs.then_some(what)).collect()
}

impl From<ReviewDecision> for Decision {
    fn from(decision: ReviewDecision) -> Self {
        match decision {
            ReviewDecision::Keep => Self::Keep,
            ReviewDecision::Rotate => Self::Rotate,
            ReviewDecision::Revoke => Self::Revoke,
        }
    }
}

impl From<Decision> for ReviewDecision {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Keep => Self::Keep,
            Decision::Rotate => Self::Rotate,
            Decision::Revoke => Self::Revoke,
        }
    }
}
