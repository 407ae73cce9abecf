//! SigSentry Keys: create, hand over, watch and revoke SigSentry API keys.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use zeroizing_alloc::ZeroAlloc;

/// Wipes every block that Rust frees: hyper's read buffer, rustls' records and serde's copies hold a
/// key's value for a moment, and none of them can be told to wipe.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> std::process::ExitCode {
    sigsentry_keys::run()
}
