//! `cargo xtask bench`: ratios within one run, never asserted.

use crate::{
    app::Profile,
    prerequisites,
    process::{cargo, succeed},
    window_tests,
};
use anyhow::Result;

pub(crate) fn run() -> Result<()> {
    prerequisites::for_testing()?;
    succeed(cargo().args([
        "test",
        "--quiet",
        "--release",
        "--package",
        "sigsentry-keys",
        "--test",
        "inventory-bench",
        "--",
        "--nocapture",
    ]))?;
    window_tests::run("bench", Profile::Release, &[])
}
