//! Screens: the one that is there, or one without a monitor.

use crate::process::{Background, program};
use anyhow::{Context, Result, bail};
use std::{
    env,
    io::{BufRead as _, BufReader},
    process::Stdio,
};

/// A window needs a display.
pub(crate) fn required() -> Result<()> {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        bail!(
            "there is no display to open a window on: start a desktop session, or put `xvfb-run` in front"
        );
    }
    Ok(())
}

/// An X server without a monitor, until dropped.
pub(crate) struct Headless {
    _server: Background,
    /// What `DISPLAY` has to be.
    pub(crate) name: String,
}

impl Headless {
    pub(crate) fn start(size: &str) -> Result<Self> {
        let mut server = Background::start(
            program("Xvfb")
                // A server that resets itself when its last client leaves refuses the next one meanwhile.
                .args(["-displayfd", "1", "-noreset", "-nolisten", "tcp", "-screen", "0", size])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let stdout = server.child().stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(stdout).read_line(&mut number)?;
        if number.trim().is_empty() {
            bail!("Xvfb did not start");
        }
        Ok(Self { _server: server, name: format!(":{}", number.trim()) })
    }
}
