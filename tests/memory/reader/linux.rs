//! Linux: `/proc/PID/mem`, which reads as the kernel does.

use std::{
    fs,
    io::{Read, Seek, SeekFrom},
    os::unix::fs::FileExt,
};

const PAGE: u64 = 4096;
/// `pagemap`: the page is in RAM, or swapped out.
const PRESENT_OR_SWAPPED: u64 = 0b11 << 62;

/// A process's own name; empty for one that is gone.
pub(crate) fn name(pid: u32) -> String {
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    name.trim().to_owned()
}

/// Runs of present pages, joined where they touch, so that no needle is cut by a page's end.
pub(crate) fn for_each_chunk(pid: u32, mut look: impl FnMut(&str, &[u8])) {
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
