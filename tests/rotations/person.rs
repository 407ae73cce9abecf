//! The app and its person, who are killed together: keys are replaced one after the other, everything is
//! said before it is done and once it is.

use crate::{
    computer::{self, FolderKeychain},
    desk::{Told, Wish},
    places::{CHAINS, Place, chains, places_of},
    rng::Rng,
    say,
};
use sigsentry_keys_app::{
    App, Environment,
    ports::{Clock, Event, Ports},
};
use sigsentry_keys_contract::{
    annotation::SaveAnnotationRequest,
    creation::CreateKeyResponse,
    handoff::SendRequest,
    inventory::{Column, KeyQuery, KeyRow, KeyStatus, Scope},
    revocation::{RevokeError, RevokeKeyRequest},
    rotation::{
        BeginRotationRequest, MarkPlaceRequest, PlaceHas, PlaceMark, Rest, RotationView, WaitsFor,
    },
};
use sigsentry_keys_core::{
    creation::{organization_key, project_key},
    custody::Ticket,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{self, Receiver},
    },
};
use tokio::runtime::Handle;

pub(super) struct Person {
    pub(super) app: Arc<App>,
    pub(super) folder: PathBuf,
    pub(super) told: Told,
    pub(super) rng: Rng,
    /// Hears when there is something to look at, or to sign in to.
    pub(super) opened: Receiver<()>,
}

/// The system's clock, as far ahead as the file says.
fn clock(folder: &Path, real: Clock) -> Clock {
    let file = folder.join("hours-ahead");
    Arc::new(move || {
        let hours: i64 = fs::read_to_string(&file).unwrap_or_default().trim().parse().unwrap_or(0);
        real() + chrono::TimeDelta::hours(hours)
    })
}

impl Person {
    /// The one that this process was told to be; none in the parent.
    pub(super) fn handed(runtime: Handle) -> Option<Self> {
        let told = Told::handed()?;
        let folder = told.folder.clone();
        let environment = Environment {
            api_url: Some(told.server.clone()),
            ca_file: Some(told.authority.clone()),
            data_dir: Some(folder.clone()),
            ..Environment::default()
        };
        let keychain = FolderKeychain::in_folder(&folder.join("keychain")).keychain();
        let (opens, opened) = mpsc::channel();
        let real = computer::ports(runtime, move |event| {
            if matches!(event, Event::Opened | Event::SignInWanted) {
                let _ = opens.send(());
            }
        });
        let ports = Ports { clock: clock(&folder, Arc::clone(&real.clock)), ..real };
        let app = Arc::new(computer::app(&folder, environment, keychain, ports));
        Some(Self { app, folder, rng: Rng::new(told.seed), told, opened })
    }

    /// Until it is killed.
    pub(super) async fn work(mut self) -> ! {
        say("start");
        self.app.restore(&mut || {});
        self.unlock().await;
        self.read().await;
        let chains = chains(self.told.light);
        if self.told.wish == Wish::Begin {
            for chain in chains {
                self.store_first(chain).await;
            }
            self.set_passphrase().await;
            say("stored");
        }
        loop {
            self.read().await;
            self.settle().await;
            let rotations = self.app.look_at_rotations().await.unwrap_or_default();
            for rotation in &rotations {
                self.go_on(rotation).await;
            }
            if self.told.wish == Wish::GoOn {
                for chain in chains {
                    self.begin(chain).await;
                }
                self.do_something_else().await;
            } else if rotations.is_empty() && self.app.orphaned_keys().is_empty() {
                say("finished");
            }
        }
    }

    async fn enter(&self) {
        while !self.app.is_signed_in() || self.app.sign_in_options().session_ended {
            if self.app.sign_in(self.told.credentials()).await.is_ok() {
                assert!(self.app.open_or_create(), "{:?}", self.app.storage_state());
            }
        }
    }

    /// Reads until all of it came.
    async fn read(&self) {
        loop {
            self.enter().await;
            say("read");
            let whole =
                |known: &sigsentry_keys_core::inventory::Inventory| known.reading().gaps.is_empty();
            if self.app.refresh_inventory().await.is_ok()
                && self.app.with_inventory(whole) == Some(true)
            {
                return;
            }
        }
    }

    /// Live keys whose names begin so, the oldest first.
    pub(super) fn live(&self, chain: &str) -> Vec<KeyRow> {
        let query = KeyQuery {
            scope: Scope::All,
            search: chain.to_owned(),
            conditions: Vec::new(),
            column: Column::Created,
            descending: false,
            offset: 0,
            limit: u32::MAX,
        };
        let rows = self.app.query_keys(query).map(|page| page.rows).unwrap_or_default();
        let live = |row: &KeyRow| row.name.starts_with(chain) && row.status != KeyStatus::Revoked;
        rows.into_iter().filter(live).collect()
    }

    /// A key whose value was lost, as the app tells of it: it is revoked, unless a place has it.
    async fn settle(&self) {
        for found in self.app.orphaned_keys() {
            let id = found.key.id.clone();
            let rotating = self.app.rotations().iter().any(|one| takes_part(one, &id));
            // One that was handed over may be in use: the person keeps it.
            if !rotating && !found.handed_over {
                say(&format!("stray {id}"));
                if self.revoke(&found.key).await.is_err() {
                    continue;
                }
            }
            self.app.settle_orphaned_key(&id);
        }
    }

