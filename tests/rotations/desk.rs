//! What a run is told by the one that kills it.

use sigsentry_keys_contract::session::{Credentials, SignInRequest};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

const FOLDER: &str = "ROTATIONS_FOLDER";
const SERVER: &str = "ROTATIONS_SERVER";
const AUTHORITY: &str = "ROTATIONS_AUTHORITY";
const EMAIL: &str = "ROTATIONS_EMAIL";
const PASSWORD: &str = "ROTATIONS_PASSWORD";
const WISH: &str = "ROTATIONS_WISH";
const OWN_SEED: &str = "ROTATIONS_OWN_SEED";
const LIGHT: &str = "ROTATIONS_LIGHT";
const PROTECTED: &str = "ROTATIONS_PROTECTED";

/// What a run is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// Makes a key of each chain and stores it.
    Begin,
    /// Replaces keys for ever.
    GoOn,
    /// Begins nothing new, and brings what was begun to its end.
    Finish,
}

/// What a child was told.
pub(super) struct Told {
    pub(super) folder: PathBuf,
    pub(super) server: String,
    pub(super) authority: PathBuf,
    pub(super) wish: Wish,
    pub(super) seed: u64,
    /// Only the keys whose places answer at once.
    pub(super) light: bool,
    /// What is kept is put under a passphrase.
    pub(super) protected: bool,
    email: String,
    password: String,
}

impl Told {
    /// None in the parent.
    pub(super) fn handed() -> Option<Self> {
        let text = |name: &str| env::var(name).ok();
        Some(Self {
            folder: text(FOLDER)?.into(),
            server: text(SERVER)?,
            authority: text(AUTHORITY)?.into(),
            wish: match &*text(WISH)? {
                "begin" => Wish::Begin,
                "finish" => Wish::Finish,
                _ => Wish::GoOn,
            },
            seed: text(OWN_SEED)?.parse().unwrap(),
            light: text(LIGHT).is_some(),
            protected: text(PROTECTED).is_some(),
            email: text(EMAIL)?,
            password: text(PASSWORD)?,
        })
    }

    pub(super) fn credentials(&self) -> SignInRequest {
        let (email, password) = (self.email.clone(), self.password.clone());
        let credentials = Credentials::Password { email, password };
        SignInRequest { api_url: self.server.clone(), credentials }
    }
}

/// Where a person works.
pub(super) struct Desk<'a> {
    pub(super) folder: &'a Path,
    pub(super) sandbox: &'a sigsentry_sandbox::RunningSandbox,
    pub(super) light: bool,
    pub(super) protected: bool,
}

impl Desk<'_> {
    /// Tells a child where it works, and what for.
    pub(super) fn hand_to(&self, child: &mut Command, wish: Wish, seed: u64) {
        let accounts = self.sandbox.accounts();
        let owner = accounts.iter().find(|account| account.role == "owner").unwrap();
        let wish = match wish {
            Wish::Begin => "begin",
            Wish::GoOn => "go on",
            Wish::Finish => "finish",
        };
        if self.light {
            child.env(LIGHT, "1");
        }
        if self.protected {
            child.env(PROTECTED, "1");
        }
        child
            .env(FOLDER, self.folder)
            .env(SERVER, self.sandbox.url())
            .env(AUTHORITY, self.sandbox.ca_file().unwrap())
            .env(EMAIL, &owner.email)
            .env(PASSWORD, &owner.password)
            .env(OWN_SEED, seed.to_string())
            .env(WISH, wish);
    }
}
