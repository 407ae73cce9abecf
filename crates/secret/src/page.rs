//! Whole pages of memory for one secret: locked in RAM, left out of core dumps, wiped in a forked
//! child, unreadable except while they are being used, and between two pages that nothing can touch.
//!
//! `memfd_secret` would take them out of the kernel's own view as well. It is not used: it forbids
//! the whole machine to hibernate while a secret is held, and no scan could prove that a value is
//! there before it proves that it is gone.
#![allow(unsafe_code, reason = "page protection is the operating system's business")]

use region::{Allocation, LockGuard, Protection};
use zeroize::Zeroize;

/// Pages that no pointer can read between two uses.
pub(crate) struct Pages {
    // Field order is drop order: unlock before the mapping goes away.
    lock: Option<LockGuard>,
    /// A guard page, the pages in use, a guard page.
    memory: Allocation,
}

// SAFETY: the mapping belongs to this value alone and any thread may use it; there is no `Sync`, and
// every access takes `&mut`.
unsafe impl Send for Pages {}

impl Pages {
    /// Maps at least `size` bytes of zeroes.
    pub(crate) fn map(size: usize) -> Result<Self, region::Error> {
        let guard = region::page::size();
        let memory = region::alloc(size.saturating_add(2 * guard), Protection::READ_WRITE)?;
        let mut pages = Self { lock: None, memory };
        for edge in [pages.memory.as_ptr::<u8>(), pages.start().wrapping_add(pages.len())] {
            // SAFETY: the range is the first or the last page of our own fresh mapping.
            unsafe { region::protect(edge, guard, Protection::NONE) }?;
        }
        exclude_from_dumps(pages.start(), pages.len());
        // A full RLIMIT_MEMLOCK is no reason to lose a key that exists only here: go on, and say so.
        pages.lock = region::lock(pages.start(), pages.len()).ok();
        pages.protect(Protection::NONE);
        Ok(pages)
    }

    pub(crate) fn locked(&self) -> bool {
        self.lock.is_some()
    }

    pub(crate) fn read<R>(&mut self, length: usize, use_bytes: impl FnOnce(&[u8]) -> R) -> R {
        let open = Open::new(self, Protection::READ);
        let length = length.min(open.pages.len());
        // SAFETY: the pages are readable while `open` lives, `length` is at most what they hold, and
        // `&mut self` keeps other users out.
        let bytes = unsafe { std::slice::from_raw_parts(open.pages.start(), length) };
        use_bytes(bytes)
    }

    pub(crate) fn write<R>(&mut self, use_bytes: impl FnOnce(&mut [u8]) -> R) -> R {
        let open = Open::new(self, Protection::READ_WRITE);
        // SAFETY: as in `read`, and writable; the slice covers exactly the pages in use.
        let bytes = unsafe {
            std::slice::from_raw_parts_mut(open.pages.start().cast_mut(), open.pages.len())
        };
        use_bytes(bytes)
    }

    /// The first page in use.
    fn start(&self) -> *const u8 {
        self.memory.as_ptr::<u8>().wrapping_add(region::page::size())
    }

    /// Bytes in use.
    fn len(&self) -> usize {
        self.memory.len() - 2 * region::page::size()
    }

    fn protect(&self, protection: Protection) -> bool {
        // SAFETY: the range is in our own mapping and no one holds a reference into it here.
        unsafe { region::protect(self.start(), self.len(), protection) }.is_ok()
    }

