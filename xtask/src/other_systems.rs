//! Windows and macOS from Linux: compiled for both with warnings denied, linked and run for Windows, under Wine.

use crate::{
    prerequisites,
    process::{program, root, succeed, target},
    python, ui,
};
use anyhow::{Context, Result, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A system that is not this one.
struct System {
    /// The folder of its builds, below `target`.
    name: &'static str,
    triple: &'static str,
    /// A function that only the code for this system calls.
    only_there: &'static str,
}

const WINDOWS: System = System {
    name: "windows",
    triple: "x86_64-pc-windows-gnu",
    only_there: "std::os::windows::process::CommandExt::creation_flags",
};

const MACOS: System = System {
    name: "macos",
    triple: "aarch64-apple-darwin",
    only_there: "objc2_app_kit::NSPasteboard::generalPasteboard",
};

/// A C compiler that knows the headers of macOS, as a Python package.
const ZIG: &str = "ziglang==0.15.2";

/// Where the tests are that run under Wine: everything but what needs a window.
const RUN: [&str; 8] = [
    "sigsentry-keys-secret",
    "sigsentry-keys-core",
    "sigsentry-keys-contract",
    "sigsentry-keys-api",
    "sigsentry-keys-platform",
    "sigsentry-keys-app",
    "sigsentry-sandbox",
    "sigsentry-keys",
];

/// What Wine 8 can't do, and Windows can.
const NOT_UNDER_WINE: [(&str, &str); 0] = [];

const WINE: &str = "/usr/lib/wine/wine64";
const WINE_SERVER: &str = "/usr/lib/wine/wineserver64";

/// Compiles everything for Windows and runs what runs under Wine.
pub(crate) fn windows(names: &[&str]) -> Result<()> {
    prerequisites::for_other_systems()?;
    ui::build()?;
    WINDOWS.check()?;
    let wine = Wine::new()?;
    let mut tests = WINDOWS.cargo();
    tests.args(["test", "--no-fail-fast", "--lib", "--tests"]);
    RUN.iter().for_each(|package| {
        tests.args(["--package", package]);
    });
    WINDOWS.std(&mut tests);
    wine.runs(&mut tests);
    tests.arg("--").args(names);
    for (test, reason) in NOT_UNDER_WINE {
        println!("not run under Wine: {test} ({reason})");
        tests.args(["--skip", test]);
    }
    succeed(&mut tests)
}

/// Compiles everything for macOS. Nothing can be linked or run here.
pub(crate) fn macos() -> Result<()> {
    prerequisites::for_other_systems()?;
    ui::build()?;
    MACOS.check()
}

impl System {
    fn folder(&self) -> PathBuf {
        target().join(self.name)
    }

    /// Debian's cargo: its package has the source of the standard library, which is compiled for the other
    /// system. It lies beside the one of rustup.
    fn cargo(&self) -> Command {
        let mut command = program("/usr/bin/cargo");
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            let of_the_other = name.starts_with("RUSTUP_") || name.starts_with("CARGO_PKG_");
            if of_the_other
                || ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"].contains(&&*name)
            {
                command.env_remove(&*name);
            }
        }
        command
            .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .env("RUSTC", "/usr/bin/rustc")
            // The standard library is compiled with what only nightly offers.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", self.folder())
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            // What the tests write for the page is written into the crate otherwise.
            .env("TS_RS_EXPORT_DIR", self.folder().join("bindings"));
        command
    }

    fn std(&self, command: &mut Command) {
        command.args(["-Zbuild-std=std,panic_unwind,test", "--target", self.triple]);
    }

    /// Clippy over everything, warnings denied; and, so that it is known to look at this system's code, once
    /// with a rule that only that code breaks.
    fn check(&self) -> Result<()> {
        let mut clippy = self.clippy()?;
        clippy.args(["--workspace", "--all-targets", "--exclude", "xtask"]);
        succeed(clippy.args(["--", "-D", "warnings"]))?;

        let rules = tempfile::tempdir()?;
        let rule = format!("disallowed-methods = [\"{}\"]\n", self.only_there);
        fs::write(rules.path().join("clippy.toml"), rule)?;
        let mut clippy = self.clippy()?;
        clippy.args(["--package", "sigsentry-keys-platform", "--quiet", "--", "-D", "warnings"]);
        let answer = clippy.env("CLIPPY_CONF_DIR", rules.path()).output()?;
        let said = String::from_utf8_lossy(&answer.stderr);
        ensure!(
            !answer.status.success() && said.contains("use of a disallowed method"),
            "the code of {} was not looked at:\n{said}",
            self.name
        );
        println!("{}: checked, and a rule that its own code breaks is seen", self.name);
        Ok(())
    }

    fn clippy(&self) -> Result<Command> {
        let mut command = self.cargo();
        command.args(["clippy", "--quiet"]);
        self.std(&mut command);
        if self.name == MACOS.name {
            let tools = self.c_tools()?;
            command
                .env("CC_aarch64_apple_darwin", tools.join("cc"))
                .env("AR_aarch64_apple_darwin", tools.join("ar"))
                .env("SDKROOT", &tools);
        }
        Ok(command)
    }

    /// Zig's C compiler under the names and with the arguments that the build scripts know.
    fn c_tools(&self) -> Result<PathBuf> {
        let python = python::venv(&[ZIG])?.join("python3");
        let folder = self.folder().join("c");
        fs::create_dir_all(&folder)?;
        let (python, cache) = (python.display(), folder.display());
        let environment =
            format!("export ZIG_GLOBAL_CACHE_DIR='{cache}' ZIG_LOCAL_CACHE_DIR='{cache}'");
        script(
            &folder.join("cc"),
            &format!(
                "{environment}\nleft=$#\nwhile [ \"$left\" -gt 0 ]; do\n  left=$((left - 1))\n  word=$1; shift\n  \
                 case $word in\n    --target=*|-mmacosx-version-min=*) ;;\n    -target) shift; left=$((left - 1)) ;;\n    \
                 *) set -- \"$@\" \"$word\" ;;\n  esac\ndone\nexec '{python}' -m ziglang cc -target aarch64-macos \"$@\"\n"
            ),
        )?;
        script(
            &folder.join("ar"),
            &format!("{environment}\nexec '{python}' -m ziglang ar \"$@\"\n"),
        )?;
        folder.canonicalize().context("the C compiler is not where it belongs")
    }
}

