//! The store in the app's use cases. Whatever fails here is said in the page's notice, and the app
//! goes on.

use super::{App, held, keep::Restored, session::Session};
use crate::clock;
use sigsentry_keys_api::{ApiAddress, Origin, SessionToken, SignedIn};
use sigsentry_keys_contract::{
    activity::ActivityLine,
    annotation::{AnnotationError, AnnotationView, SaveAnnotationRequest},
    offline::{Keeping, LeftBehindKey},
};
use sigsentry_keys_core::{
    account::Account,
    activity::{Activity, Deed},
    creation::{Attempt, Intent, Progress},
    inventory::Snapshot,
};
use sigsentry_keys_platform::store::{KeptSession, Profile};
use std::sync::Arc;

/// How much of what was done with a key is shown.
const LINES: usize = 20;

impl App {
    /// Opens what an earlier run left, and goes on with its session where that still holds. Whether
    /// there is something to look at. Blocks while the keychain does; `on_wait` hears of that.
    pub(crate) fn restore(&self, on_wait: &mut dyn FnMut()) -> bool {
        let wanted = |whose: &Profile| self.is_for_this_address(whose);
        let Some(Restored { profile, session: kept, snapshot }) =
            self.keep.restore(&wanted, on_wait)
        else {
            return false;
        };
        // Somebody who signed in meanwhile comes first.
        if self.is_signed_in() {
            return false;
        }
        *held(&self.snapshot) = snapshot;
        if kept.holds(clock::now())
            && let Some(session) = self.resumed(&profile, &kept)
        {
            // Its store is the one that is open: nobody else's account makes way for it.
            let _ = self.begin(&Arc::new(session));
        }
        // Last: until the session is taken up, the window says that nobody is signed in.
        self.keep.label_open();
        true
    }

    /// An address that was forced from outside is another server's.
    pub(super) fn is_for_this_address(&self, profile: &Profile) -> bool {
        self.environment.api_url.as_deref().is_none_or(|forced| {
            ApiAddress::parse(forced).is_ok_and(|forced| forced.to_string() == profile.address)
        })
    }

    pub(super) fn resumed(&self, profile: &Profile, kept: &KeptSession) -> Option<Session> {
        let address = ApiAddress::parse(&profile.address).ok()?;
        // Settings lie in a plain file: whoever can write to it could read along.
        if kept.way.as_ref().is_some_and(|way| *way != self.way()) {
            *held(&self.network_changed) = true;
            return None;
        }
        let token = SessionToken::new(&kept.token)?;
        let client = self.connect(address.clone()).ok()?;
        let account = Account { session_ends: kept.ends, ..profile.account.clone() };
        Some(self.live(client, address, SignedIn { token, account }, Origin::Brought))
    }

    /// Opens the store of whoever is signed in, and keeps what is known by now. Blocks while the
    /// keychain does. Whether the page has something new to show.
    pub(crate) fn adopt(&self) -> bool {
        let Ok(session) = self.session() else { return false };
        if !self.keep.adopt(&session.profile()) {
            return false;
        }
        // Refreshed meanwhile, the old token is over: the fresh one may have come before the store.
        loop {
            let token = session.live.token();
            self.keep.save_session(&session.profile(), &token);
            if Arc::ptr_eq(&token, &session.live.token()) {
                break;
            }
        }
        self.if_still(&session, || {
            self.note_what_is_remembered();
            self.keep_wishes();
            let earlier = self.keep.read(sigsentry_keys_platform::store::Store::snapshot).flatten();
            let mut snapshot = held(&self.snapshot);
            if let Some(fresh) = &*snapshot {
                self.keep.look_for_left_behind(fresh);
            }
            *snapshot = match (snapshot.take(), earlier) {
                (Some(fresh), Some(earlier)) => Some(fresh.over(&earlier)),
                (fresh, earlier) => fresh.or(earlier),
            };
            drop(snapshot);
            self.keep_snapshot();
        })
        .is_some()
    }

    /// Keeps the inventory as it is in memory.
    pub(super) fn keep_snapshot(&self) {
        let snapshot: Option<Snapshot> = held(&self.snapshot).clone();
        if let Some(snapshot) = snapshot {
            self.keep.with_store(|store| store.save_snapshot(&snapshot));
        }
    }

    /// Writes down what is about to be asked for.
    pub(super) fn keep_wish(&self, attempt: &Attempt) {
        let now = clock::now();
        let mut wishes = held(&self.wishes);
        let at = wishes.iter().position(|wish| wish.attempt == *attempt).unwrap_or_else(|| {
            let begun = |snapshot| Intent::begin(attempt.clone(), snapshot, now);
            wishes.push(begun(held(&self.snapshot).as_ref()));
            wishes.len() - 1
        });
        // Sent again: the key that a first try made goes by the same name, and is no other one.
        wishes[at].began_at = now;
        self.keep.with_store(|store| store.save_intent(&wishes[at]));
    }

