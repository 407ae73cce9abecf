//! The accounts that this computer keeps side by side.

use crate::{custody::CloseRequested, mirror::mirror};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::account::{AccountNameProblem, Colour};
use ts_rs::TS;

/// An account of this computer, as its label says: its store need not be open for that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AccountEntry {
    /// What the page names it by: random, and no secret.
    pub id: String,
    /// The name that the person gave it; may be empty.
    pub name: String,
    /// The colour that it has in every window.
    pub colour: AccountColour,
    /// E-mail address.
    pub email: String,
    /// The organization's name; may be empty.
    pub tenant_name: String,
    /// The address of the API that it belongs to.
    pub api_url: String,
    /// How it stands.
    pub standing: AccountStanding,
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum AccountStanding {
    /// It is the one that is open.
    Open,
    /// Its session holds, as far as this computer knows.
    Ready,
    /// Its session has ended: what was kept can be looked at.
    Ended,
    /// An address that is forced from outside is another server's.
    OtherServer,
}

mirror! {
    /// A colour that tells accounts apart; there is always a word beside it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
    #[serde(rename_all = "camelCase")]
    #[ts(export)]
    pub enum AccountColour = Colour {
        Blue,
        Teal,
        Green,
        Purple,
        Pink,
        Grey,
    }
}

/// Why another account was not opened. The one before is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum SwitchAccountError {
    /// A key is being made or sent, or its value is held.
    Held { reason: CloseRequested },
    /// It is not on this computer any more.
    NoSuchAccount,
    /// An address that is forced from outside is another server's.
    OtherServer,
    /// Its person signed out and left its store: the person who opens it signs in.
    SignedOut,
    /// It is under a passphrase that no one has typed yet.
    Locked,
    /// The keychain is locked, gone, or does not answer.
    NoKeychain,
    /// Its store, or its data key, does not open; both were left as they are.
    Unreadable,
}

/// Gives an account another name and colour.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LabelAccountRequest {
    /// [`AccountEntry::id`].
    pub id: String,
    /// At most 40 characters; empty for none.
    pub name: String,
    pub colour: AccountColour,
}

/// Why an account has the name and the colour that it had before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase")]
#[ts(export)]
pub enum LabelAccountError {
    /// The name is too long.
    TooLong,
    /// The name looks like a key's value, which is never kept.
    LooksLikeKey,
    /// It is not on this computer any more.
    NoSuchAccount,
    /// The keychain did not take it.
    NotKept,
}

/// What the sign-in window is opened for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum SignInPurpose {
    /// The account that is open, or no one's.
    #[default]
    Usual,
    /// One more account.
    Another,
    /// An account of this computer whose person signed out: what its label says.
    Account { email: String, api_url: String },
}

impl From<AccountNameProblem> for LabelAccountError {
    fn from(problem: AccountNameProblem) -> Self {
        match problem {
            AccountNameProblem::TooLong => Self::TooLong,
            AccountNameProblem::LooksLikeKey => Self::LooksLikeKey,
        }
    }
}
