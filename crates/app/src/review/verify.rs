//! `sigsentry-keys verify FILE…`: on any machine, without an account.

use super::{
    bundle::{Bundle, Flaw},
    page,
};
use sigsentry_keys_core::display::safe;
use std::{fs, path::Path};

/// What a genuine file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// In sentences, for a terminal.
    pub words: String,
    /// The hash over everything that was reviewed.
    pub hash: String,
    /// The hash of the sign-off before.
    pub previous: Option<String>,
}

/// Why a file is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotVerified {
    /// It cannot be read.
    Unreadable,
    /// It is not what was signed off.
    Flawed(Flaw),
}

/// Checks a signed review, as JSON or as a page: any change in it is found.
///
/// # Errors
/// [`NotVerified`].
pub fn verify(file: &Path) -> Result<Verified, NotVerified> {
    let text = fs::read(file).map_err(|_| NotVerified::Unreadable)?;
    let text = String::from_utf8(text).map_err(|_| NotVerified::Flawed(Flaw::NotAReview))?;
    let checked = if text.starts_with('<') { page::checked(&text) } else { Bundle::checked(&text) };
    let bundle = checked.map_err(NotVerified::Flawed)?;
    Ok(Verified { words: words(&bundle), hash: bundle.hash(), previous: bundle.head.previous })
}

fn words(bundle: &Bundle) -> String {
    let head = &bundle.head;
    let previous = match &head.previous {
        Some(hash) => format!("It follows the sign-off {hash}."),
        None => "It is the first sign-off of that computer.".to_owned(),
    };
    format!(
        "Genuine: {} keys of {}, reviewed by {}, signed off at {}.\n\
         Signed with the key {}: compare it with what the reviewer's app says.\n\
         Its hash is {}. {previous}\n\
         This shows that nothing was changed since. It does not show that SigSentry said so, that the clock was \
         right, or who sat at the computer.",
        head.keys,
        safe(&head.organization),
        safe(&head.reviewer),
        safe(&head.signed_off_at),
        bundle.signer(),
        bundle.hash(),
    )
}

impl NotVerified {
    /// In a sentence, for a terminal.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Unreadable => "The file cannot be read.".to_owned(),
            Self::Flawed(Flaw::NotAReview) => {
                "Not accepted: this is no signed review, or it was damaged.".to_owned()
            }
            Self::Flawed(Flaw::Beginning) => {
                "Not accepted: what is said of all keys, or the first key, was changed.".to_owned()
            }
            Self::Flawed(Flaw::Line(at)) => {
                format!("Not accepted: key {at} was changed, moved, or others before it cut out.")
            }
            Self::Flawed(Flaw::Lines) => {
                "Not accepted: keys are missing, or were added.".to_owned()
            }
            Self::Flawed(Flaw::Signature) => {
                "Not accepted: the signature is of another content or another key.".to_owned()
            }
            Self::Flawed(Flaw::Shown) => {
                "Not accepted: what it shows is not what was signed.".to_owned()
            }
        }
    }
}
