//! A large tenant: the middle of the table, its menus, and what changed.

use crate::{
    MAIN, Series,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
};

impl Series {
    pub(crate) async fn many(&self, appearance: &str) {
        let sandbox = Sandbox::start_with("keys=100000", &["--rate-limit", "100000,1000"]);
        let settings = format!(r#"{{"clipboardLife":"30","appearance":"{appearance}"}}"#);
        let keyring = Keyring::start().await;
        let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
        let app = App::start_in(&sandbox, &settings, &environment).await;
        app.sign_in(&sandbox, "owner").await;
        app.store().await;
        self.resize().await;
        app.until("all of them", async || {
            app.text("as-of").await.contains("100,000 keys").then_some(())
        })
        .await;
        let middle = r#"const frame = document.querySelector('[data-testid="key-table"]').parentElement;
            frame.scrollTop = frame.scrollHeight / 2; return true"#;
        app.script(middle).await;
        let rows = r#"return document.querySelector('[data-testid="key-row"]')?.ariaRowIndex"#;
        app.until("the rows of the middle", async || {
            let index = app.script(rows).await;
            index.as_str().and_then(|at| at.parse::<u32>().ok()).filter(|at| *at > 40_000)
        })
        .await;
        self.shot("many-middle", MAIN).await;
        app.click("views").await;
        app.find("view-stale").await;
        self.shot("many-views", MAIN).await;
        app.click("view-noOwner").await;
        app.click("filters").await;
        self.shot("many-filters", MAIN).await;
        app.press(thirtyfour::Key::Escape).await;
        sandbox.create_elsewhere("incident bridge").await;
        app.click("refresh").await;
        app.find("news").await;
        app.click("show-changes").await;
        app.find("changes-list").await;
        self.shot("many-changes", MAIN).await;
        app.quit().await;
    }
}
