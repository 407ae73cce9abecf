//! What a fresh machine with Rust and Node lacks: found, said, and installed where that is possible.

use crate::process::{answers, output, program, succeed};
use anyhow::{Context, Result, bail};

/// To build the app.
const BUILD: [&str; 3] = ["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"];
/// To test it in a real window.
const TEST: [&str; 25] = [
    "appstream",
    "at-spi2-core",
    "chromium",
    "dbus",
    "desktop-file-utils",
    "fonts-dejavu-core",
    "gdb",
    "gh",
    "gnome-keyring",
    "gnumeric",
    "gnupg",
    "imagemagick",
    "libsecret-tools",
    "pass",
    "python3",
    "python3-venv",
    "rpm",
    "strace",
    "sway",
    "webkit2gtk-driver",
    "weston",
    "wl-clipboard",
    "xclip",
    "xdotool",
    "xvfb",
];
/// To compile for other systems, and to run what was compiled for Windows. Rustup fetches the libraries of
/// another system where it may; these are there wherever Debian is.
const OTHER_SYSTEMS: [&str; 8] = [
    "cargo-web",
    "g++-mingw-w64-x86-64-posix",
    "gcc-mingw-w64-x86-64-posix",
    "libstd-rust-web-dev",
    "rust-web-clippy",
    "rust-web-src",
    "rustc-web",
    "wine64",
];
/// A program that comes in several packages, which exclude each other: installed only where it is
/// missing.
const KUBECTL: (&str, &str) = ("kubectl", "kubernetes-client");
/// The oldest Node that the UI's build accepts.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// What is needed to build and run the app.
pub(crate) fn for_building() -> Result<()> {
    node()?;
    packages(&BUILD)
}

/// What is needed to run every test.
pub(crate) fn for_testing() -> Result<()> {
    node()?;
    if !cfg!(target_os = "linux") {
        bail!("the tests need Linux: they start displays, session buses and window drivers there");
    }
    let mut wanted = [&BUILD[..], &TEST[..]].concat();
    if !answers(program(KUBECTL.0).args(["version", "--client"])) {
        wanted.push(KUBECTL.1);
    }
    packages(&wanted)
}

/// What is needed to compile for other systems.
pub(crate) fn for_other_systems() -> Result<()> {
    packages(&OTHER_SYSTEMS)
}

fn node() -> Result<()> {
    let version = output(program("node").arg("--version"))
        .context("Node.js is needed to build the UI: install version 20.19 or newer")?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= OLDEST_NODE => Ok(()),
        _ => bail!("Node.js {} is too old: 20.19 or newer is needed", version.trim()),
    }
}

fn packages(wanted: &[&str]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !answers(program("dpkg-query").arg("--version")) {
        return without_dpkg();
    }
    let missing: Vec<_> = wanted.iter().copied().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let root = output(program("id").arg("-u"))?.trim() == "0";
    println!("Installing system packages: {}", missing.join(" "));
    if !root {
        println!("This needs root: sudo may ask for your password.");
    }
    let apt = |arguments: &[&str]| {
        let mut command = program(if root { "env" } else { "sudo" });
        command.args(&["env"][usize::from(root)..]);
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]).args(arguments);
        succeed(&mut command)
    };
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], &missing[..]].concat())
}

fn is_installed(package: &str) -> bool {
    program("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}", package])
        .output()
        .is_ok_and(|answer| answer.stdout == b"installed")
}

/// Other distributions: said, not installed.
fn without_dpkg() -> Result<()> {
    if answers(program("pkg-config").args(["--exists", "webkit2gtk-4.1"])) {
        return Ok(());
    }
    bail!(
        "WebKitGTK 4.1 is missing. Fedora: dnf install webkit2gtk4.1-devel; Arch: pacman -S \
         webkit2gtk-4.1; openSUSE: zypper install webkit2gtk3-devel"
    )
}
