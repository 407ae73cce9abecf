//! A value that replaces another one in two places, and values that turn up where they should not be.

use crate::{
    scenarios::{SETTINGS, close_receipt, create, reveal, signed_in},
    support::{
        clipboard,
        keyring::Keyring,
        sandbox::Sandbox,
        secret_managers::SecretManagers,
        window::{App, random_part},
    },
    table::Table,
    watch::Watch,
};
use serde_json::json;
use std::{fs, path::Path, process::Command};

pub(crate) async fn all(table: &mut Table) {
    rotated(table).await;
    found(table).await;
}

/// Sent to two places, replaced in both, and dismissed.
async fn rotated(table: &mut Table) {
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let keyring = Keyring::start().await;
    let mut environment = managers.environment();
    environment.push(("DBUS_SESSION_BUS_ADDRESS", &keyring.bus));
    let app = App::start_in(&sandbox, SETTINGS, &environment).await;
    app.sign_in(&sandbox, "owner").await;
    app.store().await;
    create(&app, &sandbox).await;
    app.find("reveal-dialog").await;
    app.click("send-to").await;
    for (place, field, text) in
        [("pass", "path", "sigsentry/ci"), ("githubActions", "repository", "acme/web")]
    {
        app.click(&format!("destination-{place}")).await;
        app.type_into(&format!("send-field-{field}"), text).await;
        app.click("send-submit").await;
        app.sent().await;
        if place == "pass" {
            app.click("sent-elsewhere").await;
        }
    }
    app.click("reveal-done").await;
    close_receipt(&app).await;
    let part = random_part();
    sandbox.control("next-key", json!({ "randomPart": part })).await;
    app.type_into("search", "residue").await;
    app.click("key-row").await;
    app.click("rotate").await;
    app.find("rotate-places").await;
    app.click("rotate-submit").await;
    app.find("handover").await;
    let value = format!("ss_org_{part}");
    let mut watch = Watch::over(std::slice::from_ref(&value));
    watch.present();
    app.click("handover-all").await;
    app.until_sent("both places to have it", async || {
        app.text("handover").await.matches("has the new value").count() == 2
    })
    .await;
    assert!(managers.in_pass("sigsentry/ci") == value);
    app.click("reveal-done").await;
    close_receipt(&app).await;
    table.add(watch.left("rotated into two places, dismissed").await);
    app.quit().await;
}

/// Pasted text, a file, and what git remembers: the value is found there by the app, and told by its
/// prefix.
async fn found(table: &mut Table) {
    let sandbox = Sandbox::start("demo");
    let app = signed_in(&sandbox).await;

    let (watch, value) = shown(&app, &sandbox).await;
    clipboard::copy_elsewhere(&format!("curl -H 'Authorization: Bearer {value}'"));
    app.click("open-triage").await;
    app.click("triage-clipboard").await;
    told(&app, &value).await;
    clipboard::copy_elsewhere("something else");
    table.add(watch.left("looked for in the clipboard").await);

    let folder = tempfile::tempdir().unwrap();
    let (watch, value) = shown(&app, &sandbox).await;
    fs::write(folder.path().join(".env"), format!("KEY={value}\n")).unwrap();
    look(&app, folder.path()).await;
    told(&app, &value).await;
    table.add(watch.left("looked for in a file").await);

    let (watch, value) = shown(&app, &sandbox).await;
    fs::write(folder.path().join(".env"), format!("KEY={value}\n")).unwrap();
    for arguments in [
        &["init", "-q"][..],
        &["add", "."],
        &[
            "-c",
            "user.name=Mara",
            "-c",
            "user.email=mara@northwind.example",
            "commit",
            "-qm",
            "one",
        ],
        &["gc", "-q"],
    ] {
        assert!(
            Command::new("git")
                .args(arguments)
                .current_dir(folder.path())
                .status()
                .unwrap()
                .success()
        );
    }
    fs::remove_file(folder.path().join(".env")).unwrap();
    look(&app, folder.path()).await;
    told(&app, &value).await;
    table.add(watch.left("looked for in a git repository").await);
    app.quit().await;
}

/// A value that was found while it was held, and is gone.
async fn shown(app: &App, sandbox: &Sandbox) -> (Watch, String) {
    if app.is_there("triage-close").await {
        app.click("triage-close").await;
        app.gone("triage").await;
    }
    let (watch, value) = reveal(app, sandbox).await;
    app.click("reveal-done").await;
    app.click("guard-close").await;
    close_receipt(app).await;
    (watch, value)
}

async fn look(app: &App, folder: &Path) {
    app.click("open-triage").await;
    app.type_into("triage-path", folder.to_str().unwrap()).await;
    app.click("triage-look").await;
}

async fn told(app: &App, value: &str) {
    app.until("what was found", async || {
        let found = app.is_there("found").await && app.text("found").await.contains(&value[..16]);
        found.then_some(())
    })
    .await;
    assert!(app.text("verdict").await.contains("A live key"));
}
