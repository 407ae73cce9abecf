use std::hash::{BuildHasher as _, RandomState};

/// Tells a text from others without keeping it: a hash under a random key that stays here.
#[derive(Clone)]
#[cfg_attr(target_os = "macos", allow(dead_code, reason = "what is read there asks the person"))]
pub(super) struct Fingerprint {
    salt: RandomState,
    hash: u64,
}

#[cfg_attr(target_os = "macos", allow(dead_code, reason = "what is read there asks the person"))]
impl Fingerprint {
    pub(super) fn of(text: &[u8]) -> Self {
        let salt = RandomState::new();
        let hash = salt.hash_one(text);
        Self { salt, hash }
    }

    pub(super) fn is_of(&self, text: &[u8]) -> bool {
        self.salt.hash_one(text) == self.hash
    }
}
