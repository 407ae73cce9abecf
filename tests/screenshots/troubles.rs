//! What goes wrong around the app, and what it says then.

use crate::{
    MAIN, Series,
    support::{keyring::Keyring, sandbox::Sandbox, window::App},
};

const SIGN_IN: &str = "Sign in – SigSentry Keys";

impl Series {
    /// The network before a person has signed in; a pasted value; a keychain that hangs; an app that was
    /// killed while a value was shown; a store that does not open.
    pub(crate) async fn troubles(&self, appearance: &str) {
        let keyring = Keyring::start().await;
        let environment = [("DBUS_SESSION_BUS_ADDRESS", keyring.bus.as_str())];
        let settings = format!(r#"{{"clipboardLife":"30","appearance":"{appearance}"}}"#);
        let sandbox = Sandbox::start("demo");
        let app = App::start_in(&sandbox, &settings, &environment).await;
        app.click("sign-in-network").await;
        app.click("proxy-kind-manual").await;
        app.find("proxy-address").await;
        self.shot("sign-in-network", SIGN_IN).await;
        app.click("network-close").await;
        app.gone("network-dialog").await;
        app.sign_in(&sandbox, "owner").await;
        self.resize().await;
        let store = app.store().await;
        app.click("nav-organization").await;
        app.click("new-key").await;
        app.type_into("key-name", "night shift").await;
        app.click("permission-analysis-read").await;
        app.click("create-submit").await;
        app.find("key-canvas").await;
        app.click("copy").await;
        app.find("copied").await;
        app.click("check-open").await;
        app.find("check-ending").await;
        self.shot("paste-back", MAIN).await;
        app.kill();
        let folder = app.quit_for_now().await;

        let app = App::start_again(&sandbox, folder, &environment).await;
        app.enter("abandoned").await;
        self.resize().await;
        self.shot("left-behind", MAIN).await;
        let folder = app.quit_for_now().await;

        keyring.hang();
        let app = App::start_again(&sandbox, folder, &environment).await;
        app.enter("sign-in-email").await;
        app.sign_in(&sandbox, "owner").await;
        app.find("keychain-waiting").await;
        self.resize().await;
        self.shot("keychain-waiting", MAIN).await;
        keyring.go_on();
        let folder = app.quit_for_now().await;

        std::fs::write(&store, "not a store").unwrap();
        let app = App::start_again(&sandbox, folder, &environment).await;
        app.enter("sign-in-email").await;
        app.sign_in(&sandbox, "owner").await;
        app.find("store-unreadable").await;
        self.resize().await;
        self.shot("store-unreadable", MAIN).await;
        app.quit().await;
    }
}
