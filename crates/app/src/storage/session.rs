use super::Storage;
use crate::held;
use sigsentry_keys_api::SessionToken;
use sigsentry_keys_platform::store::{KeptSession, Profile, Way};
use zeroize::Zeroizing;

impl Storage {
    /// Keeps a session and whom it belongs to, if it is their store that is open. The next start goes on
    /// with it; what cannot be written is said in the page's notice.
    pub(crate) fn save_session(&self, profile: &Profile, token: &SessionToken) {
        let token = token.with_text(|text| Zeroizing::new(text.to_owned()));
        let way = held(&self.way).clone();
        let kept = KeptSession { token, ends: profile.account.session_ends, way };
        self.with_open(|open| {
            if !open.profile.is_same(profile) {
                return None;
            }
            open.profile = profile.clone();
            Some(open.store.save_profile(profile).and_then(|()| open.store.save_session(&kept)))
        });
    }

    /// A signed-in person goes this way: what is kept from now on may go it again.
    pub(crate) fn set_way(&self, way: Way) {
        *held(&self.way) = Some(way);
    }

    /// Closes the store if it is another person's.
    pub(crate) fn close_for(&self, profile: &Profile) {
        let mut inner = held(&self.inner);
        if inner.open.as_ref().is_some_and(|open| !open.profile.is_same(profile)) {
            inner.generation += 1;
            inner.open = None;
        }
    }
}
