//! Objects of git repositories, loose and packed, also such as no branch leads to any more.

use super::{Looking, Place};
use gix_odb::store::iter::Ordering;
use gix_pack::{Find as _, cache::lru::MemoryCappedHashmap};
use sigsentry_keys_core::triage::tokens;
use std::{fs, path::Path};

/// How much of what objects are made from is kept at hand, in bytes.
const AT_HAND: usize = 32 * 1024 * 1024;

/// Whether a folder is a repository without files beside it.
pub(super) fn is_bare(path: &Path) -> bool {
    ["objects", "refs"].iter().all(|name| path.join(name).is_dir()) && path.join("HEAD").is_file()
}

/// How its objects are named: its configuration says if it is not as usual.
fn hash_of(bare: &Path) -> gix_hash::Kind {
    let config = fs::read_to_string(bare.join("config")).unwrap_or_default().to_ascii_lowercase();
    let is_format = |line: &str| {
        let (name, value) = line.split_once('=').unwrap_or_default();
        name.trim() == "objectformat" && value.trim() == "sha256"
    };
    if config.lines().any(is_format) { gix_hash::Kind::Sha256 } else { gix_hash::Kind::Sha1 }
}

/// Looks through every object of the repository in the folder `bare`, whose files are in `of`.
pub(super) fn look(looking: &mut Looking<'_>, bare: &Path, of: &Path) {
    let objects = bare.join("objects");
    // A file named `.git` leads to a repository elsewhere; a damaged one is named.
    let Ok(mut database) = gix_odb::at(&objects, hash_of(bare)) else {
        return looking.unread(&objects);
    };
    database.set_pack_cache(|| Box::new(MemoryCappedHashmap::new(AT_HAND)));
    let Ok(all) = database.iter() else { return looking.unread(&objects) };
    let mut object = Vec::new();
    for id in all.with_ordering(Ordering::PackAscendingOffsetThenLooseLexicographical) {
        if looking.stopped() {
            break;
        }
        let Ok(id) = id else {
            looking.unread(&objects);
            continue;
        };
        let Ok(Some((data, _))) = database.try_find(&id, &mut object) else {
            looking.unread(&objects.join(id.to_string()));
            continue;
        };
        looking.scan.objects += 1;
        let bytes = data.data.len();
        if !data.kind.is_tree() {
            let message = !data.kind.is_blob();
            for token in tokens(data.data) {
                let (repository, object) = (of.to_owned(), id.to_string());
                looking.note(&token, Place::Git { repository, object, message });
            }
        }
        looking.looked_at(bytes);
    }
    zeroize::Zeroize::zeroize(&mut object);
}
