//! The app and the sandbox, built together: what is built package by package is compiled twice,
//! because cargo then chooses other features.

use crate::{
    prerequisites,
    process::{cargo, succeed, target},
    ui,
};
use anyhow::Result;
use std::path::PathBuf;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

impl Profile {
    /// Where a program of this build is.
    pub(crate) fn program(self, name: &str) -> PathBuf {
        let folder = match self {
            Self::Debug => "debug",
            Self::Release => "release",
        };
        target().join(folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Builds the debug app without the pages in it: it asks their server for them. Builds the sandbox, too.
pub(crate) fn build_for_served_pages() -> Result<PathBuf> {
    build(Profile::Debug)?;
    let app = ["build", "--package", "sigsentry-keys", "--bin", "sigsentry-keys"];
    succeed(cargo().args(app).arg("--no-default-features"))?;
    Ok(Profile::Debug.program("sigsentry-keys"))
}

/// Builds the app with its UI, and the sandbox, after fetching what that needs; says where the app
/// is.
pub(crate) fn build(profile: Profile) -> Result<PathBuf> {
    prerequisites::for_building()?;
    ui::build()?;
    println!("Building (the first time takes a few minutes)");
    let mut command = cargo();
    command.args(["build", "--workspace", "--exclude", "xtask", "--bins"]);
    if profile == Profile::Release {
        command.arg("--release");
    }
    succeed(&mut command)?;
    Ok(profile.program("sigsentry-keys"))
}
