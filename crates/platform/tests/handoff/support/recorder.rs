//! A program that writes down how it was called, in the place of one that cannot be had.

use super::Home;
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

/// One call: what it was given.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: Vec<String>,
    /// What `/proc/self/fd/0` points to.
    pub(crate) stdin: String,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) struct Recorder {
    pub(crate) program: PathBuf,
    records: PathBuf,
}

impl Recorder {
    /// A program of this name. `cases` are arms of a shell's `case` over its arguments: what it does
    /// once it has written everything down.
    pub(crate) fn new(home: &mut Home, name: &str, cases: &str) -> Self {
        let folder = home.beside("programs");
        let records = home.beside("records");
        let program = folder.join(name);
        let script = format!(
            "#!/bin/sh\n\
             here=$(mktemp -d {records}/XXXXXXXX)\n\
             printf '%s\\0' \"$@\" >\"$here/arguments\"\n\
             cat /proc/$$/environ >\"$here/environment\"\n\
             readlink /proc/$$/fd/0 >\"$here/stdin\"\n\
             case \"$*\" in {unread}) ;; *) cat >\"$here/bytes\" ;; esac\n\
             : >\"$here/written\"\n\
             case \"$*\" in\n{cases}\nesac\n",
            records = records.display(),
            unread = "*never-read*",
        );
        write_program(&program, &script);
        home.search(folder);
        Self { program, records }
    }

    /// The calls so far, in no order.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let read = |folder: &Path, name: &str| fs::read(folder.join(name)).unwrap_or_default();
        let words = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            text.split_terminator('\0').map(str::to_owned).collect()
        };
        fs::read_dir(&self.records)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|folder| folder.join("written").exists())
            .map(|folder| Call {
                arguments: words(read(&folder, "arguments")),
                environment: words(read(&folder, "environment")),
                stdin: String::from_utf8(read(&folder, "stdin")).unwrap().trim().to_owned(),
                bytes: read(&folder, "bytes"),
            })
            .collect()
    }

    /// The one call that begins with these words.
    #[track_caller]
    pub(crate) fn call(&self, words: &str) -> Call {
        let all = self.calls();
        let mut ours = all.iter().filter(|call| call.arguments.join(" ").starts_with(words));
        match (ours.next(), ours.next()) {
            (Some(call), None) => call.clone(),
            _ => panic!("no single call `{words}` in {all:#?}"),
        }
    }
}

/// Writes a program that only its owner may change.
pub(crate) fn write_program(path: &Path, script: &str) {
    // Renamed into place: a file that is open for writing somewhere cannot be run.
    let fresh = path.with_extension("new");
    fs::write(&fresh, script).unwrap();
    fs::set_permissions(&fresh, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(&fresh, path).unwrap();
}
