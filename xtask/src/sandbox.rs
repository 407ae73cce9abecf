//! The demo server as a process.

use crate::{
    app::Profile,
    process::{Background, program},
};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

/// A sandbox that listens on a free port, until dropped.
pub(crate) struct Sandbox {
    _process: Background,
    pub(crate) url: String,
    /// E-mail, password and role of each person.
    pub(crate) accounts: Vec<[String; 3]>,
}

impl Sandbox {
    pub(crate) fn start(profile: Profile, arguments: &[&str]) -> Result<Self> {
        let mut process = Background::start(
            program(profile.program("sigsentry-sandbox"))
                .args(arguments)
                // It ends with us, however we end: our end of the pipe closes.
                .arg("--until-stdin-closes")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped()),
        )?;
        let stdout = process.child().stdout.take().context("the sandbox has no output")?;
        let mut ready = String::new();
        BufReader::new(stdout).read_line(&mut ready)?;
        let ready: Value = serde_json::from_str(&ready).context("the sandbox did not start")?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let accounts = ready["accounts"].as_array().into_iter().flatten();
        Ok(Self {
            url: text(&ready["url"]),
            accounts: accounts
                .map(|one| ["email", "password", "role"].map(|field| text(&one[field])))
                .collect(),
            _process: process,
        })
    }
}
