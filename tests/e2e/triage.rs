//! Leaked values are looked for in the real window: in what was copied, in files, in what git remembers.

use crate::{
    sending::reveal,
    support::{clipboard, drag::Drag, sandbox::Sandbox, window::App},
};
use std::{fs, process::Command};

fn git(folder: &std::path::Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Mara", "-c", "user.email=mara@northwind.example"];
    let done = Command::new("git").args(identity).args(arguments).current_dir(folder).status();
    assert!(done.unwrap().success(), "{arguments:?}");
}

#[tokio::test]
async fn a_leaked_value_is_told_by_its_prefix_and_rotated_from_there() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    app.click("nav-organization").await;
    let value = reveal(&app, &sandbox, "leaked").await;
    app.click("reveal-done").await;
    app.click("guard-close").await;
    app.click("receipt-close").await;

    clipboard::copy_elsewhere(&format!("-H 'Authorization: Bearer {value}'"));
    app.click("open-triage").await;
    app.click("triage-clipboard").await;
    let report = app.text("triage-report").await;
    assert!(report.contains("1 value found"), "{report}");
    assert!(app.text("found").await.contains("leaked"));

    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    fs::write(folder.path().join("ci.yml"), format!("key: {value}\n")).unwrap();
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "one"]);
    fs::write(folder.path().join("ci.yml"), "key: taken out\n").unwrap();
    git(folder.path(), &["commit", "-qam", "two"]);
    git(folder.path(), &["gc", "-q"]);
    app.type_into("triage-path", folder.path().to_str().unwrap()).await;
    app.click("triage-look").await;
    app.until("what git remembers", async || {
        app.text("triage-report").await.contains("6 git objects").then_some(())
    })
    .await;
    assert!(app.text("verdict").await.contains("A live key"));
    assert!(!app.source().await.contains(&value[16..]));
    app.click("triage-close").await;
    app.gone("triage").await;

    let log = folder.path().join("a log.txt");
    fs::write(&log, format!("x\n{value}\n")).unwrap();
    let drag = Drag::over("SigSentry Keys", &[&log, &folder.path().join("ci.yml")]);
    app.find("drop-hint").await;
    drag.drop_here();
    app.until("what was dropped", async || {
        app.text("triage-report").await.contains("Looked through 2 files").then_some(())
    })
    .await;
    app.gone("drop-hint").await;
    assert!(app.text("found").await.contains("1 place"));
    app.click("found-rotate").await;
    app.find("rotate-dialog").await;
    app.quit().await;
}
