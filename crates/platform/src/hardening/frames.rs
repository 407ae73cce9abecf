/// Overwrites every frame that waits in memory shared with the X server, and says how many bytes that
/// were. Call it on the thread that draws, after the X server has answered: it may still be reading.
///
/// cairo, which draws the windows on X11, hands pictures over in System V segments and keeps these for
/// the next picture (`cairo-xlib-surface-shm.c`). A later, smaller picture leaves the rest of an
/// earlier one in them for as long as the window lives.
///
/// Linux only; elsewhere 0. Wayland's window buffers are not of this kind.
pub fn wipe_frames() -> usize {
    #[cfg(target_os = "linux")]
    return std::fs::read_to_string("/proc/self/maps").map_or(0, |maps| wipe_segments(&maps));
    #[cfg(not(target_os = "linux"))]
    0
}

#[cfg(target_os = "linux")]
fn wipe_segments(maps: &str) -> usize {
    let segments = maps.lines().filter_map(writable_segment);
    segments
        .map(|(start, length)| {
            // SAFETY: the kernel just named these bytes as mapped and writable; only the thread that
            // draws maps and unmaps them, and that is the one that runs here. No Rust object lives in
            // them: they are pixels.
            unsafe { std::ptr::write_bytes(start as *mut u8, 0, length) };
            length
        })
        .sum()
}

/// Start and length of a System V segment that this process may write to.
#[cfg(target_os = "linux")]
fn writable_segment(line: &str) -> Option<(usize, usize)> {
    let mut words = line.split_ascii_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let permissions = words.next()?;
    let name = words.nth(3)?;
    if !permissions.starts_with("rw-s") || !name.starts_with("/SYSV") {
        return None;
    }
    let start = usize::from_str_radix(start, 16).ok()?;
    let end = usize::from_str_radix(end, 16).ok()?;
    Some((start, end.checked_sub(start)?))
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    #[test]
    fn only_writable_segments_of_system_v_are_meant() {
        for (line, expected) in [
            ("7f00-7fff rw-s 00000000 00:01 98305  /SYSV00000000 (deleted)", Some((0x7f00, 0xff))),
            ("7f00-7fff r--s 00000000 00:01 98305  /SYSV00000000 (deleted)", None),
            ("7f00-7fff rw-p 00000000 00:00 0      [heap]", None),
            ("7f00-7fff rw-p 00000000 00:00 0", None),
            ("", None),
        ] {
            assert_eq!(writable_segment(line), expected, "{line}");
        }
    }

    #[test]
    fn a_segment_is_overwritten() {
        const SIZE: usize = 8192;
        // SAFETY: a fresh segment of this size, attached, marked to go with its last user, and
        // detached after the last look at it.
        unsafe {
            let id = libc::shmget(libc::IPC_PRIVATE, SIZE, libc::IPC_CREAT | 0o600);
            assert!(id >= 0);
            let start = libc::shmat(id, std::ptr::null(), 0).cast::<u8>();
            libc::shmctl(id, libc::IPC_RMID, std::ptr::null_mut());
            start.add(SIZE / 2).write(7);
            assert!(wipe_frames() >= SIZE);
            let left = std::slice::from_raw_parts(start, SIZE).iter().filter(|byte| **byte != 0);
            assert_eq!(left.count(), 0);
            libc::shmdt(start.cast());
        }
    }
}
