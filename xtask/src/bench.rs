//! `cargo xtask bench`: ratios within one run, never asserted.

use crate::{app::Profile, prerequisites, window_tests};
use anyhow::Result;

pub(crate) fn run() -> Result<()> {
    prerequisites::for_testing()?;
    window_tests::run("bench", Profile::Release, &[])
}
