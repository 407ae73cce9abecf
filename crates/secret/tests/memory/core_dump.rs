use crate::holder::Holder;
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// Debian and its relatives forbid core dumps by a limit; here one is wanted.
const CORES_ALLOWED: [&str; 2] = ["prlimit", "--core=unlimited"];

#[test]
fn a_debuggers_core_does_not_contain_it() {
    let name = "core_dump::a_debuggers_core_does_not_contain_it";
    let folder = tempfile::tempdir().unwrap();
    let Some(holder) = Holder::start(name, &CORES_ALLOWED, folder.path()) else { return };
    assert_eq!(holder.secrets(), 1);
    let core = dumped_by_debugger(&holder, folder.path());
    assert_has_only_the_control(&holder, &core);
}

#[test]
fn a_core_taken_while_it_is_exposed_does_not_contain_it() {
    let name = "core_dump::a_core_taken_while_it_is_exposed_does_not_contain_it";
    let folder = tempfile::tempdir().unwrap();
    let Some(mut holder) = Holder::start(name, &CORES_ALLOWED, folder.path()) else { return };
    assert_eq!(holder.order("expose"), "open");
    assert_eq!(holder.secrets(), 1);
    let core = dumped_by_debugger(&holder, folder.path());
    assert_has_only_the_control(&holder, &core);
}

/// The kernel's own core of a crash, where it writes one into a file. Where it hands it to a
/// program, as systemd's or Ubuntu's do, a debugger's core of the same moment stands in.
#[test]
fn the_core_of_a_crash_does_not_contain_it() {
    let name = "core_dump::the_core_of_a_crash_does_not_contain_it";
    let folder = tempfile::tempdir().unwrap();
    let Some(mut holder) = Holder::start(name, &CORES_ALLOWED, folder.path()) else { return };
    assert_eq!(holder.secrets(), 1);
    let pattern = fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap();
    let core = if pattern.starts_with(['|', '/', '@']) {
        assert_eq!(holder.order("expose"), "open");
        dumped_by_debugger(&holder, folder.path())
    } else {
        holder.crash();
        only_file_in(folder.path())
    };
    assert_has_only_the_control(&holder, &core);
}

fn assert_has_only_the_control(holder: &Holder, core: &[u8]) {
    assert!(holder.control.count_in(core) > 0, "a core without ordinary memory proves nothing");
    assert_eq!(holder.secret.count_in(core), 0);
}

fn dumped_by_debugger(holder: &Holder, folder: &Path) -> Vec<u8> {
    let dumped = Command::new("gcore")
        .arg("-o")
        .arg(folder.join("core"))
        .arg(holder.process.id().to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("gcore is needed, from the package gdb: cargo xtask test installs it");
    assert!(dumped.success(), "gcore failed");
    only_file_in(folder)
}

fn only_file_in(folder: &Path) -> Vec<u8> {
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    fs::read(&files[0]).unwrap()
}
