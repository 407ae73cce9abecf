//! The main job: one key per flow, revealed once, copied, used, and seen again only by its prefix.

use crate::support::{
    clipboard,
    sandbox::Sandbox,
    window::{App, until},
};

struct Flow {
    page: String,
    name: &'static str,
    prefix: &'static str,
    permissions: &'static [&'static str],
}

/// Creates a key on a page and copies it; the reveal dialog stays open.
async fn create_and_copy(app: &App, flow: &Flow) -> String {
    app.click(&flow.page).await;
    app.click("new-key").await;
    app.type_into("key-name", flow.name).await;
    for permission in flow.permissions {
        app.click(&format!("permission-{permission}")).await;
    }
    app.click("create-submit").await;
    app.find("reveal-dialog").await;
    app.until("a drawn value", async || (ink(app).await > 500).then_some(())).await;
    app.click("copy").await;
    app.find("copied").await;
    let value = clipboard::text().expect("the value is in the clipboard");
    assert!(clipboard::is_marked_secret());
    assert!(value.starts_with(flow.prefix), "a {} key", flow.prefix);
    assert!(value.len() > 40);
    // Presence in the clipboard is proved above; in the page there is nothing but the prefix.
    let source = app.source().await;
    assert!(source.contains(&value[..16]));
    assert!(!source.contains(&value[..17]));
    value
}

/// Painted pixels of the canvas.
async fn ink(app: &App) -> u64 {
    let script = r#"
        const canvas = document.querySelector('[data-testid="key-canvas"]');
        if (!canvas || !canvas.width) return 0;
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let ink = 0;
        for (let at = 3; at < data.length; at += 4) if (data[at]) ink++;
        return ink;"#;
    app.script(script).await.as_u64().unwrap()
}

async fn dismiss(app: &App) {
    app.click("reveal-done").await;
    app.find("receipt").await;
    app.click("receipt-close").await;
    app.gone("reveal-dialog").await;
}

#[tokio::test]
async fn an_sdk_key_does_what_the_page_says() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let project = app.first_project().await;
    let page = format!("nav-project-sdk-{project}");
    let flow =
        Flow { page, name: "checkout widget for tests", prefix: "ss_pub_", permissions: &[] };
    let value = create_and_copy(&app, &flow).await;
    dismiss(&app).await;
    assert_eq!(sandbox.analyses(true, &value, None).await.0, 201);
    assert_eq!(sandbox.analyses(false, &value, None).await.0, 200);
    assert_eq!(sandbox.list_keys_with(&value).await, "DASHBOARD_ONLY");
    last_used_moves(&app, flow.name).await;
    app.quit().await;
}

#[tokio::test]
async fn a_project_key_may_what_was_picked_and_nothing_else() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "admin").await;
    let project = app.first_project().await;
    let page = format!("nav-project-api-{project}");
    let permissions = &["analysis-read"];
    let flow = Flow { page, name: "invoice replay for tests", prefix: "ss_secret_", permissions };
    let value = create_and_copy(&app, &flow).await;
    dismiss(&app).await;
    assert_eq!(sandbox.analyses(false, &value, None).await.0, 200);
    assert_eq!(sandbox.analyses(true, &value, None).await, (403, "FORBIDDEN".into()));
    let elsewhere = "00000000-0000-4000-8000-000000000000";
    assert_ne!(sandbox.analyses(false, &value, Some(elsewhere)).await.0, 200);
    last_used_moves(&app, flow.name).await;
    app.quit().await;
}

#[tokio::test]
async fn an_organization_key_needs_a_project_named() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let project = app.first_project().await;
    let permissions = &["analysis-read", "config-read"];
    let page = "nav-organization".to_owned();
    let flow = Flow { page, name: "tenant audit for tests", prefix: "ss_org_", permissions };
    let value = create_and_copy(&app, &flow).await;
    dismiss(&app).await;
    let code = "MISSING_PROJECT_ID".to_owned();
    assert_eq!(sandbox.analyses(false, &value, None).await, (400, code));
    assert_eq!(sandbox.analyses(false, &value, Some(&project)).await.0, 200);
    last_used_moves(&app, flow.name).await;
    app.quit().await;
}

/// After a refresh the row says that the key was just used.
async fn last_used_moves(app: &App, name: &str) {
    app.click("nav-all").await;
    app.type_into("search", name).await;
    app.click("refresh").await;
    app.until("a moved Last Used", async || {
        let row = app.row().await?;
        (row.contains(name) && row.contains("just now")).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_clipboard_is_empty_after_the_lease() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let page = "nav-organization".to_owned();
    let permissions = &["analysis-read"];
    let flow = Flow { page, name: "lease check", prefix: "ss_org_", permissions };
    create_and_copy(&app, &flow).await;
    until("an empty clipboard", async || clipboard::text().is_none().then_some(())).await;
    dismiss(&app).await;
    app.quit().await;
}

#[tokio::test]
async fn clear_now_clears_and_another_copy_is_left_alone() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let page = "nav-organization".to_owned();
    let permissions = &["analysis-read"];
    let flow = Flow { page, name: "clear check", prefix: "ss_org_", permissions };
    create_and_copy(&app, &flow).await;
    app.click("lease-clear").await;
    until("an empty clipboard", async || clipboard::text().is_none().then_some(())).await;
    app.click("copy").await;
    until("a new copy", async || clipboard::text()).await;
    clipboard::copy_elsewhere("a shopping list");
    app.until("the lease to end", async || (!app.is_there("lease-clear").await).then_some(()))
        .await;
    assert_eq!(clipboard::text().as_deref(), Some("a shopping list"));
    dismiss(&app).await;
    app.quit().await;
}

#[tokio::test]
async fn each_copy_format_is_ready_to_paste() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let page = "nav-organization".to_owned();
    let permissions = &["analysis-read"];
    let flow = Flow { page, name: "format check", prefix: "ss_org_", permissions };
    let value = create_and_copy(&app, &flow).await;
    for (format, expected) in [
        ("dotenv", format!("SIGSENTRY_API_KEY={value}")),
        ("export", format!("export SIGSENTRY_API_KEY='{value}'")),
        ("powerShell", format!("$env:SIGSENTRY_API_KEY = '{value}'")),
        (
            "curl",
            format!(
                "curl -H \"Authorization: Bearer {value}\" \\\n  -H \"X-Project-Id: <project-uuid>\" \\\n  \"{}/v1/analyses\"",
                sandbox.url
            ),
        ),
        ("json", format!("{{\"SIGSENTRY_API_KEY\":\"{value}\"}}")),
    ] {
        app.click("copy-format").await;
        app.click(&format!("copy-format-{format}")).await;
        until(format, async || (clipboard::text().as_ref() == Some(&expected)).then_some(())).await;
        assert!(clipboard::is_marked_secret(), "{format}");
    }
    dismiss(&app).await;
    app.quit().await;
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_and_brings_one_key() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let before = sandbox.keys().await.len();
    let fault = serde_json::json!({ "dropAfterCommit": true, "operation": "create", "times": 1 });
    sandbox.control("faults", fault).await;
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", "lost answer").await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
    app.find("create-error").await;
    app.click("create-retry").await;
    app.find("reveal-dialog").await;
    assert_eq!(sandbox.keys().await.len(), before + 1);
    app.click("copy").await;
    app.find("copied").await;
    dismiss(&app).await;
    app.quit().await;
}
