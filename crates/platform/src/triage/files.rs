use super::{Looking, Place, git, lines};
use sigsentry_keys_core::triage::{LONGEST_TOKEN, settled, tokens};
use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};
use walkdir::WalkDir;
use zeroize::Zeroizing;

/// What is read of a file at once. A quarter of it takes a quarter longer.
const PIECE: usize = 1024 * 1024;

/// Looks through a file, or everything in a folder. Links are not followed, and what is no regular file is
/// left out: some of those never end.
pub(super) fn look(looking: &mut Looking<'_>, path: &Path) -> io::Result<()> {
    if looking.stopped() {
        return Ok(());
    }
    // A link that the person named is followed once.
    let path = fs::canonicalize(path)?;
    let mut buffer = Zeroizing::new(vec![0; LONGEST_TOKEN + PIECE]);
    if fs::metadata(&path)?.is_file() {
        file(looking, &path, &mut buffer)?;
        return Ok(());
    }
    fs::read_dir(&path)?;
    if git::is_bare(&path) {
        git::look(looking, &path, &path);
        return Ok(());
    }
    let mut walk = WalkDir::new(&path).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        if looking.stopped() {
            return Ok(());
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                looking.unread(error.path().unwrap_or(&path));
                continue;
            }
        };
        let kind = entry.file_type();
        let named_git = entry.file_name() == OsStr::new(".git");
        if kind.is_dir() && (named_git || (entry.depth() > 0 && git::is_bare(entry.path()))) {
            let bare = entry.path();
            let of = if named_git { bare.parent().unwrap_or(bare) } else { bare };
            git::look(looking, bare, of);
            // Its objects were looked through by their contents; the rest is small text.
            files_beside_objects(looking, bare, &mut buffer);
            walk.skip_current_dir();
        } else if kind.is_file() && file(looking, entry.path(), &mut buffer).is_err() {
            looking.unread(entry.path());
        }
    }
    Ok(())
}

/// What a repository has beside its objects: its configuration may have a token in an address.
fn files_beside_objects(looking: &mut Looking<'_>, bare: &Path, buffer: &mut [u8]) {
    let beside = WalkDir::new(bare).follow_links(false).into_iter();
    let beside = beside.filter_entry(|entry| entry.path() != bare.join("objects"));
    for entry in beside.flatten().filter(|entry| entry.file_type().is_file()) {
        if file(looking, entry.path(), buffer).is_err() {
            looking.unread(entry.path());
        }
    }
}

/// Looks through one file, piece by piece. Each is read to the same place of the buffer, and what may go on in it
/// is carried to right before: the system copies faster to where it is aligned. (A thread that reads ahead was
/// tried, and took longer: the pieces then go from one processor to the other.)
fn file(looking: &mut Looking<'_>, path: &Path, buffer: &mut [u8]) -> io::Result<()> {
    let mut file = File::open(path)?;
    looking.scan.files += 1;
    // What is carried, and how many lines ended before it.
    let (mut carried, mut lines_before) = (0, None::<u64>);
    let mut offset = 0_u64;
    loop {
        let read = match file.read(&mut buffer[LONGEST_TOKEN..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let text = &buffer[LONGEST_TOKEN - carried..LONGEST_TOKEN + read];
        let end = if read == 0 { text.len() } else { settled(text) };
        for token in tokens(&text[..end]) {
            // Lines are counted for files only that have something.
            let before = match lines_before {
                Some(before) => before,
                None => lines_of(path, offset)?,
            };
            lines_before = Some(before);
            let line = before + lines(&text[..token.at.start]) + 1;
            looking.note(&token, Place::File { path: path.to_owned(), line });
        }
        looking.looked_at(read);
        if read == 0 || looking.stopped() {
            return Ok(());
        }
        lines_before = lines_before.map(|before| before + lines(&text[..end]));
        offset += end as u64;
        carried = text.len() - end;
        let rest = LONGEST_TOKEN + read - carried;
        buffer.copy_within(rest..rest + carried, LONGEST_TOKEN - carried);
    }
}

/// How many lines end in the first `length` bytes of a file.
fn lines_of(path: &Path, length: u64) -> io::Result<u64> {
    let mut beginning = File::open(path)?.take(length);
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    let mut count = 0;
    loop {
        match beginning.read(&mut piece)? {
            0 => return Ok(count),
            read => count += lines(&piece[..read]),
        }
    }
}
