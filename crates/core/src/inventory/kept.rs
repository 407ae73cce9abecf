use super::{Gaps, Inventory, Snapshot};
use crate::{key::LastUsed, last_used::UsedDays};
use std::collections::HashSet;

impl Gaps {
    /// Whether everything came.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unreadable.is_empty() && self.unnamed == 0 && self.missing_pages == 0
    }
}

impl Snapshot {
    /// This reading, and what it could not bring as an earlier one had it. A key that is missing from
    /// a whole reading is gone; one that is missing from a reading with gaps may be in a gap.
    #[must_use]
    pub fn over(mut self, earlier: &Self) -> Self {
        if self.gaps.is_empty() {
            return self;
        }
        let here: HashSet<&str> = self.keys.iter().map(|key| &*key.id).collect();
        let missing: Vec<_> =
            earlier.keys.iter().filter(|key| !here.contains(&*key.id)).cloned().collect();
        for key in missing {
            let read_at = earlier.kept.get(&*key.id).copied().unwrap_or(earlier.taken_at);
            self.kept.insert(key.id.to_string(), read_at);
            self.keys.push(key);
        }
        let here: HashSet<&str> = self.projects.iter().map(|project| &*project.id).collect();
        let named: HashSet<&str> =
            self.keys.iter().filter_map(|key| key.project_id.as_deref()).collect();
        let gone: Vec<_> = earlier
            .projects
            .iter()
            .filter(|project| !here.contains(&*project.id) && named.contains(&*project.id))
            .cloned()
            .collect();
        self.projects.extend(gone);
        self
    }

    /// This reading, with what was seen of each key's use until now.
    #[must_use]
    pub fn observed(mut self, earlier: Option<&Inventory>) -> Self {
        for (row, key) in self.keys.iter_mut().enumerate() {
            let before = earlier.and_then(|earlier| earlier.key_near(&key.id, row));
            key.used_days = before.map_or_else(
                || UsedDays::default().seen(LastUsed::Never, key.last_used),
                |before| before.used_days.seen(before.last_used, key.last_used),
            );
        }
        self
    }

    /// When the server last said this of the key.
    #[must_use]
    pub fn read_at(&self, key_id: &str) -> chrono::DateTime<chrono::Utc> {
        self.kept.get(key_id).copied().unwrap_or(self.taken_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::Project,
        key::KeyRecord,
        status::tests::{day, key},
    };

    fn reading(at: i64, ids: &[&str], missing_pages: u32) -> Snapshot {
        let keys: Vec<KeyRecord> = ids.iter().map(|id| key(id)).collect();
        let project = Project { id: "p1".into(), name: "one".into(), slug: "one".into() };
        let projects = if keys.is_empty() { Vec::new() } else { vec![project] };
        let gaps = Gaps { missing_pages, ..Gaps::default() };
        Snapshot { taken_at: day(at), projects, keys, gaps, kept: Default::default() }
    }

    fn ids(snapshot: &Snapshot) -> Vec<&str> {
        snapshot.keys.iter().map(|key| &*key.id).collect()
    }

    #[test]
    fn a_whole_reading_replaces_the_earlier_one() {
        let merged = reading(2, &["a"], 0).over(&reading(1, &["a", "b"], 0));
        assert_eq!((ids(&merged), merged.kept.len()), (vec!["a"], 0));
    }

    #[test]
    fn what_a_partial_reading_lacks_is_kept_with_its_age() {
        let first = reading(2, &["a"], 1).over(&reading(1, &["a", "b"], 0));
        let second = reading(3, &[], 2).over(&first);
        assert_eq!(ids(&first), ["a", "b"]);
        assert_eq!(ids(&second), ["a", "b"]);
        assert_eq!([second.read_at("a"), second.read_at("b")], [day(2), day(1)]);
        assert_eq!(second.projects.len(), 1);
    }

    #[test]
    fn the_next_whole_reading_forgets_what_was_kept() {
        let partial = reading(2, &["a"], 1).over(&reading(1, &["b"], 0));
        let whole = reading(3, &["a"], 0).over(&partial);
        assert_eq!((ids(&whole), whole.kept.len()), (vec!["a"], 0));
    }
}
