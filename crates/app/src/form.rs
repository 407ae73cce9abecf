//! Forms whose text may not pass the web library's buffers: each is sealed for a key of its own.

use crate::{App, held};
use serde::de::DeserializeOwned;
use sigsentry_keys_platform::sealed_form::FormKey;

impl App {
    /// Makes the key for the next form that is typed in this window, and says what to seal it for.
    #[must_use]
    pub fn form_key(&self, window: &str) -> Vec<u8> {
        let key = FormKey::new(self.ports.random);
        let public = key.public();
        held(&self.form_keys).insert(window.to_owned(), key);
        public
    }

    /// The request in a sealed form. Nothing where it does not open or is no such request; the key is
    /// gone in any case.
    pub(crate) fn open_form<R: DeserializeOwned>(&self, window: &str, sealed: &[u8]) -> Option<R> {
        let key = held(&self.form_keys).remove(window)?;
        let form = key.open(window, sealed).ok()?;
        serde_json::from_slice(&form).ok()
    }
}
