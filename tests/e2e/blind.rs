//! A key is made, heard and handed over by a person who does not see the window: with the keyboard and what a screen reader
//! hears.

use crate::support::{
    sandbox::Sandbox,
    screen_reader::ScreenReader,
    secret_managers::SecretManagers,
    window::{App, random_part},
};
use serde_json::json;

// The reader waits without giving way to the secret managers, which run in this process.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_made_copied_and_sent_by_hearing_alone() {
    let (sandbox, managers) = (Sandbox::start("demo"), SecretManagers::start().await);
    let reader = ScreenReader::start();
    let part = random_part();
    sandbox.control("next-key", json!({ "randomPart": part })).await;
    let app = App::start_in(&sandbox, "{}", &managers.environment()).await;
    let (email, password) = sandbox.account("owner");

    reader.hears("“E-mail”");
    reader.type_text(&email);
    reader.goes_to("Tab", "“Password”");
    reader.type_text(&password);
    reader.press(&["Return"]);
    reader.hears("“All keys”");
    reader.press(&["ctrl+k"]);
    reader.hears("Find an action, a page, a project or a key");
    reader.type_text("organ");
    reader.press(&["Return"]);
    reader.hears("“Organization · API Keys”");
    reader.press(&["n"]);
    reader.hears("“Name”");
    reader.type_text("heard only");
    reader.goes_to("Tab", "CI: analysis only");
    reader.press(&["space"]);
    reader.goes_to("Tab", "“Create key”");
    reader.press(&["Return"]);
    reader.hears("“Copy”");

    let value = format!("ss_org_{part}");
    let tree = reader.tree();
    assert!(tree.contains("heard only") && tree.contains("Spell out"), "the tree is read");
    assert!(!tree.contains(&part), "the value is in no node");

    reader.press(&["Return"]);
    reader.hears("said: Value copied");
    reader.goes_to("Tab", "Send to");
    reader.press(&["Return"]);
    reader.hears("“Send to…”");
    reader.reads("Ready to use: ");
    reader.goes_to("Tab", "“pass");
    reader.press(&["Return"]);
    reader.hears("“Send to pass”");
    reader.goes_to("Tab", "“Path");
    reader.type_text("sigsentry/heard");
    reader.press(&["Return"]);
    reader.reads("Stored in ");
    assert!(managers.in_pass("sigsentry/heard") == value);
    assert_eq!(reader.times("said: Value copied"), 1);
    assert!(!reader.transcript().contains(&part), "the value was not said");
    app.quit().await;
}
