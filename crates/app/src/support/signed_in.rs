//! An app that is signed in to a demo server over TLS: what a use case needs around it.

use super::{Machine, RUNTIME};
use crate::{App, Environment};
use chrono::TimeDelta;
use serde_json::Value;
use sigsentry_keys_contract::{
    creation::CreateKeyResponse,
    session::{Credentials, SignInRequest},
};
use sigsentry_keys_core::creation::{MintRequest, organization_key, project_key};
use sigsentry_sandbox::{Config, RunningSandbox, start};
use std::sync::Arc;

pub(crate) struct SignedIn {
    pub(crate) app: Arc<App>,
    pub(crate) sandbox: RunningSandbox,
    machine: Machine,
}

impl SignedIn {
    /// Runs a test with an app whose owner has signed in, and has read the inventory.
    pub(crate) fn run<F: Future<Output = ()>>(test: impl FnOnce(Self) -> F) {
        Self::run_ahead(TimeDelta::zero(), test);
    }

    /// The same on a computer whose clock is ahead of the server's.
    pub(crate) fn run_ahead<F: Future<Output = ()>>(by: TimeDelta, test: impl FnOnce(Self) -> F) {
        RUNTIME.block_on(async {
            let signed_in = Self::new(by).await;
            test(signed_in).await;
        });
    }

    async fn new(ahead_by: TimeDelta) -> Self {
        let machine = Machine::new();
        let ca_file = Some(machine.folder.path().join("authority.pem"));
        // Wine takes no authority of the tests' own; on this computer the app speaks plain HTTP, too.
        let tls = !cfg!(windows);
        let sandbox = start(Config { tls, ca_file, ..Config::default() }).await.unwrap();
        let app = signed_in(&machine, &sandbox, ahead_by).await;
        Self { app, sandbox, machine }
    }

    /// The same person on another computer.
    pub(crate) async fn elsewhere(&self) -> (Arc<App>, Machine) {
        let machine = Machine::new();
        (signed_in(&machine, &self.sandbox, TimeDelta::zero()).await, machine)
    }

    /// The app ends, and starts again on this computer, whose clock is ahead of the server's by now. The
    /// person signs in again, and everything is read.
    pub(crate) async fn restarted(self, ahead_by: TimeDelta) -> Self {
        let Self { app, sandbox, machine } = self;
        drop(app);
        let app = signed_in(&machine, &sandbox, ahead_by).await;
        Self { app, sandbox, machine }
    }

    /// The server does this to the next request of an operation.
    pub(crate) fn misbehave(&self, mut fault: Value) {
        fault["times"] = 1.into();
        self.sandbox.misbehave(serde_json::from_value(fault).unwrap());
    }

    /// What an organization key of this name is asked for with.
    pub(crate) fn organization_key(name: &str) -> MintRequest {
        organization_key(name, &["analysis:read".to_owned()]).unwrap()
    }

    /// A new project key, whose value is held.
    pub(crate) async fn created(&self, name: &str) -> CreateKeyResponse {
        let first =
            |app: &App| app.with_inventory(|known| known.reading().projects[0].id.clone()).unwrap();
        let request = project_key(&first(&self.app), name, &["analysis:read".to_owned()]).unwrap();
        self.app.create(request).await.unwrap()
    }

    /// What this computer did with a key, newest first.
    pub(crate) fn deeds(&self, key_id: &str) -> Vec<sigsentry_keys_contract::activity::DeedView> {
        self.app.key_detail(key_id).unwrap().activity.into_iter().map(|line| line.deed).collect()
    }
}

/// An app whose owner has signed in, and has read the inventory.
async fn signed_in(machine: &Machine, sandbox: &RunningSandbox, ahead_by: TimeDelta) -> Arc<App> {
    let environment = Environment {
        api_url: Some(sandbox.url().to_owned()),
        ca_file: sandbox.ca_file().map(Into::into),
        ..Environment::default()
    };
    let app = Arc::new(machine.app_ahead(environment, ahead_by));
    app.restore(&mut || {});
    let owner = sandbox.accounts().into_iter().find(|one| one.role == "owner").unwrap();
    let credentials = Credentials::Password { email: owner.email, password: owner.password };
    let request = SignInRequest { api_url: sandbox.url().to_owned(), credentials };
    app.sign_in(request).await.unwrap();
    assert!(app.open_or_create());
    app.refresh_inventory().await.unwrap();
    app
}