fn script(path: &Path, lines: &str) -> Result<()> {
    fs::write(path, format!("#!/bin/sh\n{lines}"))?;
    succeed(program("chmod").arg("+x").arg(path))
}

/// A Windows for the tests, below `target`.
struct Wine {
    prefix: PathBuf,
}

impl Wine {
    fn new() -> Result<Self> {
        let wine = Self { prefix: WINDOWS.folder().join("wine") };
        let system = wine.prefix.join("drive_c/windows/system32");
        if !system.is_dir() {
            fs::create_dir_all(&wine.prefix)?;
            let mut start = program(WINE);
            wine.surrounds(&mut start);
            succeed(start.args(["wineboot", "--init"]))?;
            let mut settled = program(WINE_SERVER);
            wine.surrounds(&mut settled);
            succeed(settled.arg("--wait"))?;
        }
        succeed(
            program("x86_64-w64-mingw32-gcc")
                .args(["-O", "-shared", "-o"])
                .arg(system.join("bcryptprimitives.dll"))
                .arg(root().join("tests/wine/bcryptprimitives.c"))
                .arg("-ladvapi32"),
        )?;
        Ok(wine)
    }

    fn surrounds(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", &self.prefix)
            .env("WINEDEBUG", "-all")
            .env("WINESERVER", WINE_SERVER)
            .env("WINELOADER", WINE);
    }

    /// Has cargo start what it builds under Wine.
    fn runs(&self, command: &mut Command) {
        self.surrounds(command);
        command.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", WINE);
    }
}
