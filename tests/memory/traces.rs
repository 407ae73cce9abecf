//! What a value leaves outside memory: files, what was printed, arguments, environments, core dumps.

use crate::{
    needles,
    scan::Needle,
    scenarios::{close_receipt, copy, create, lease_over, signed_in},
    support::{processes, sandbox::Sandbox},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// How often a value was found in what the app left somewhere.
fn line(place: &str, control: usize, found: usize) {
    println!("{place:<60} {control:>7} {found:>5}");
}

pub(crate) async fn none_outside_memory() {
    let sandbox = Sandbox::start("demo");
    let app = signed_in(&sandbox).await;
    let value = create(&app, &sandbox).await;
    app.find("key-canvas").await;
    copy(&app).await;
    let needles = needles::of(&value);
    let name = [needles::needle("the key's name", b"residue ".to_vec())];
    println!("\n{:<60} {:>7} {:>5}", "where", "control", "found");

    let processes = processes::tree(app.process());
    let of_processes = |file: &str| {
        let read = processes.iter().map(|pid| fs::read(format!("/proc/{pid}/{file}")));
        read.map(|bytes| bytes.expect("a process of the app can be read")).collect::<Vec<_>>()
    };
    let arguments = of_processes("cmdline");
    let program = [needles::needle("the program", b"sigsentry-keys".to_vec())];
    none(&needles, &program, &arguments, "arguments of the app's processes");
    let environments = of_processes("environ");
    let address = [needles::needle("the server", sandbox.url.clone().into_bytes())];
    none(&needles, &address, &environments, "environments of the app's processes");

    for &pid in &processes {
        let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        let words: Vec<_> = core.split_whitespace().collect();
        assert_eq!(words[4..6], ["1", "1"], "process {pid} may leave a core");
    }
    // The value is in the clipboard too, which the app serves: the only copy that is not in its pages.
    app.click("lease-clear").await;
    let core = [forced_core(app.process())];
    none(&needles, &name, &core, "a core forced while the value is shown");

    app.click("reveal-done").await;
    close_receipt(&app).await;
    lease_over(&app).await;
    app.sign_out().await;
    app.enter("sign-in-email").await;
    let home = app.folder.path().to_owned();
    let (email, _) = sandbox.account("owner");
    let who = [
        needles::needle("the account", email.clone().into_bytes()),
        name.into_iter().next().unwrap(),
    ];
    let control = home.join("control");
    fs::write(&control, format!("{value} {email} residue ")).unwrap();
    let settings = [needles::needle("a setting", b"clipboardLife".to_vec())];
    assert!(count(&needles, &contents(&home)) > 0, "a file with the value in it is found");
    assert_eq!(count(&who, &contents(&home)), 2, "a file with both in it is found");
    fs::remove_file(&control).unwrap();
    none(
        &needles,
        &settings,
        &contents(&home),
        "files: home, data, web profile, temporary, printed",
    );
    none(&who, &settings, &contents(&home), "the same files: the account, the key's name");
    app.quit().await;
}

/// The value is in none of these; the control is.
fn none(needles: &[Needle], control: &[Needle], places: &[Vec<u8>], what: &str) {
    let (control, found) = (count(control, places), count(needles, places));
    line(what, control, found);
    assert!(control > 0, "{what}: the control was not found, so finding nothing means nothing");
    assert_eq!(found, 0, "{what}");
}

fn count(needles: &[Needle], places: &[Vec<u8>]) -> usize {
    let each = places.iter().flat_map(|bytes| needles.iter().map(|needle| needle.count(bytes)));
    each.sum()
}

/// What a debugger with all rights writes of the app, as a crash reporter would.
fn forced_core(pid: u32) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let dumped = Command::new("gcore")
        .arg("-o")
        .arg(folder.path().join("core"))
        .arg(pid.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("gcore is installed by cargo xtask residue");
    assert!(dumped.success(), "gcore failed");
    fs::read(folder.path().join(format!("core.{pid}"))).unwrap()
}

/// Every file below a folder.
fn contents(folder: &Path) -> Vec<Vec<u8>> {
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() {
                // A file may go while it is looked for.
                found.extend(fs::read(entry.path()));
            }
        }
    }
    found
}
