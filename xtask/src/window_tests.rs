//! The suites that drive the real window: a display, a session bus, a driver, a server.

use crate::{
    app::{self, Profile},
    display::Headless,
    process::{cargo, program, root, succeed, target},
    python,
    tools::TAURI_DRIVER,
};
use anyhow::Result;

/// Runs a test target of the app in a session of its own.
pub(crate) fn run(test: &str, profile: Profile, names: &[&str]) -> Result<()> {
    run_with(test, profile, names, &[])
}

/// The same with further variables in the environment of the tests.
pub(crate) fn run_with(
    test: &str,
    profile: Profile,
    names: &[&str],
    environment: &[(&str, &str)],
) -> Result<()> {
    let app = app::build(profile)?;
    let driver = TAURI_DRIVER.installed()?;
    let python = python::for_sending()?;
    let display = Headless::start("1400x1000x24")?;
    // The display, its clipboard and its focus are one for all: one test at a time.
    let mut command = program("dbus-run-session");
    // A bus on which nothing is started because the person asks for it: no keychain, and no prompt of
    // one. Tests that are about the keychain bring their own.
    command.arg("--config-file").arg(root().join("tests/support/bus.conf"));
    command.arg("--").arg(cargo().get_program());
    command.args(["test", "--quiet", "--workspace", "--test", test]);
    command.args(["--", "--test-threads", "1", "--format", "pretty"]);
    if matches!(test, "residue" | "bench") {
        // Their tables are their results.
        command.arg("--nocapture");
    }
    command.args(names);
    succeed(
        command
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("SIGSENTRY_SCREENSHOTS", target().join("screenshots"))
            .env("SIGSENTRY_E2E_APP", app)
            .env("SIGSENTRY_E2E_SANDBOX", profile.program("sigsentry-sandbox"))
            .env("SIGSENTRY_E2E_DRIVER", driver)
            .env(python::FOLDER, python)
            .envs(environment.iter().copied()),
    )
}
