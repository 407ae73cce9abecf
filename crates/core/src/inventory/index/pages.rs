//! Which page a key stands on, and how many stand on each.

use crate::{
    account::Project,
    fold::for_search,
    inventory::Scope,
    key::{KeyRecord, KeyType, NewKeyType},
};
use std::{collections::HashMap, sync::Arc};

/// How many keys stand on the pages of a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProjectCount {
    /// On *SDK Keys*.
    pub sdk: usize,
    /// On *API Keys*.
    pub api: usize,
}

/// A page of the dashboard, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageOfKey(u32);

/// *Organization → API Keys*.
const ORGANIZATION: PageOfKey = PageOfKey(u32::MAX);

impl PageOfKey {
    fn of(project: u32, sdk: bool) -> Self {
        Self(project << 1 | u32::from(sdk))
    }

    /// Which project; none for the organization.
    pub(super) fn project(self) -> Option<usize> {
        (self != ORGANIZATION).then_some((self.0 >> 1) as usize)
    }
}

/// The projects that keys name: those that were read, and those that were not.
#[derive(Debug, Clone, Default)]
pub(super) struct Pages {
    by_id: HashMap<Arc<str>, u32>,
    /// In the form of [`for_search`].
    names: Vec<String>,
    /// Its place among the projects by name; projects that were not read come first.
    ranks: Vec<u32>,
    counts: Vec<ProjectCount>,
    organization: usize,
    pages: Vec<PageOfKey>,
}

impl Pages {
    /// The pages of projects that have no keys yet.
    pub(super) fn of(projects: &[Project]) -> Self {
        let mut lowercase: Vec<_> = projects.iter().map(|one| one.name.to_lowercase()).collect();
        let names = projects.iter().map(|project| for_search(&project.name)).collect();
        let by_id = projects.iter().zip(0..).map(|(one, at)| (one.id.as_str().into(), at));
        let by_id = by_id.collect();
        let own = lowercase.clone();
        lowercase.sort_unstable();
        let rank = |name: &String| {
            u32::try_from(lowercase.partition_point(|other| other < name) + 1).unwrap_or(u32::MAX)
        };
        Self {
            by_id,
            names,
            ranks: own.iter().map(rank).collect(),
            counts: vec![ProjectCount::default(); projects.len()],
            organization: 0,
            pages: Vec::new(),
        }
    }

    /// Every key is in: gives back what was held ready for more.
    pub(super) fn shrink_to_fit(&mut self) {
        self.pages.shrink_to_fit();
    }

    /// Takes in the key of a row: of the next one, or of one that [`Self::take_out`] emptied. Its
    /// project's id is shared from here on.
    pub(super) fn put(&mut self, row: usize, key: &mut KeyRecord) {
        let page = match &mut key.project_id {
            None => {
                self.organization += 1;
                ORGANIZATION
            }
            Some(id) => {
                let project = self.project(id);
                let sdk = key.key_type == KeyType::Current(NewKeyType::Sdk);
                let count = &mut self.counts[project as usize];
                *(if sdk { &mut count.sdk } else { &mut count.api }) += 1;
                PageOfKey::of(project, sdk)
            }
        };
        match self.pages.get_mut(row) {
            Some(place) => *place = page,
            None => self.pages.push(page),
        }
    }

    /// Counts the key of a row no longer.
    pub(super) fn take_out(&mut self, row: usize) {
        let page = self.pages[row];
        match page.project() {
            None => self.organization -= 1,
            Some(project) => {
                let count = &mut self.counts[project];
                *(if page.0 & 1 == 1 { &mut count.sdk } else { &mut count.api }) -= 1;
            }
        }
    }

    fn project(&mut self, id: &mut Arc<str>) -> u32 {
        if let Some((shared, project)) = self.by_id.get_key_value(id) {
            *id = Arc::clone(shared);
            return *project;
        }
        let project = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.by_id.insert(Arc::clone(id), project);
        self.names.push(String::new());
        self.ranks.push(0);
        self.counts.push(ProjectCount::default());
        project
    }

    /// The project's place by name, for sorting.
    pub(super) fn rank(&self, key: &KeyRecord) -> u32 {
        let project = key.project_id.as_ref().and_then(|id| self.by_id.get(id));
        project.map_or(0, |project| self.ranks[*project as usize])
    }

    /// Each row's page.
    pub(super) fn rows(&self) -> &[PageOfKey] {
        &self.pages
    }

    /// Whether a page belongs to a scope: `None` for all of them.
    pub(super) fn within(&self, scope: &Scope) -> impl Fn(PageOfKey) -> bool + use<> {
        let page = |id: &str, sdk| self.by_id.get(id).map(|at| PageOfKey::of(*at, sdk));
        let wanted = match scope {
            Scope::All => None,
            Scope::Organization => Some(Some(ORGANIZATION)),
            Scope::ProjectSdk(id) => Some(page(id, true)),
            Scope::ProjectApi(id) => Some(page(id, false)),
        };
        move |page| wanted.is_none_or(|wanted| wanted == Some(page))
    }

    /// Which projects' names have a word, which is in the form of [`for_search`].
    pub(super) fn named(&self, word: &str) -> Vec<bool> {
        self.names.iter().map(|name| name.contains(word)).collect()
    }

    /// The projects of a list, by their number.
    pub(super) fn numbers<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
        let number = |id| self.by_id.get(id).map(|at| *at as usize);
        ids.into_iter().filter_map(number).collect()
    }

    /// How many projects keys name, with those that were not read.
    pub(super) fn projects(&self) -> usize {
        self.names.len()
    }

    pub(super) fn organization(&self) -> usize {
        self.organization
    }

    pub(super) fn count(&self, project_id: &str) -> ProjectCount {
        let project = self.by_id.get(project_id);
        project.map_or_else(ProjectCount::default, |project| self.counts[*project as usize])
    }
}
