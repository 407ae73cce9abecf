//! Reads the memory of every process of a tree and counts needles in it.

#[cfg_attr(target_os = "linux", path = "reader/linux.rs")]
#[cfg_attr(windows, path = "reader/windows.rs")]
mod reader;

use memchr::memmem::Finder;
use std::collections::BTreeMap;

/// How often each needle was found, by place and form.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Found(pub(crate) BTreeMap<(Place, &'static str), usize>);

/// A process's name, and what the memory belongs to there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) process: String,
    pub(crate) mapping: String,
}

impl Found {
    /// Those of the forms that are pixels.
    pub(crate) fn pictures(&self) -> usize {
        let pixels = self.0.iter().filter(|((_, form), _)| form.starts_with("pixels"));
        pixels.map(|(_, count)| count).sum()
    }

    /// Those that are no pixels, in the processes of this name.
    pub(crate) fn words_in(&self, process: &str) -> usize {
        let words = self
            .0
            .iter()
            .filter(|((place, form), _)| place.process == process && !form.starts_with("pixels"));
        words.map(|(_, count)| count).sum()
    }

    pub(crate) fn total(&self) -> usize {
        self.0.values().sum()
    }
}

/// A form in which a value may lie in memory.
pub(crate) struct Needle {
    form: &'static str,
    finder: Finder<'static>,
}

impl Needle {
    pub(crate) fn new(form: &'static str, bytes: Vec<u8>) -> Self {
        Self { form, finder: Finder::new(&bytes).into_owned() }
    }

    pub(crate) fn count(&self, bytes: &[u8]) -> usize {
        self.finder.find_iter(bytes).count()
    }
}

/// Counts the needles in all memory of `processes` that is in RAM or swapped out.
pub(crate) fn scan(processes: &[u32], needles: &[Needle]) -> Found {
    let mut found = Found::default();
    for &pid in processes {
        let name = reader::name(pid);
        reader::for_each_chunk(pid, |mapping, chunk| {
            for needle in needles {
                let hits = needle.count(chunk);
                if hits > 0 {
                    let place = Place { process: name.clone(), mapping: mapping.to_owned() };
                    *found.0.entry((place, needle.form)).or_default() += hits;
                }
            }
        });
    }
    found
}