    async fn store_first(&self, chain: &str) {
        let project = self.app.with_inventory(|known| known.reading().projects[0].id.clone());
        let permissions = ["analysis:read".to_owned()];
        let request = match chain {
            "r-web" => organization_key(chain, &permissions),
            _ => project_key(&project.unwrap(), chain, &permissions),
        };
        let made = self.app.create(request.unwrap()).await.unwrap();
        for place in places_of(chain) {
            match place.sending(chain) {
                Some((destination, fields)) => {
                    let ticket = made.ticket.clone();
                    let request = SendRequest { ticket, destination, fields, replace: false };
                    self.app.send_key(&request).await.unwrap();
                }
                None => self.write_by_hand(&made, chain).await,
            }
        }
        self.dismiss(&made).await;
        let by_hand = places_of(chain).contains(&Place::ByHand);
        let detail = self.app.key_detail(&made.key.id).unwrap().annotation.unwrap();
        let mut stored_in = detail.stored_in;
        stored_in.extend(by_hand.then(|| "by hand".to_owned()));
        let request = SaveAnnotationRequest {
            key_id: made.key.id.clone(),
            owner: String::new(),
            stored_in,
            note: String::new(),
            reviewed_on: None,
        };
        self.app.save_annotation(request).await.unwrap();
    }

    /// Begins to replace a key, if none of its chain is being replaced.
    async fn begin(&mut self, chain: &str) {
        let rotations = self.app.rotations();
        let live = self.live(chain);
        if live.is_empty()
            || live.iter().any(|key| rotations.iter().any(|one| takes_part(one, &key.id)))
        {
            return;
        }
        // One that no place has is told of as lost, and goes.
        let Some(old) = live.into_iter().find(|key| !key.stored_in.is_empty()) else { return };
        let name = format!("{chain} {}", self.rng.below(1_000_000));
        say(&format!("begin {} as {name}", old.id));
        let request = BeginRotationRequest { key_id: old.id, name, rest: Rest::Day };
        match self.app.begin_rotation(&request).await {
            Ok(made) => self.hand_over(&made, chain).await,
            Err(error) => say(&format!("not begun {error:?}")),
        }
    }

    async fn go_on(&mut self, rotation: &RotationView) {
        let id = &rotation.id;
        let Some(chain) = rotation.old.first().and_then(|old| chain_of(&old.name)) else { return };
        if self.rng.percent(10) {
            self.try_early(rotation).await;
        }
        match &rotation.waits_for {
            WaitsFor::Replacement | WaitsFor::AnotherReplacement | WaitsFor::Value => {
                let name = format!("{chain} {}", self.rng.below(1_000_000));
                say(&format!("again {id} as {name}"));
                match self.app.replace_again(id, &name).await {
                    Ok(made) => self.hand_over(&made, chain).await,
                    Err(error) => say(&format!("not made {error:?}")),
                }
            }
            // No value is held at this point, so it is the next look that says what is missing.
            WaitsFor::HandingOver | WaitsFor::KnownUse => {}
            WaitsFor::Decision => {
                let _ = self.app.hold_rotation(id, false);
                for (at, place) in (0..).zip(&rotation.places) {
                    if place.state == PlaceHas::Left {
                        self.mark(id, at, PlaceMark::Waits);
                    }
                }
            }
            WaitsFor::FirstUse => wait("wants use"),
            WaitsFor::Quiet { .. } => wait("wants time"),
            WaitsFor::Revocation => {
                if self.rng.percent(10) {
                    let _ = self.app.hold_rotation(id, true);
                    return;
                }
                for old in &rotation.old {
                    if self.revoke(old).await.is_err() {
                        return;
                    }
                }
                if self.app.rotations().iter().all(|one| one.id != *id) {
                    say(&format!("done {id}"));
                }
            }
            WaitsFor::End => {
                self.app.end_rotation(id);
                say(&format!("done {id}"));
            }
        }
    }

    /// Presses the button whatever the rotation says: without a reason it must hold.
    async fn try_early(&self, rotation: &RotationView) {
        let Some(old) = rotation.old.first() else { return };
        if self.revoke(old).await == Err(RevokeError::ReasonNeeded) {
            say("refused");
        }
    }

    pub(super) async fn revoke(&self, key: &KeyRow) -> Result<(), RevokeError> {
        say(&format!("revoke {}", key.id));
        let typed_name = Some(key.prefix.clone());
        let request = RevokeKeyRequest { key_id: key.id.clone(), typed_name, reason: None };
        let revoked = self.app.revoke_key(&request).await;
        if revoked.is_ok() {
            say(&format!("revoked {}", key.id));
        }
        revoked.map(drop)
    }

    pub(super) fn mark(&self, rotation_id: &str, place: u32, mark: PlaceMark) {
        let request = MarkPlaceRequest { rotation_id: rotation_id.to_owned(), place, mark };
        self.app.mark_place(&request).unwrap();
    }

    pub(super) async fn dismiss(&self, made: &CreateKeyResponse) {
        say(&format!("dismiss {}", made.key.id));
        self.app.dismiss(Ticket::from_text(made.ticket.clone())).await.unwrap();
        say("dismissed");
    }
}

/// Says what the world has to do, and waits until it did.
fn wait(wish: &str) {
    say(wish);
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

pub(super) fn takes_part(rotation: &RotationView, key_id: &str) -> bool {
    rotation.old.iter().chain(&rotation.replacement).any(|key| key.id == key_id)
}

fn chain_of(name: &str) -> Option<&'static str> {
    CHAINS.into_iter().find(|chain| name.starts_with(chain))
}
