//! Reads the memory of every process of a tree and counts needles in it.

use memchr::memmem::Finder;
use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Seek, SeekFrom},
    os::unix::fs::FileExt,
};

const PAGE: u64 = 4096;
/// `pagemap`: the page is in RAM, or swapped out.
const PRESENT_OR_SWAPPED: u64 = 0b11 << 62;

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
        let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        for_each_chunk(pid, |mapping, chunk| {
            for needle in needles {
                let hits = needle.count(chunk);
                if hits > 0 {
                    let place =
                        Place { process: name.trim().to_owned(), mapping: mapping.to_owned() };
                    *found.0.entry((place, needle.form)).or_default() += hits;
                }
            }
        });
    }
    found
}

/// Runs of present pages, joined where they touch, so that no needle is cut by a page's end.
fn for_each_chunk(pid: u32, mut look: impl FnMut(&str, &[u8])) {
    let (Ok(maps), Ok(memory), Ok(mut pagemap)) = (
        fs::read_to_string(format!("/proc/{pid}/maps")),
        fs::File::open(format!("/proc/{pid}/mem")),
        fs::File::open(format!("/proc/{pid}/pagemap")),
    ) else {
        return;
    };
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (Some(range), Some(permissions)) = (words.next(), words.next()) else { continue };
        let Some((start, end)) = range.split_once('-') else { continue };
        let (Ok(start), Ok(end)) = (u64::from_str_radix(start, 16), u64::from_str_radix(end, 16))
        else {
            continue;
        };
        // The kernel's own pages cannot be read; everything else is, readable to its owner or not:
        // the scanner reads as the kernel does.
        if line.ends_with("[vvar]") || line.ends_with("[vsyscall]") || permissions == "---s" {
            continue;
        }
        // Address range, permissions, offset, device and inode stand before the name.
        let mapping = line.splitn(6, ' ').nth(5).map_or("", str::trim);
        let mapping = if mapping.is_empty() { "memory without a name" } else { mapping };
        let pages = usize::try_from((end - start) / PAGE).unwrap();
        let mut entries = vec![0; pages * 8];
        if pagemap.seek(SeekFrom::Start(start / PAGE * 8)).is_err()
            || pagemap.read_exact(&mut entries).is_err()
        {
            continue;
        }
        let mut run: Vec<u8> = Vec::new();
        for page in 0..pages {
            let entry = u64::from_le_bytes(entries[page * 8..page * 8 + 8].try_into().unwrap());
            let mut bytes = [0; PAGE as usize];
            if entry & PRESENT_OR_SWAPPED != 0
                && memory.read_exact_at(&mut bytes, start + page as u64 * PAGE).is_ok()
            {
                run.extend_from_slice(&bytes);
            } else if !run.is_empty() {
                look(mapping, &run);
                run.clear();
            }
        }
        if !run.is_empty() {
            look(mapping, &run);
        }
    }
}
