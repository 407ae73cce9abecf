//! The app that is killed: it signs in, reads and makes keys, and says each thing before it does it and
//! once it is done.

use crate::{machine::Machine, rng::Rng};
use sigsentry_keys_app::App;
use sigsentry_keys_contract::creation::{CreateKeyError, CreateKeyResponse, KeyFate};
use sigsentry_keys_core::{
    creation::{MintRequest, organization_key, project_key, sdk_key},
    custody::Ticket,
};
use std::sync::Arc;

/// How often a person tries again whose answer did not come.
const TRIES: u32 = 3;

pub(super) struct Run {
    pub(super) app: Arc<App>,
    machine: Machine,
    say: fn(&str),
}

impl Run {
    /// The app on a machine; `say` is told every step.
    pub(super) fn on(machine: Machine, say: fn(&str)) -> Self {
        Self { app: Arc::new(machine.app()), machine, say }
    }

    /// Goes on where an earlier run ended, or signs in.
    pub(super) async fn begin(&self) {
        self.say("start");
        self.app.restore(&mut || {});
        self.enter().await;
    }

    /// Makes keys until it is killed. Their names begin with `name`.
    pub(super) async fn for_ever(&self, name: &str, mut rng: Rng) -> ! {
        self.begin().await;
        for count in 0.. {
            self.read().await;
            for found in self.app.orphaned_keys() {
                if rng.percent(40) {
                    let id = found.key.id;
                    self.say(&format!("settle {id}"));
                    self.app.settle_orphaned_key(&id);
                    self.say(&format!("settled {id}"));
                }
            }
            let name = format!("{name}-{count}");
            if !self.make(&name, &mut rng).await {
                // The person gave up on an answer, and asks for the same again.
                self.make(&name, &mut rng).await;
            }
        }
        unreachable!("it is killed before the numbers end")
    }

    /// Reads the inventory. Whether all of it came.
    pub(super) async fn read(&self) -> bool {
        self.enter().await;
        self.say("read");
        let whole = self.app.refresh_inventory().await.is_ok()
            && self.app.with_inventory(|known| known.reading().gaps.is_empty()) == Some(true);
        let ids: Vec<_> = self.app.orphaned_keys().into_iter().map(|found| found.key.id).collect();
        self.say(&format!("{} {}", if whole { "whole" } else { "gaps" }, ids.join(" ")));
        whole
    }

    /// Signs in, if there is no session or it is over.
    async fn enter(&self) {
        while !self.app.is_signed_in() || self.app.sign_in_options().session_ended {
            self.say("sign in");
            if self.app.sign_in(self.machine.credentials()).await.is_ok() {
                assert!(self.app.open_or_create(), "{:?}", self.app.storage_state());
                self.say("signed in");
            }
        }
    }

    /// Whether the end is known.
    async fn make(&self, name: &str, rng: &mut Rng) -> bool {
        self.say(&format!("ask {name}"));
        let mut made = self.app.create(self.ask(name, rng)).await;
        for _ in 0..TRIES {
            match made {
                Ok(made) => {
                    self.dismiss(&made, name).await;
                    return true;
                }
                Err(CreateKeyError::Request { fate: KeyFate::Unknown, .. }) => {
                    self.say(&format!("lost {name}"));
                    if rng.percent(25) {
                        return false;
                    }
                    if rng.percent(30) {
                        self.read().await;
                    }
                    self.say(&format!("again {name}"));
                    made = self.app.retry_creation().await;
                }
                Err(CreateKeyError::Request { fate: KeyFate::NotCreated, .. }) => {
                    self.say(&format!("refused {name}"));
                    return true;
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        if let Ok(made) = made {
            self.dismiss(&made, name).await;
            return true;
        }
        self.say(&format!("lost {name}"));
        false
    }

    /// One of the three flows.
    fn ask(&self, name: &str, rng: &mut Rng) -> MintRequest {
        let project =
            self.app.with_inventory(|known| Some(known.reading().projects.first()?.id.clone()));
        let permissions = ["analysis:read".to_owned()];
        match (project.flatten(), rng.below(3)) {
            (Some(project), 0) => sdk_key(&project, name),
            (Some(project), 1) => project_key(&project, name, &permissions),
            _ => organization_key(name, &permissions),
        }
        .unwrap()
    }

    /// The person looked at the value, and is done.
    async fn dismiss(&self, made: &CreateKeyResponse, name: &str) {
        let id = &made.key.id;
        self.say(&format!("came {id} {name}"));
        self.say(&format!("dismiss {id}"));
        self.app.dismiss(Ticket::from_text(made.ticket.clone())).await.unwrap();
        self.say(&format!("dismissed {id}"));
    }

    fn say(&self, line: &str) {
        (self.say)(line);
    }
}
