/// Lets glibc overwrite what C and C++ code frees in this process. Whether it is in force; `false`
/// without glibc. It costs one pass over every block that is allocated or freed; Rust's blocks are
/// wiped by the app's own allocator and then once more.
///
/// What it does: `M_PERTURB` fills a block of more than 1,032 bytes when it is freed, and any block
/// when the allocator hands it out or back.
///
/// What it cannot:
/// - Up to seven smaller blocks of each size go into a cache of the thread first, unwiped, and stay
///   there until they are used again (measured with glibc 2.36). Only the start of the process can
///   turn that cache off: `GLIBC_TUNABLES=glibc.malloc.tcache_count=0` in its environment.
/// - The last eight bytes of a block stay, and so does a block that was freed before the call.
/// - WebKit's own heap in this process is not glibc's, unless `Malloc=1` is in the environment
///   before WebKit's first allocation.
/// - Child processes are not this process. They take `MALLOC_PERTURB_=165` from the environment.
#[must_use]
pub fn wipe_freed_c_memory() -> bool {
    overwrite_freed()
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn overwrite_freed() -> bool {
    /// Any byte but 0, which would turn it off.
    const FILLING: libc::c_int = 0xA5;
    // SAFETY: sets one parameter of the allocator, which takes its own lock.
    unsafe { libc::mallopt(libc::M_PERTURB, FILLING) == 1 }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn overwrite_freed() -> bool {
    false
}
