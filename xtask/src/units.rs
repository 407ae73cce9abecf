//! What runs without a window and without a Linux: all units, and the suites of the client, the sandbox, the store
//! and Windows. A release runs it on Windows and macOS themselves, CI under Wine.

use crate::{
    prerequisites,
    process::{cargo, succeed},
    ui,
};
use anyhow::Result;

/// The app, the sandbox, and the program that tests send values to: together, as [`crate::app`] says.
pub(crate) const PROGRAMS: [&str; 6] =
    ["build", "--workspace", "--exclude", "xtask", "--bins", "--examples"];

pub(crate) const TESTS: [&str; 14] = [
    "test",
    "--workspace",
    "--exclude",
    "xtask",
    "--no-fail-fast",
    "--lib",
    "--test",
    "client",
    "--test",
    "server",
    "--test",
    "store",
    "--test",
    "windows",
];

pub(crate) fn run() -> Result<()> {
    prerequisites::for_building()?;
    ui::build()?;
    succeed(cargo().args(PROGRAMS))?;
    succeed(cargo().args(TESTS))
}
