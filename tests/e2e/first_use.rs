//! The desktop tells a person who wants it that a key came into use that they handed over.

use crate::{
    sending::reveal,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
};
use std::{
    collections::HashMap,
    sync::mpsc::{self, Receiver, Sender},
    time::Duration,
};
use zbus::{blocking::connection::Builder, interface, zvariant::Value};

/// What shows the notifications of a desktop.
struct Desktop(Sender<String>);

#[interface(name = "org.freedesktop.Notifications")]
impl Desktop {
    #[allow(clippy::too_many_arguments, reason = "the desktop's specification has them")]
    fn notify(
        &self,
        app: &str,
        _replaces: u32,
        _icon: &str,
        title: &str,
        body: &str,
        _actions: Vec<&str>,
        _hints: HashMap<&str, Value<'_>>,
        _timeout: i32,
    ) -> u32 {
        self.0.send(format!("{app}: {title}: {body}")).unwrap();
        1
    }
}

fn desktop(bus: &str) -> (zbus::blocking::Connection, Receiver<String>) {
    let (shows, shown) = mpsc::channel();
    let builder = Builder::address(bus).unwrap();
    let builder = builder.serve_at("/org/freedesktop/Notifications", Desktop(shows)).unwrap();
    (builder.name("org.freedesktop.Notifications").unwrap().build().unwrap(), shown)
}

#[tokio::test]
async fn a_person_who_wants_it_is_told_once_that_a_key_came_into_use_and_no_name() {
    let (sandbox, keyring) = (Sandbox::start("demo"), Keyring::start().await);
    let (_desktop, shown) = desktop(&keyring.bus);
    let bus = [("DBUS_SESSION_BUS_ADDRESS", &*keyring.bus)];
    let app = App::start_in(&sandbox, "{}", &bus).await;
    app.sign_in(&sandbox, "owner").await;
    app.store().await;
    app.click("settings").await;
    app.click("notify-first-use").await;
    app.press(thirtyfour::Key::Escape).await;
    app.gone("settings-dialog").await;

    for name in ["nightly export", "weekly export"] {
        app.click("nav-organization").await;
        let value = reveal(&app, &sandbox, name).await;
        app.click("copy").await;
        app.click("reveal-done").await;
        app.click("receipt-close").await;
        app.gone("reveal-dialog").await;
        let keys = sandbox.keys().await;
        let project = keys.iter().find_map(|key| key["projectId"].as_str()).unwrap();
        assert_eq!(sandbox.analyses(false, &value, Some(project)).await.0, 200);
        app.click("refresh").await;
        app.type_into("search", name).await;
        app.click("key-row").await;
        app.until("its first use", async || {
            app.text("detail").await.contains("First seen in use").then_some(())
        })
        .await;
        app.press(thirtyfour::Key::Escape).await;
        app.gone("detail").await;
    }
    let said = shown.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(said, "SigSentry Keys: Keys that you handed over: 1 key came into use.");
    app.quit().await;
    assert!(shown.try_recv().is_err(), "once a day");
}
