//! The rotations under way: in the store; where nothing is kept, until the app ends.

use crate::{App, account::OpenAccount, held};
use sigsentry_keys_core::rotation::{Place, PlaceState, Rotation};
use sigsentry_keys_platform::store::Store;

impl App {
    /// The rotations under way, the newest first.
    pub(crate) fn known_rotations(&self, account: &OpenAccount) -> Vec<Rotation> {
        let unkept = &account.remembered.rotations;
        let mut rotations = self.storage.read(Store::rotations).unwrap_or_default();
        rotations.retain(|kept| unkept.iter().all(|one| one.id != kept.id));
        rotations.extend(unkept.iter().cloned());
        rotations.sort_by(|a, b| (b.began_at, &b.id).cmp(&(a.began_at, &a.id)));
        rotations
    }

    /// Those of the rotations that `change` changes, as they are then. They are to be kept.
    pub(crate) fn moved_rotations(
        &self,
        account: &OpenAccount,
        change: impl FnMut(&mut Rotation) -> bool,
    ) -> Vec<Rotation> {
        let mut rotations = self.known_rotations(account);
        rotations.retain_mut(change);
        rotations
    }

    /// Keeps a rotation; where that cannot be, remembers it until the app ends.
    pub(crate) fn keep_rotation(&self, account: &mut OpenAccount, rotation: Rotation) {
        let kept = self.storage.with_store(|store| store.keep_rotation(&rotation));
        Self::remember_rotation(account, rotation, kept.is_some_and(|kept| kept.is_ok()));
    }

    /// Holds a rotation that could not be kept.
    pub(crate) fn remember_rotation(account: &mut OpenAccount, rotation: Rotation, kept: bool) {
        let unkept = &mut account.remembered.rotations;
        unkept.retain(|one| one.id != rotation.id);
        if !kept {
            unkept.push(rotation);
        }
    }

    /// Forgets a rotation. What cannot be written is there again after a restart.
    pub(crate) fn drop_rotation(&self, account: &mut OpenAccount, id: &str) {
        account.remembered.rotations.retain(|one| one.id != id);
        self.storage.with_store(|store| store.forget_rotation(id));
    }

    /// Where the value of a key is, as the person and this app noted it, and how it got there.
    pub(super) fn places_of(&self, key_id: &str) -> Vec<Place> {
        let noted = self.storage.read(|store| store.annotation(key_id)).flatten();
        let mut names = noted.unwrap_or_default().stored_in;
        names.extend(self.unnoted_places(key_id));
        let sent = self.storage.read(|store| store.sent_places(key_id)).unwrap_or_default();
        let place = |name: String| {
            let known = sent.iter().find(|place| place.name == name);
            let sending = known.and_then(|place| place.sending.clone());
            Place { name, sending, state: PlaceState::Waits }
        };
        names.into_iter().map(place).collect()
    }

    /// Those that could not be kept.
    #[cfg(all(test, target_os = "linux"))]
    pub(super) fn remembered_rotations(&self) -> Vec<Rotation> {
        held(&self.account).remembered.rotations.clone()
    }

    /// One rotation.
    pub(super) fn rotation(&self, id: &str) -> Option<Rotation> {
        let account = held(&self.account);
        self.known_rotations(&account).into_iter().find(|one| one.id == id)
    }
}
