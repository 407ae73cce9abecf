//! Looking through text, files and git repositories for what looks like a key's value. Read-only; nothing
//! is sent, and nothing that was found is kept: of each token its visible prefix, and where it is.

mod files;
mod git;

use sigsentry_keys_core::{
    key::KeyType,
    triage::{Token, tokens},
};
use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

/// Different tokens that are told of; more are counted only.
const MOST_TOKENS: usize = 1000;
/// Places that are told of each; more are counted only.
const MOST_PLACES: usize = 20;
/// What could not be read is named this often; more is counted only.
const MOST_UNREAD: usize = 20;

/// What is looked through.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// Some text that a person copied.
    Text(&'a [u8]),
    /// Files, and everything in folders; links in them are not followed.
    Paths(&'a [PathBuf]),
}

/// What was looked through, and what was found.
#[derive(Debug, Default)]
pub struct Scan {
    /// Regular files.
    pub files: u64,
    /// Objects in git repositories: earlier versions of files, and messages of commits.
    pub objects: u64,
    /// Of both, as they were looked through.
    pub bytes: u64,
    /// Files, folders and objects that could not be read.
    pub unread: u64,
    /// The first of them.
    pub unread_paths: Vec<PathBuf>,
    /// Different tokens, in the order in which they were found.
    pub found: Vec<Found>,
    /// Different tokens beyond those.
    pub more: u64,
    /// The person stopped it.
    pub stopped: bool,
}

/// A token that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its first 16 characters.
    pub prefix: String,
    /// As the prefix says.
    pub key_type: KeyType,
    /// The id of the key whose value it is, where that is known for certain.
    pub key_id: Option<String>,
    /// Where.
    pub places: Vec<Place>,
    /// Places beyond those.
    pub more: u64,
}

/// Where a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the text, in this line, from 1.
    Text {
        /// The line.
        line: u64,
    },
    /// In a file.
    File {
        /// Which.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
    },
    /// In an object of a git repository.
    Git {
        /// The folder with the repository's files.
        repository: PathBuf,
        /// The object's id.
        object: String,
        /// Whether it is a message: of a commit, or of a tag.
        message: bool,
    },
}

/// Which key a token is the value of, for certain.
pub type Identify<'a> = &'a dyn Fn(&[u8]) -> Option<String>;

/// Looks through a source until the end, or until `stop`. `told` hears how many bytes were looked through.
///
/// # Errors
/// None of the paths themselves can be read.
pub fn scan(
    source: Source<'_>,
    identify: Identify<'_>,
    stop: &AtomicBool,
    told: &dyn Fn(u64),
) -> std::io::Result<Scan> {
    let mut looking =
        Looking { scan: Scan::default(), known: HashMap::new(), identify, stop, told };
    match source {
        Source::Text(text) => looking.text(text),
        Source::Paths(paths) => looking.paths(paths)?,
    }
    looking.scan.stopped = stop.load(Ordering::Relaxed);
    Ok(looking.scan)
}

struct Looking<'a> {
    scan: Scan,
    /// Positions among what was found, by a keyed hash: the token itself is not kept.
    known: HashMap<u64, Option<usize>, RandomState>,
    identify: Identify<'a>,
    stop: &'a AtomicBool,
    told: &'a dyn Fn(u64),
}

impl Looking<'_> {
    fn text(&mut self, text: &[u8]) {
        self.scan.bytes += text.len() as u64;
        for token in tokens(text) {
            let line = lines(&text[..token.at.start]) + 1;
            self.note(&token, Place::Text { line });
        }
    }

    fn paths(&mut self, paths: &[PathBuf]) -> std::io::Result<()> {
        let mut refused = Vec::new();
        for path in paths {
            if let Err(error) = files::look(self, path) {
                self.unread(path);
                refused.push(error);
            }
        }
        match refused.pop() {
            Some(error) if refused.len() + 1 == paths.len() => Err(error),
            _ => Ok(()),
        }
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// So many bytes more were looked through.
    fn looked_at(&mut self, bytes: usize) {
        self.scan.bytes += bytes as u64;
        (self.told)(self.scan.bytes);
    }

    fn unread(&mut self, path: &Path) {
        self.scan.unread += 1;
        if self.scan.unread_paths.len() < MOST_UNREAD {
            self.scan.unread_paths.push(path.to_owned());
        }
    }

    fn note(&mut self, token: &Token<'_>, place: Place) {
        let hash = self.known.hasher().hash_one(token.value);
        if let Some(known) = self.known.get(&hash) {
            let Some(at) = *known else { return };
            let found = &mut self.scan.found[at];
            if found.places.len() == MOST_PLACES {
                found.more += 1;
            } else if !found.places.contains(&place) {
                found.places.push(place);
            }
            return;
        }
        if self.scan.found.len() == MOST_TOKENS {
            self.known.insert(hash, None);
            self.scan.more += 1;
            return;
        }
        self.known.insert(hash, Some(self.scan.found.len()));
        self.scan.found.push(Found {
            prefix: token.prefix(),
            key_type: token.key_type(),
            key_id: (self.identify)(token.value),
            places: vec![place],
            more: 0,
        });
    }
}

/// How many lines end in `bytes`.
fn lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

#[cfg(test)]
mod tests;
