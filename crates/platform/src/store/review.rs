use super::{Store, StoreError, kind::Kind};
use crate::signature::{self, Signature};

/// Sign-offs that are kept: the oldest one goes.
const MOST_SIGN_OFFS: u32 = 100;

impl Store {
    /// Keeps a review that is not signed off, as text that the application reads; none: there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_review(&mut self, review: Option<&str>) -> Result<(), StoreError> {
        self.change(|change| match review {
            Some(text) => change.put(Kind::Review, "", &text),
            None => change.remove(Kind::Review, ""),
        })
    }

    /// The review that is not signed off.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn review(&self) -> Result<Option<String>, StoreError> {
        self.entry(Kind::Review, "")
    }

    /// Keeps a sign-off behind those that there are, in place of the review that it ends: both, or nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sign_off(&mut self, bundle: &str) -> Result<(), StoreError> {
        self.change(|change| {
            change.append_line(Kind::SignOff, &bundle)?;
            change.cut(Kind::SignOff, MOST_SIGN_OFFS)?;
            change.remove(Kind::Review, "")
        })
    }

    /// The last sign-off.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn last_sign_off(&self) -> Result<Option<String>, StoreError> {
        Ok(self.newest::<String>(Kind::SignOff, 1)?.pop().map(|(_, bundle)| bundle))
    }

    /// Signs what is signed off, with a key of its own that the data key leads to.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Option<Signature> {
        signature::sign(&self.seal.signing_seed(), message)
    }
}