    /// A store was opened: what was wished for meanwhile is written down after all.
    fn keep_wishes(&self) {
        for wish in &*held(&self.wishes) {
            self.keep.with_store(|store| store.save_intent(wish));
        }
    }

    /// The key came: its value is held from now on.
    pub(super) fn wish_came_true(&self, attempt: &Attempt, key_id: &str) {
        // Nobody else's, first: if the app ends in between, a key is told twice and not never.
        let name = &attempt.request.name;
        for other in held(&self.wishes).iter_mut().filter(|wish| wish.attempt != *attempt) {
            if other.rule_out(name, key_id) {
                self.keep.with_store(|store| store.save_intent(other));
            }
        }
        self.keep.rule_out(name, key_id);
        let answered = Progress::Answered { key_id: key_id.to_owned(), handed_over: false };
        self.go_on(|wish| wish.attempt == *attempt, &answered);
        self.log(key_id, Deed::Created);
    }

    /// The value was copied, or sent to `place`.
    pub(super) fn wish_was_handed_over(&self, key_id: &str, place: Option<String>) {
        let answered = Progress::Answered { key_id: key_id.to_owned(), handed_over: true };
        self.go_on(|wish| is_of(wish, key_id), &answered);
        self.log(key_id, Deed::HandedOver { place });
    }

    fn go_on(&self, which: impl Fn(&Intent) -> bool, progress: &Progress) {
        let mut wishes = held(&self.wishes);
        for wish in wishes.iter_mut().filter(|wish| which(wish)) {
            wish.progress = progress.clone();
            self.keep.with_store(|store| store.save_intent(wish));
        }
    }

    /// The end of a wish is known to the person.
    pub(super) fn wish_ended(&self, idempotency_key: &str) {
        held(&self.wishes).retain(|wish| wish.attempt.idempotency_key != idempotency_key);
        self.keep.with_store(|store| store.close_intent(idempotency_key));
    }

    /// The value of a key is gone, and the person knows.
    pub(crate) fn wish_was_dismissed(&self, key_id: &str) {
        let ended: Vec<String> = held(&self.wishes)
            .iter()
            .filter(|wish| is_of(wish, key_id))
            .map(|wish| wish.attempt.idempotency_key.clone())
            .collect();
        for idempotency_key in ended {
            self.wish_ended(&idempotency_key);
        }
        self.log(key_id, Deed::Dismissed);
    }

    pub(super) fn log(&self, key_id: &str, deed: Deed) {
        let line = Activity { at: clock::now(), key_id: key_id.to_owned(), deed };
        self.keep.with_store(|store| store.log(&line));
    }

    /// What was last done with a key from here, newest first.
    pub(crate) fn activity(&self, key_id: &str) -> Vec<ActivityLine> {
        let lines = self.keep.read(|store| store.activities_of(key_id, LINES)).unwrap_or_default();
        lines.iter().map(ActivityLine::from).collect()
    }

    /// What is noted about a key; none where nothing can be kept.
    pub(crate) fn annotation(&self, key_id: &str) -> Option<AnnotationView> {
        let noted = self.keep.read(|store| store.annotation(key_id))?;
        Some(noted.map(|noted| AnnotationView::from(&noted)).unwrap_or_default())
    }

    pub(crate) fn save_annotation(
        &self,
        request: SaveAnnotationRequest,
    ) -> Result<AnnotationView, AnnotationError> {
        let key_id = request.key_id.clone();
        let annotation = request.read(clock::now())?;
        // A page that has not heard of a switch yet speaks of another account's key.
        if !self.with_snapshot(|snapshot| snapshot.key(&key_id).is_some()).unwrap_or_default() {
            return Err(AnnotationError::NoSuchKey);
        }
        self.keep
            .with_store(|store| store.annotate(&key_id, &annotation))
            .ok_or(AnnotationError::NothingIsKept)?
            .map_err(|_| AnnotationError::NotWritten)?;
        self.log(&key_id, Deed::Annotated);
        Ok(AnnotationView::from(&annotation))
    }

    pub(crate) fn left_behind(&self) -> Vec<LeftBehindKey> {
        let row = |found: &super::keep::Found| LeftBehindKey {
            key: self.row(&found.key),
            handed_over: found.handed_over,
            certain: found.certain,
        };
        self.keep.left_behind().iter().map(row).collect()
    }

    pub(crate) fn settle_left_behind(&self, key_id: &str) {
        if self.keep.settle(key_id) {
            self.log(key_id, Deed::FoundLeftBehind);
        }
    }

    pub(crate) fn keeping(&self) -> Keeping {
        self.keep.keeping()
    }
}

fn is_of(wish: &Intent, key_id: &str) -> bool {
    matches!(&wish.progress, Progress::Answered { key_id: known, .. } if known == key_id)
}
