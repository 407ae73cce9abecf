//! Windows and macOS from Linux: compiled for both with warnings denied, linked and run for Windows, under Wine.

use crate::{
    display::Headless,
    prerequisites,
    process::{Background, answers, program, root, succeed, target},
    python, ui, units,
};
use anyhow::{Context, Result, ensure};
use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
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

/// What Wine 8 can't do, and Windows can.
const NOT_UNDER_WINE: [(&str, &str); 11] = [
    ("network::a_certificate_", CERTIFICATES),
    ("network::a_clock_that_is_off_by_a_day_is_noticed_and_harms_nothing", CERTIFICATES),
    ("network::a_file_with_a_byte_order_mark_trusts_its_first_certificate", CERTIFICATES),
    ("network::a_self_signed_certificate_names_itself", CERTIFICATES),
    ("network::a_server_is_reached_by_its_ipv6_address", CERTIFICATES),
    ("network::authorities_that_cannot_be_read_are_refused", CERTIFICATES),
    ("proxy::a_proxy_of_ones_own_carries_what_is_sealed_for_the_server", CERTIFICATES),
    ("connection::tests::the_environments_file_takes_the_place_of_the_settings", CERTIFICATES),
    ("connection::tests::what_can_be_used_is_kept_in_one_form", CERTIFICATES),
    ("tls::whoever_trusts_its_authority_gets_in", CERTIFICATES),
    ("triage::tests::what_git_remembers_is_found_loose_and_packed", "there is no git in it"),
];
const CERTIFICATES: &str = "Wine takes no further certificate authorities";

/// How long the app's message may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Loads the web view.
const LOADER: &str = "WebView2Loader.dll";

const WINE: &str = "/usr/lib/wine/wine64";
const WINE_SERVER: &str = "/usr/lib/wine/wineserver64";

/// Compiles everything for Windows and runs what runs under Wine.
pub(crate) fn windows(names: &[&str]) -> Result<()> {
    prerequisites::for_other_systems()?;
    ui::build()?;
    WINDOWS.check()?;
    let wine = Wine::new()?;
    let mut programs = WINDOWS.debian("/usr/bin/cargo");
    programs.args(units::PROGRAMS);
    WINDOWS.std(&mut programs);
    succeed(&mut programs)?;
    wine.says_what_is_missing(&WINDOWS.built("sigsentry-keys.exe"))?;
    // The build lays it beside the app; tests lie elsewhere.
    fs::copy(WINDOWS.built(LOADER), wine.system().join(LOADER))?;
    let mut tests = WINDOWS.debian("/usr/bin/cargo");
    tests.args(units::TESTS);
    wine.runs(tests, names)
}

/// Compiles everything for macOS. Nothing can be linked or run here.
pub(crate) fn macos() -> Result<()> {
    prerequisites::for_other_systems()?;
    ui::build()?;
    MACOS.check()
}

impl System {
    /// A program that was built for it.
    fn built(&self, name: &str) -> PathBuf {
        self.folder().join(self.triple).join("debug").join(name)
    }

    fn folder(&self) -> PathBuf {
        target().join(self.name)
    }

    /// A program of Debian's Rust: its package has the source of the standard library, which is compiled for the other
    /// system. It lies beside the one of rustup.
    fn debian(&self, name: &str) -> Command {
        let mut command = program(name);
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
        clippy.args(["--package", "sigsentry-keys-platform", "--", "-D", "warnings"]);
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
        // Cargo itself would start the one of rustup.
        let mut command = self.debian("/usr/bin/cargo-clippy");
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

    /// Zig's C compiler under the names and with the arguments that the build scripts know. It has no headers of
    /// Apple's frameworks: Objective-C, which one dependency has, is left out.
    fn c_tools(&self) -> Result<PathBuf> {
        let python = python::venv(&[ZIG])?.join("python3");
        let folder = self.folder().join("c");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("empty.c"), "")?;
        let (zig, cache) = (format!("exec '{}' -m ziglang", python.display()), folder.display());
        let caches = format!("export ZIG_GLOBAL_CACHE_DIR='{cache}' ZIG_LOCAL_CACHE_DIR='{cache}'");
        script(
            &folder.join("cc"),
            &[
                &caches,
                "left=$#",
                "while [ \"$left\" -gt 0 ]; do",
                "  left=$((left - 1)); word=$1; shift",
                "  case $word in",
                "    --target=*|-mmacosx-version-min=*|-mmacos-version-min=*) ;;",
                "    -target) shift; left=$((left - 1)) ;;",
                &format!("    *.m) set -- \"$@\" '{cache}/empty.c' ;;"),
                "    *) set -- \"$@\" \"$word\" ;;",
                "  esac",
                "done",
                &format!("{zig} cc -target aarch64-macos \"$@\""),
            ],
        )?;
        script(&folder.join("ar"), &[&caches, &format!("{zig} ar \"$@\"")])?;
        folder.canonicalize().context("the C compiler is not where it belongs")
    }
}

fn script(path: &Path, lines: &[&str]) -> Result<()> {
    fs::write(path, format!("#!/bin/sh\n{}\n", lines.join("\n")))?;
    succeed(program("chmod").arg("+x").arg(path))
}

/// A Windows for the tests, below `target`.
struct Wine {
    prefix: PathBuf,
    /// The clipboard and windows need one.
    screen: Headless,
}

impl Wine {
    fn new() -> Result<Self> {
        let screen = Headless::start("800x600x24")?;
        let wine = Self { prefix: WINDOWS.folder().join("wine"), screen };
        let system = wine.system();
        if !system.is_dir() {
            fs::create_dir_all(&wine.prefix)?;
            let mut start = program(WINE);
            wine.surrounds(&mut start);
            // Otherwise windows ask whether to fetch two further programs, and wait.
            start.env("WINEDLLOVERRIDES", "mscoree,mshtml=");
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

    fn system(&self) -> PathBuf {
        self.prefix.join("drive_c/windows/system32")
    }

    fn surrounds(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.screen.name)
            .env("WINEPREFIX", &self.prefix)
            .env("WINEDEBUG", "-all")
            .env("WINESERVER", WINE_SERVER)
            .env("WINELOADER", WINE);
    }

    /// Has cargo start the tests that it builds under Wine.
    fn runs(&self, mut tests: Command, names: &[&str]) -> Result<()> {
        WINDOWS.std(&mut tests);
        self.surrounds(&mut tests);
        tests.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", WINE);
        tests.arg("--").args(names);
        for (test, reason) in NOT_UNDER_WINE {
            println!("not run under Wine: {test} ({reason})");
            tests.args(["--skip", test]);
        }
        succeed(&mut tests)
    }

    /// Here is no WebView2: the app must say so in a message of the system's, and end.
    fn says_what_is_missing(&self, app: &Path) -> Result<()> {
        let mut start = program(WINE);
        self.surrounds(&mut start);
        start.arg(app).stderr(Stdio::piped());
        let mut app = Background::start(&mut start)?;
        let said = app.child().stderr.take().context("the app has no standard error")?;
        let line =
            BufReader::new(said).lines().next().context("the app ended without a word")??;
        ensure!(line.contains("needs Microsoft Edge WebView2"), "the app said: {line}");
        let message = || {
            answers(
                program("xdotool")
                    .args(["search", "--onlyvisible", "--name", "^SigSentry Keys$"])
                    .env("DISPLAY", &self.screen.name),
            )
        };
        let began = Instant::now();
        while !message() {
            ensure!(began.elapsed() < PATIENCE, "no message came");
            thread::sleep(Duration::from_millis(50));
        }
        println!("without WebView2: {line}");
        Ok(())
    }
}
