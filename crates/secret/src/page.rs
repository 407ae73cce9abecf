//! Whole pages of memory for one secret: locked in RAM, left out of core dumps, wiped in a forked
//! child, and unreadable except while they are being used.
#![allow(unsafe_code, reason = "page protection is the operating system's business")]

use region::{Allocation, LockGuard, Protection};
use zeroize::Zeroize;

/// Pages that no pointer can read between two uses.
pub(crate) struct Pages {
    // Field order is drop order: unlock before the mapping goes away.
    lock: Option<LockGuard>,
    memory: Allocation,
}

// SAFETY: the mapping belongs to this value alone and any thread may use it; there is no `Sync`, and
// every access takes `&mut`.
unsafe impl Send for Pages {}

impl Pages {
    /// Maps at least `size` bytes of zeroes.
    pub(crate) fn map(size: usize) -> Result<Self, region::Error> {
        let memory = region::alloc(size, Protection::READ_WRITE)?;
        exclude_from_dumps(&memory);
        // A full RLIMIT_MEMLOCK is no reason to lose a key that exists only here: go on, and say so.
        let lock = region::lock(memory.as_ptr::<u8>(), memory.len()).ok();
        let pages = Self { lock, memory };
        pages.protect(Protection::NONE);
        Ok(pages)
    }

    pub(crate) fn locked(&self) -> bool {
        self.lock.is_some()
    }

    pub(crate) fn read<R>(&mut self, length: usize, use_bytes: impl FnOnce(&[u8]) -> R) -> R {
        let open = Open::new(self, Protection::READ);
        // SAFETY: the pages are readable while `open` lives, `length` is at most what was mapped
        // (the callers pass what `write` returned), and `&mut self` keeps other users out.
        let bytes = unsafe { std::slice::from_raw_parts(open.pages.memory.as_ptr::<u8>(), length) };
        use_bytes(bytes)
    }

    pub(crate) fn write<R>(&mut self, use_bytes: impl FnOnce(&mut [u8]) -> R) -> R {
        let open = Open::new(self, Protection::READ_WRITE);
        let length = open.pages.memory.len();
        // SAFETY: as in `read`, and writable; the slice covers exactly the mapping.
        let bytes =
            unsafe { std::slice::from_raw_parts_mut(open.pages.memory.as_mut_ptr::<u8>(), length) };
        use_bytes(bytes)
    }

    fn protect(&self, protection: Protection) -> bool {
        // SAFETY: the range is our own mapping and nobody holds a reference into it here.
        unsafe { region::protect(self.memory.as_ptr::<u8>(), self.memory.len(), protection) }
            .is_ok()
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.write(|bytes| bytes.zeroize());
        // The mapping is handed back readable, as it came.
        self.protect(Protection::READ_WRITE);
    }
}

/// Opens the pages and closes them again, also when the user of the bytes panics.
struct Open<'a> {
    pages: &'a mut Pages,
}

impl<'a> Open<'a> {
    fn new(pages: &'a mut Pages, protection: Protection) -> Self {
        assert!(pages.protect(protection), "the system refused access to the app's own page");
        Self { pages }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.pages.protect(Protection::NONE);
    }
}

#[cfg(target_os = "linux")]
fn exclude_from_dumps(memory: &Allocation) {
    // Best effort: a kernel that knows neither advice leaves the other protections in place.
    for advice in [libc::MADV_DONTDUMP, libc::MADV_WIPEONFORK] {
        // SAFETY: the range is our own fresh mapping; both advices keep its content for us.
        unsafe { libc::madvise(memory.as_ptr::<libc::c_void>().cast_mut(), memory.len(), advice) };
    }
}

#[cfg(not(target_os = "linux"))]
fn exclude_from_dumps(_memory: &Allocation) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    fn smaps_of(address: usize) -> String {
        let smaps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut found = String::new();
        let mut inside = false;
        for line in smaps.lines() {
            if let Some((range, _)) = line.split_once(' ')
                && let Some((start, end)) = range.split_once('-')
                && let (Ok(start), Ok(end)) =
                    (usize::from_str_radix(start, 16), usize::from_str_radix(end, 16))
            {
                inside = (start..end).contains(&address);
            }
            if inside {
                found.push_str(line);
                found.push('\n');
            }
        }
        found
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_pages_are_closed_locked_and_left_out_of_dumps() {
        let mut pages = Pages::map(64).unwrap();
        pages.write(|bytes| bytes[..5].copy_from_slice(b"hello"));
        let open = pages.read(5, |bytes| {
            assert_eq!(bytes, b"hello");
            smaps_of(bytes.as_ptr() as usize)
        });
        assert!(open.lines().next().unwrap().contains(" r--p "), "{open}");
        let closed = smaps_of(pages.memory.as_ptr::<u8>() as usize);
        assert!(closed.lines().next().unwrap().contains(" ---p "), "{closed}");
        let flags = closed.lines().find(|line| line.starts_with("VmFlags:")).unwrap();
        for flag in ["dd", "wf"] {
            assert!(flags.split_whitespace().any(|f| f == flag), "{flag} in {flags}");
        }
        assert_eq!(pages.locked(), flags.split_whitespace().any(|f| f == "lo"));
    }

    #[test]
    fn a_panicking_user_leaves_the_pages_closed() {
        let mut pages = Pages::map(8).unwrap();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            pages.read(1, |_| panic!("user failed"));
        }));
        assert!(outcome.is_err());
        let protection = region::query(pages.memory.as_ptr::<u8>()).unwrap().protection();
        assert_eq!(protection, Protection::NONE);
    }
}
