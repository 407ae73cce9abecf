//! `cargo xtask bench`: ratios within one run, never asserted.

use crate::{
    app::Profile,
    prerequisites,
    process::{cargo, succeed},
    ui, window_tests,
};
use anyhow::Result;

pub(crate) fn run() -> Result<()> {
    prerequisites::for_testing()?;
    // The app is linked with its pages in it.
    ui::build()?;
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
