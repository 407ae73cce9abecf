//! A review without the server: decided, signed off, and checked by a program that knows nothing of it.

use crate::{
    offline::kept,
    support::{
        keyring::Keyring,
        sandbox::{Sandbox, program},
        window::App,
    },
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn verify(files: &[&Path]) -> Output {
    let mut command = Command::new(program("SIGSENTRY_E2E_APP"));
    // No display, no account, no network.
    command.arg("verify").args(files).env_clear().output().unwrap()
}

fn said(output: &Output) -> String {
    let both =
        [&output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said).into_owned());
    both.join("\n")
}

/// Reviews what *Stale* shows: the first key is revoked, the others are kept. The files.
async fn review(app: &App, downloads: &Path) -> Vec<PathBuf> {
    app.click("views").await;
    app.click("view-stale").await;
    app.find("chips").await;
    app.click("views").await;
    app.click("review-begin").await;
    app.find("review-item").await;
    app.click("review-revoke").await;
    app.type_into("review-note", "nobody knows it").await;
    app.click("review-keep-rest").await;
    app.click("review-sign-off").await;
    app.find("review-signed").await;
    let mut files: Vec<_> =
        fs::read_dir(downloads).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test]
async fn a_review_is_signed_off_offline_and_a_changed_one_is_refused() {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let mut sandbox = Sandbox::start("demo");
    let app = kept(&sandbox, &keyring).await;
    app.find("key-table").await;
    let folder = app.quit_for_now().await;
    sandbox.stop();
    let downloads = folder.path().join("Downloads");

    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    app.find("offline-age").await;
    let files = review(&app, &downloads).await;
    let [page, file] = &files[..] else { panic!("{files:?}") };
    // Offline, what it proposes waits.
    assert!(app.text("proposals").await.contains("The proposals wait here."));
    let signer = app.text("review-signer").await;
    for path in [page, file] {
        let genuine = verify(&[path]);
        assert!(genuine.status.success(), "{}", said(&genuine));
        assert!(said(&genuine).contains(&signer), "{}", said(&genuine));
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains("nobody knows it"));
        let tampered = path.with_extension("tampered");
        fs::write(&tampered, text.replacen("nobody knows it", "everyone knows it", 1)).unwrap();
        let refused = verify(&[&tampered]);
        assert!(!refused.status.success());
        assert!(said(&refused).contains("Not accepted"), "{}", said(&refused));
    }
    app.click("review-close").await;
    app.gone("review").await;
    let notice = app.text("review-notice").await;
    assert!(notice.contains("proposes 1 change"), "{notice}");
    app.quit().await;
}
