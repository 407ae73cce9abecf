//! Windows: `ReadProcessMemory`, for processes of the same person.

use std::{ffi::c_void, mem, path::Path};
use windows_sys::Win32::{
    Foundation::{CloseHandle, HANDLE},
    System::{
        Diagnostics::Debug::ReadProcessMemory,
        Memory::{
            MEM_COMMIT, MEM_IMAGE, MEM_MAPPED, MEMORY_BASIC_INFORMATION, PAGE_GUARD, PAGE_NOACCESS,
            VirtualQueryEx,
        },
        Threading::{
            OpenProcess, PROCESS_QUERY_INFORMATION, PROCESS_VM_READ, QueryFullProcessImageNameW,
        },
    },
};

/// The name of the program's file; empty for a process that is gone.
pub(crate) fn name(pid: u32) -> String {
    let Some(process) = Process::open(pid) else { return String::new() };
    let mut path = [0; 1024];
    let mut length = path.len() as u32;
    // SAFETY: the buffer is as long as is said.
    unsafe { QueryFullProcessImageNameW(process.0, 0, path.as_mut_ptr(), &raw mut length) };
    let path = String::from_utf16_lossy(&path[..(length as usize).min(path.len())]);
    Path::new(&path).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Runs of pages that can be read, joined where they touch, so that no needle is cut by a region's end.
///
/// Left out: pages that the process itself may not read, where it keeps values on purpose. Linux reads them.
pub(crate) fn for_each_chunk(pid: u32, mut look: impl FnMut(&str, &[u8])) {
    let Some(process) = Process::open(pid) else { return };
    let (mut at, mut kind, mut run) = (0, "", Vec::new());
    while let Some(region) = process.region(at) {
        let bytes = process.read(&region);
        let next = kind_of(&region);
        if (bytes.is_empty() || next != kind) && !run.is_empty() {
            look(kind, &run);
            run.clear();
        }
        kind = next;
        run.extend_from_slice(&bytes);
        at = region.BaseAddress as usize + region.RegionSize;
    }
    if !run.is_empty() {
        look(kind, &run);
    }
}

fn kind_of(region: &MEMORY_BASIC_INFORMATION) -> &'static str {
    match region.Type {
        MEM_IMAGE => "a program or library",
        MEM_MAPPED => "a file, or shared memory",
        _ => "memory without a name",
    }
}

/// One that may be read, until it is dropped.
struct Process(HANDLE);

impl Process {
    fn open(pid: u32) -> Option<Self> {
        // SAFETY: takes numbers.
        let process = unsafe { OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, 0, pid) };
        (!process.is_null()).then_some(Self(process))
    }

    /// The region that an address lies in; none after the last one.
    fn region(&self, at: usize) -> Option<MEMORY_BASIC_INFORMATION> {
        let mut region = MEMORY_BASIC_INFORMATION::default();
        let size = mem::size_of_val(&region);
        // SAFETY: the structure is ours and as long as is said; the address is not followed here.
        let written = unsafe { VirtualQueryEx(self.0, at as *const c_void, &raw mut region, size) };
        (written != 0).then_some(region)
    }

    /// What is in it; nothing where there is no memory, or none that may be read.
    fn read(&self, region: &MEMORY_BASIC_INFORMATION) -> Vec<u8> {
        let hidden = region.Protect & (PAGE_NOACCESS | PAGE_GUARD) != 0;
        if region.State != MEM_COMMIT || hidden {
            return Vec::new();
        }
        let mut bytes = vec![0_u8; region.RegionSize];
        let mut read = 0;
        let into = bytes.as_mut_ptr().cast();
        // SAFETY: the buffer has the length that is asked for; the address is the other process's.
        unsafe {
            ReadProcessMemory(self.0, region.BaseAddress, into, bytes.len(), &raw mut read);
        }
        bytes.truncate(read);
        bytes
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // SAFETY: ours, and not used after this.
        unsafe { CloseHandle(self.0) };
    }
}
