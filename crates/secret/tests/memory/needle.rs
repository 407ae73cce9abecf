//! A value to search for.

use memchr::memmem;
use std::{fs, fs::File, os::unix::fs::FileExt as _};

/// Random, and different for every use.
pub(crate) struct Needle(Vec<u8>);

impl Needle {
    pub(crate) fn new() -> Self {
        let random = fs::read_to_string("/proc/sys/kernel/random/uuid").unwrap();
        Self(format!("ss_secret_{}", random.trim().replace('-', "")).into_bytes())
    }

    /// As it travels to the process that will hold it: no scan for the needle finds it.
    pub(crate) fn masked(&self) -> String {
        self.0.iter().map(|byte| format!("{:02x}", byte ^ MASK)).collect()
    }

    /// How often it occurs, whole or one of its halves alone.
    pub(crate) fn count_in(&self, bytes: &[u8]) -> usize {
        let (front, back) = self.0.split_at(self.0.len() / 2);
        let count = |half| memmem::find_iter(bytes, half).count();
        count(front).max(count(back))
    }

    /// How often it occurs in the memory of a process, closed pages included.
    pub(crate) fn count_in_process(&self, process: u32) -> usize {
        let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
        let memory = File::open(format!("/proc/{process}/mem")).unwrap();
        let ranges = maps.lines().filter_map(|line| {
            let (start, end) = line.split_once(' ')?.0.split_once('-')?;
            Some((u64::from_str_radix(start, 16).ok()?, u64::from_str_radix(end, 16).ok()?))
        });
        let mut found = 0;
        for (start, end) in ranges {
            let mut bytes = vec![0; usize::try_from(end - start).unwrap()];
            // The kernel's own ranges and the guard pages cannot be read.
            if memory.read_exact_at(&mut bytes, start).is_ok() {
                found += self.count_in(&bytes);
            }
        }
        found
    }
}

const MASK: u8 = 0x80;

/// Writes a masked needle into its place, byte by byte: no other copy comes into being.
pub(crate) fn unmask(masked: &str, place: &mut [u8]) -> usize {
    let pairs = masked.as_bytes().chunks_exact(2);
    let length = pairs.len();
    for (byte, pair) in place.iter_mut().zip(pairs) {
        *byte = pair.iter().fold(0, |byte, digit| (byte << 4) | hex(*digit)) ^ MASK;
    }
    length
}

fn hex(digit: u8) -> u8 {
    u8::try_from(char::from(digit).to_digit(16).unwrap()).unwrap()
}
