//! The window killed at random moments, with a real keychain: it comes back with its inventory, and
//! tells of every key whose value was lost. `crates/app/tests/crash` does the same 200 times without windows.

use crate::{
    offline::kept,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};
use uuid::Uuid;

/// Each phase twice.
const KILLS: usize = 8;
const NAME: &str = "killed";

#[tokio::test]
async fn killed_at_any_moment_the_window_comes_back_and_tells_what_was_lost() {
    let keyring = Keyring::start().await;
    let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
    let sandbox = Sandbox::start("demo");
    let mut app = kept(&sandbox, &keyring).await;
    // Keys that the person is done with, by name: told of, or dismissed.
    let (mut told, mut dismissed) = (BTreeSet::new(), BTreeSet::new());
    for kill in 0..KILLS {
        let name = format!("{NAME} {kill}");
        let longest = match kill % 4 {
            0 => {
                app.click("refresh").await;
                400
            }
            1 => {
                sandbox.control("faults", slow(300)).await;
                ask_for_a_key(&app, &name).await;
                500
            }
            2 => {
                ask_for_a_key(&app, &name).await;
                app.find("key-canvas").await;
                if kill > KILLS / 2 {
                    app.click("reveal-done").await;
                    app.click("guard-close").await;
                    app.find("receipt").await;
                    dismissed.insert(name);
                }
                200
            }
            // Its session is taken up, and its inventory read.
            _ => 1_200,
        };
        let later = random_below(longest);
        println!("kill {kill}: {later} ms later");
        // The moment itself: nothing is waited for.
        tokio::time::sleep(Duration::from_millis(later)).await;
        app.kill();
        let folder = app.quit_for_now().await;

        app = App::start_again(&sandbox, folder, &environment).await;
        // After every third kill the next one comes while the window still comes up.
        if kill % 4 != 2 {
            comes_back(&app, &sandbox, &mut told, &dismissed).await;
        }
    }
    assert!(!told.is_empty() && !dismissed.is_empty(), "told {told:?}, dismissed {dismissed:?}");
    assert!(told.is_disjoint(&dismissed));
    app.quit().await;
}

/// The window has its inventory, and tells of every key that was lost; then the person knows.
async fn comes_back(
    app: &App,
    sandbox: &Sandbox,
    told: &mut BTreeSet<String>,
    dismissed: &BTreeSet<String>,
) {
    app.enter("key-table").await;
    app.find("key-row").await;
    loop {
        let lost = lost(sandbox, told, dismissed).await;
        if lost.is_empty() {
            break;
        }
        let said = app.text("abandoned").await;
        let name = lost.iter().find(|name| said.contains(name.as_str()));
        let name = name.unwrap_or_else(|| panic!("{said} is none of {lost:?}")).clone();
        app.click("abandoned-keep").await;
        let script = r#"return document.querySelector('[data-testid="abandoned"]')?.textContent"#;
        app.until("the next one", async || {
            let said = app.script(script).await;
            said.as_str().is_none_or(|said| !said.contains(&name)).then_some(())
        })
        .await;
        told.insert(name);
    }
    assert!(!app.is_there("abandoned").await, "nothing else is told");
}

/// The keys of this test in the server, by name, that no one knows of.
async fn lost(
    sandbox: &Sandbox,
    told: &BTreeSet<String>,
    dismissed: &BTreeSet<String>,
) -> BTreeSet<String> {
    let keys = sandbox.keys().await;
    let names = keys.iter().filter_map(|key| key["name"].as_str()).map(str::to_owned);
    let ours: Vec<_> = names.filter(|name| name.starts_with(NAME)).collect();
    let once: BTreeSet<_> = ours.iter().cloned().collect();
    assert_eq!(ours.len(), once.len(), "no key is made twice: {ours:?}");
    once.into_iter().filter(|name| !told.contains(name) && !dismissed.contains(name)).collect()
}

async fn ask_for_a_key(app: &App, name: &str) {
    app.click("nav-organization").await;
    app.click("new-key").await;
    app.type_into("key-name", name).await;
    app.click("permission-analysis-read").await;
    app.click("create-submit").await;
}

fn slow(milliseconds: u64) -> Value {
    json!({ "operation": "create", "times": 1, "latencyMs": milliseconds })
}

fn random_below(end: u64) -> u64 {
    Uuid::new_v4().as_u64_pair().1 % end
}