    /// Leaves zeroes, readable and writable. Never panics: it runs while unwinding, too.
    fn wipe(&mut self) {
        // What cannot be opened is at least unmapped, and the system wipes it before its next use.
        if self.protect(Protection::READ_WRITE) {
            let (start, length) = (self.start().cast_mut(), self.len());
            // SAFETY: the pages are writable now, and `&mut self` keeps other users out.
            unsafe { std::slice::from_raw_parts_mut(start, length) }.zeroize();
        }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.wipe();
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
fn exclude_from_dumps(start: *const u8, length: usize) {
    // Best effort: a kernel that knows neither advice leaves the other protections in place.
    for advice in [libc::MADV_DONTDUMP, libc::MADV_WIPEONFORK] {
        // SAFETY: the range is our own fresh mapping; both advices keep its content for us.
        unsafe { libc::madvise(start.cast_mut().cast(), length, advice) };
    }
}

#[cfg(not(target_os = "linux"))]
fn exclude_from_dumps(_start: *const u8, _length: usize) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn protection(address: *const u8) -> Protection {
        region::query(address).unwrap().protection()
    }

    /// What the kernel says about the mapping at an address.
    #[cfg(target_os = "linux")]
    fn flags(address: *const u8) -> Vec<String> {
        let address = address as usize;
        let smaps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let start = |line: &str| {
            let (start, end) = line.split_once(' ')?.0.split_once('-')?;
            let parse = |text| usize::from_str_radix(text, 16).ok();
            Some((parse(start)?..parse(end)?).contains(&address))
        };
        smaps
            .lines()
            .skip_while(|line| start(line) != Some(true))
            .find_map(|line| line.strip_prefix("VmFlags:"))
            .unwrap()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn the_pages_open_for_a_use_and_close_after_it() {
        let mut pages = Pages::map(64).unwrap();
        pages.write(|bytes| bytes[..5].copy_from_slice(b"hello"));
        pages.read(5, |bytes| {
            assert_eq!(bytes, b"hello");
            assert_eq!(protection(bytes.as_ptr()), Protection::READ);
        });
        assert_eq!(protection(pages.start()), Protection::NONE);
    }

    #[test]
    fn the_pages_before_and_after_stay_closed_while_they_are_open() {
        let mut pages = Pages::map(64).unwrap();
        pages.write(|bytes| {
            let range = bytes.as_ptr_range();
            assert_eq!(protection(range.start), Protection::READ_WRITE);
            assert_eq!(protection(range.start.wrapping_sub(1)), Protection::NONE);
            assert_eq!(protection(range.end), Protection::NONE);
        });
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_pages_are_locked_left_out_of_dumps_and_wiped_on_fork() {
        let pages = Pages::map(64).unwrap();
        let flags = flags(pages.start());
        for flag in ["dd", "wf"] {
            assert!(flags.iter().any(|other| other == flag), "{flag} in {flags:?}");
        }
        assert_eq!(pages.locked(), flags.iter().any(|flag| flag == "lo"));
    }

    /// A pipe keeps the physical page that it was given, also after it was unmapped: what it says at
    /// last is what the page said at last.
    #[test]
    #[cfg(target_os = "linux")]
    fn dropping_wipes_before_it_unmaps() {
        use std::{io::Read as _, os::fd::AsRawFd as _};
        let (mut reader, writer) = std::io::pipe().unwrap();
        let mut said = || {
            let mut bytes = [0; 5];
            reader.read_exact(&mut bytes).unwrap();
            bytes
        };
        let mut pages = Pages::map(8).unwrap();
        pages.write(|bytes| bytes[..5].copy_from_slice(b"hello"));
        for _ in 0..2 {
            pages.read(5, |bytes| {
                let part = libc::iovec {
                    iov_base: bytes.as_ptr().cast_mut().cast(),
                    iov_len: bytes.len(),
                };
                // SAFETY: the call reads one struct, and takes hold of the page by itself.
                let taken = unsafe { libc::vmsplice(writer.as_raw_fd(), &raw const part, 1, 0) };
                assert_eq!(taken, 5);
            });
        }
        assert_eq!(&said(), b"hello");
        drop(pages);
        assert_eq!(said(), [0; 5]);
    }

    #[test]
    fn a_panicking_user_leaves_the_pages_closed() {
        let mut pages = Pages::map(8).unwrap();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            pages.read(1, |bytes| {
                assert_eq!(protection(bytes.as_ptr()), Protection::READ);
                panic!("user failed");
            });
        }));
        assert!(outcome.is_err());
        assert_eq!(protection(pages.start()), Protection::NONE);
    }
}
