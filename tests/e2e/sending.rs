//! Straight into the secret manager, past the clipboard: with its own program, in the real window.

use crate::support::{
    clipboard,
    keyring::Keyring,
    sandbox::Sandbox,
    secret_managers::SecretManagers,
    window::{App, random_part},
};
use serde_json::json;

const SETTINGS: &str = r#"{"clipboardLife":"10"}"#;

async fn start(sandbox: &Sandbox, managers: &SecretManagers) -> App {
    let app = App::start_in(sandbox, SETTINGS, &managers.environment()).await;
    app.sign_in(sandbox, "owner").await;
    app.click("nav-organization").await;
    app
}

/// A revealed key whose value is known here.
pub(crate) async fn reveal(app: &App, sandbox: &Sandbox, name: &str) -> String {
    let part = random_part();
    sandbox.control("next-key", json!({ "randomPart": part })).await;
    app.click("new-key").await;
    app.type_into("key-name", name).await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    app.find("reveal-dialog").await;
    format!("ss_org_{part}")
}

/// Sends what is shown to a place, from its list.
pub(crate) async fn send(app: &App, place: &str, fields: &[(&str, &str)]) {
    app.click(&format!("destination-{place}")).await;
    for (field, text) in fields {
        app.type_into(&format!("send-field-{field}"), text).await;
    }
    app.click("send-submit").await;
}

async fn close(app: &App) {
    app.click("reveal-done").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
}

#[tokio::test]
async fn github_pass_and_aws_get_the_value_and_the_clipboard_never_does() {
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let app = start(&sandbox, &managers).await;
    let value = reveal(&app, &sandbox, "sent three times").await;
    app.click("send-to").await;

    send(&app, "githubActions", &[("repository", "acme/web"), ("name", "SIGSENTRY_API_KEY")]).await;
    app.sent().await;
    assert!(managers.github.secret("SIGSENTRY_API_KEY") == value.as_bytes());
    app.click("sent-elsewhere").await;
    send(&app, "pass", &[("path", "sigsentry/ci")]).await;
    app.sent().await;
    assert!(managers.in_pass("sigsentry/ci") == value);
    app.click("sent-elsewhere").await;
    send(&app, "awsSecretsManager", &[("name", "sigsentry/ci")]).await;
    app.sent().await;
    assert!(managers.in_aws("sigsentry/ci") == value);

    // Sent is handed over: nothing is asked, and the receipt says where it is.
    app.click("reveal-done").await;
    let receipt = app.find("receipt").await.text().await.unwrap();
    for place in ["GitHub Actions: acme/web", "sigsentry/ci"] {
        assert!(receipt.contains(place), "{place} in {receipt}");
    }
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
    assert_eq!(clipboard::text(), None);
    assert!(!app.source().await.contains(&value[16..]));
    app.quit().await;
}

#[tokio::test]
async fn what_is_there_already_is_replaced_only_when_told() {
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let app = start(&sandbox, &managers).await;
    let first = reveal(&app, &sandbox, "first").await;
    app.click("send-to").await;
    send(&app, "pass", &[("path", "sigsentry/same")]).await;
    app.sent().await;
    close(&app).await;

    let second = reveal(&app, &sandbox, "second").await;
    app.click("send-to").await;
    send(&app, "pass", &[("path", "sigsentry/same")]).await;
    app.find("send-exists").await;
    assert!(managers.in_pass("sigsentry/same") == first);
    app.click("send-keep").await;
    app.gone("send-exists").await;
    app.click("send-submit").await;
    app.click("send-replace").await;
    app.sent().await;
    assert!(managers.in_pass("sigsentry/same") == second);
    close(&app).await;
    app.quit().await;
}

#[tokio::test]
async fn a_failed_and_an_unknown_sending_keep_the_value_held() {
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let app = start(&sandbox, &managers).await;
    let value = reveal(&app, &sandbox, "hard to place").await;
    app.click("send-to").await;
    send(&app, "githubActions", &[("repository", "acme/gone")]).await;
    let said = app.find("send-error").await.text().await.unwrap();
    assert!(said.contains("still held"), "{said}");
    assert!(!said.contains(&value[16..]));
    app.click("send-back").await;

    send(&app, "doppler", &[("project", "web"), ("config", "prd")]).await;
    let said = app.find("send-error").await.text().await.unwrap();
    assert!(said.contains("can’t tell whether it was stored"), "{said}");
    // No one has it for sure: the way out asks.
    app.click("dialog-close").await;
    app.find("guard").await;
    app.click("guard-copy").await;
    app.find("copied").await;
    assert!(clipboard::text() == Some(value));
    close(&app).await;
    app.quit().await;
}

