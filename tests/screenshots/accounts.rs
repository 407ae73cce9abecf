//! Accounts side by side.

use crate::{
    MAIN, Series,
    support::{accounts::Both, keyring::Keyring, sandbox::Sandbox, window::App},
};

impl Series {
    /// Two servers side by side: the menu, a name and a colour, and what a new account is asked.
    pub(crate) async fn accounts(&self, appearance: &str) {
        let keyring = Keyring::start().await;
        let (live, staging) = (Sandbox::start("demo"), Sandbox::start("keys=40"));
        let trust = tempfile::tempdir().unwrap();
        let both = Both::of(&live, &staging, &trust);
        let settings = format!(r#"{{"clipboardLife":"30","appearance":"{appearance}"}}"#);
        let app = App::start_in(&live, &settings, &both.environment(&keyring)).await;
        app.sign_in_at(&live, "owner").await;
        app.find("account-band").await;
        self.resize().await;
        app.choose_in_menu("account-label").await;
        app.type_into("label-name", "Production").await;
        app.click("colour-green").await;
        self.shot("account-label", MAIN).await;
        app.click("label-save").await;
        app.gone("label-dialog").await;
        app.choose_in_menu("account-add").await;
        app.enter("sign-in-email").await;
        self.shot("account-add", "Sign in – SigSentry Keys").await;
        app.sign_in_at(&staging, "admin").await;
        app.until("both accounts", async || {
            app.click("account-menu").await;
            let script =
                r#"return document.querySelectorAll('[data-testid="account-item"]').length"#;
            let both = app.script(script).await == 2;
            if !both {
                app.click("account-menu").await;
            }
            both.then_some(())
        })
        .await;
        self.shot("account-menu", MAIN).await;
        app.quit().await;
    }
}
