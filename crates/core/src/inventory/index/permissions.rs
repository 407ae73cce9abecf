//! The lists of permissions: a tenant has few, and a hundred thousand keys share them.

use crate::{
    fold::for_search,
    key::{KeyRecord, Permission},
};
use std::{collections::HashMap, sync::Arc};

#[derive(Debug, Clone, Default)]
pub(super) struct PermissionLists {
    lists: HashMap<Arc<[Permission]>, u32>,
    rows: Vec<u32>,
}

impl PermissionLists {
    /// Every key is in: gives back what was held ready for more.
    pub(super) fn shrink_to_fit(&mut self) {
        self.rows.shrink_to_fit();
    }

    /// Takes in the key of a row; its list is shared from here on.
    pub(super) fn put(&mut self, row: usize, key: &mut KeyRecord) {
        let next = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        let list = match self.lists.get_key_value(&key.permissions) {
            Some((shared, list)) => {
                key.permissions = Arc::clone(shared);
                *list
            }
            None => {
                self.lists.insert(Arc::clone(&key.permissions), next);
                next
            }
        };
        match self.rows.get_mut(row) {
            Some(place) => *place = list,
            None => self.rows.push(list),
        }
    }

    /// Each row's list.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Which lists have a permission in whose name a word occurs; it is in the form of [`for_search`].
    pub(super) fn naming(&self, word: &str) -> Vec<bool> {
        self.which(|one| for_search(one.as_str()).contains(word))
    }

    /// Which lists grant the permission of this name.
    pub(super) fn granting(&self, name: &str) -> Vec<bool> {
        self.which(|one| one.as_str() == name)
    }

    /// Each list's place: by how many permissions it has, then by their names.
    pub(super) fn ranks(&self) -> Vec<usize> {
        let mut lists: Vec<_> = self.lists.iter().collect();
        lists.sort_unstable_by_key(|(list, _)| {
            (list.len(), list.iter().map(Permission::as_str).collect::<Vec<_>>())
        });
        let mut ranks = vec![0; lists.len()];
        for (rank, (_, at)) in lists.into_iter().enumerate() {
            ranks[*at as usize] = rank;
        }
        ranks
    }

    fn which(&self, holds: impl Fn(&Permission) -> bool) -> Vec<bool> {
        let mut found = vec![false; self.lists.len()];
        for (list, at) in &self.lists {
            found[*at as usize] = list.iter().any(&holds);
        }
        found
    }
}