#[tokio::test]
async fn where_a_value_went_is_remembered_at_the_next_start() {
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let keyring = Keyring::start().await;
    let mut environment = managers.environment();
    environment.push(("DBUS_SESSION_BUS_ADDRESS", &keyring.bus));
    let app = App::start_in(&sandbox, SETTINGS, &environment).await;
    app.sign_in(&sandbox, "owner").await;
    app.click("nav-organization").await;
    reveal(&app, &sandbox, "sent once").await;
    app.click("send-to").await;
    send(&app, "githubActions", &[("repository", "acme/web"), ("name", "ONCE")]).await;
    app.sent().await;
    close(&app).await;
    let folder = app.quit_for_now().await;

    let app = App::start_again(&sandbox, folder, &environment).await;
    app.enter("key-table").await;
    app.type_into("search", "sent once").await;
    app.until("the one key", async || app.row().await.filter(|row| row.contains("sent once")))
        .await;
    app.click("key-open").await;
    let stored = r#"return document.querySelector('[data-testid="note-stored-in"]')?.value"#;
    app.until("where it is stored", async || {
        let places = app.script(stored).await;
        (places == "GitHub Actions: acme/web, ONCE").then_some(())
    })
    .await;
    app.click("nav-organization").await;
    reveal(&app, &sandbox, "sent next").await;
    app.click("send-to").await;
    app.click("destination-githubActions").await;
    let repository =
        r#"return document.querySelector('[data-testid="send-field-repository"]')?.value"#;
    app.until("the repository", async || {
        (app.script(repository).await == "acme/web").then_some(())
    })
    .await;
    app.quit().await;
}

#[tokio::test]
async fn what_a_manager_has_is_compared_without_coming_into_the_page() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    app.click("nav-organization").await;
    let value = reveal(&app, &sandbox, "stored by hand").await;
    let says = async |word: &str| {
        app.until(word, async || app.text("check-result").await.contains(word).then_some(())).await;
    };
    app.click("check-open").await;
    app.type_into("check-ending", "nope").await;
    app.click("check-submit").await;
    says("It differs").await;
    app.type_into("check-ending", &value[value.len() - 4..]).await;
    app.click("check-submit").await;
    says("The same").await;

    clipboard::copy_elsewhere("something else that ends otherwise");
    app.paste_into("check-ending").await;
    says("It differs").await;
    clipboard::copy_elsewhere(&value);
    app.paste_into("check-ending").await;
    says("The same").await;
    assert!(!app.source().await.contains(&value[16..]));
    let typed = r#"return document.querySelector('[data-testid="check-ending"]').value"#;
    assert_eq!(app.script(typed).await, "");
    app.quit().await;
}

/// As the README has it: `git clone` and `cargo xtask run` come before, and then every click counts.
#[tokio::test]
async fn a_strangers_first_key_is_in_pass_in_under_ten_commands_and_clicks() {
    const COMMANDS: usize = 2;
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let app = App::start_in(&sandbox, "{}", &managers.environment()).await;
    let (email, password) = sandbox.account("owner");
    let part = random_part();
    sandbox.control("next-key", json!({ "randomPart": part })).await;

    let clicks = std::cell::Cell::new(0);
    let click = async |what: &str| {
        clicks.set(clicks.get() + 1);
        app.click(what).await;
    };
    app.type_into("sign-in-email", &email).await;
    app.type_into("sign-in-password", &password).await;
    click("sign-in-submit").await;
    app.enter("key-table").await;
    click(&format!("nav-project-sdk-{}", app.first_project().await)).await;
    click("new-key").await;
    app.type_into("key-name", "a stranger's first").await;
    click("create-submit").await;
    app.find("reveal-dialog").await;
    click("send-to").await;
    click("destination-pass").await;
    app.type_into("send-field-path", "sigsentry/first").await;
    click("send-submit").await;
    app.sent().await;
    assert!(managers.in_pass("sigsentry/first") == format!("ss_pub_{part}"));
    assert!(COMMANDS + clicks.get() < 10, "{} clicks", clicks.get());
    app.quit().await;
}
