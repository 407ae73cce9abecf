//! Reviews: begun over any view, decided key by key, also without the server, and signed off.

mod bundle;
mod line;
mod page;
#[cfg(test)]
mod tests;
mod verify;

pub use bundle::Flaw;
pub use verify::{NotVerified, Verified, verify};

use crate::{App, export::write, held};
use bundle::{Bundle, Decision, Head, Line};
use line::{line_of, noted, since};
use serde::{Deserialize, Serialize};
use sigsentry_keys_contract::{
    inventory::KeyQuery,
    review::{
        DecideRequest, Proposal, Proposals, ReviewError, ReviewItem, ReviewView, SignedOff,
        SinceReview,
    },
    time,
};
use sigsentry_keys_core::{
    activity::Deed,
    annotation::{Annotation, LONGEST_NOTE},
    creation::looks_like_key,
    display::safe,
    inventory::Inventory,
    status::KeyStatus,
};
use sigsentry_keys_platform::store::{Store, StoreError};
use std::{collections::HashSet, path::PathBuf, sync::Arc};

/// Keys of one review at most.
const MOST: usize = 1000;

/// A review that is not signed off.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Review {
    about: String,
    as_of: String,
    lines: Vec<Line>,
}

impl App {
    /// Begins a review of the keys that a query finds, in place of one that was not signed off.
    ///
    /// # Errors
    /// [`ReviewError`].
    pub async fn begin_review(
        self: &Arc<Self>,
        query: KeyQuery,
        about: String,
    ) -> Result<ReviewView, ReviewError> {
        self.off(move |app| {
            let now = app.server_time();
            let lines = |known: &Inventory| {
                let query = KeyQuery { offset: 0, limit: u32::MAX, ..query }.at(now);
                let page = known.query(&query, now);
                let open = |status| !matches!(status, KeyStatus::Revoked | KeyStatus::Expired);
                let rows = page.rows.into_iter().filter(|(_, status)| open(*status));
                let lines: Vec<_> = rows.map(|(key, status)| line_of(known, key, status)).collect();
                (time(known.reading().taken_at), lines)
            };
            let (as_of, lines) = app.with_inventory(lines).ok_or(ReviewError::NotRead)?;
            if lines.is_empty() || lines.len() > MOST {
                return Err(ReviewError::Count);
            }
            app.keep(&Review { about: safe(&about), as_of, lines })?;
            app.current()?.ok_or(ReviewError::None)
        })
        .await
    }

    /// The review that is not signed off.
    pub async fn review(self: &Arc<Self>) -> Option<ReviewView> {
        self.off(|app| app.current()).await.ok().flatten()
    }

    /// Decides about keys of the review.
    ///
    /// # Errors
    /// [`ReviewError`].
    pub async fn decide_review(
        self: &Arc<Self>,
        request: DecideRequest,
    ) -> Result<(), ReviewError> {
        self.off(move |app| {
            let mut review = app.kept()?.ok_or(ReviewError::None)?;
            let DecideRequest { key_ids, decision, note } = request;
            let note = note.map(|note| safe(note.trim()));
            if let Some(note) = &note
                && (note.chars().count() > LONGEST_NOTE || looks_like_key(note))
            {
                return Err(ReviewError::Note);
            }
            let wanted: HashSet<String> = key_ids.into_iter().collect();
            for line in review.lines.iter_mut().filter(|line| wanted.contains(&line.key_id)) {
                line.decision = decision.map(Decision::from);
                if let Some(note) = &note {
                    line.note.clone_from(note);
                }
            }
            app.keep(&review)
        })
        .await
    }

    /// Gives a review up that is not signed off.
    pub async fn drop_review(self: &Arc<Self>) {
        // What cannot be written is offered again by the next run.
        let _ = self.off(|app| app.write(|store| store.keep_review(None))).await;
    }

    /// Signs the review off, and writes it as two files into `folder`. Keys that are kept are noted as
    /// reviewed today.
    ///
    /// # Errors
    /// [`ReviewError`].
    pub async fn sign_off_review(
        self: &Arc<Self>,
        folder: Option<PathBuf>,
    ) -> Result<SignedOff, ReviewError> {
        self.off(move |app| {
            let Review { about, as_of, mut lines } = app.kept()?.ok_or(ReviewError::None)?;
            if lines.iter().any(|line| line.decision.is_none()) {
                return Err(ReviewError::Undecided);
            }
            // What the person noted during the review; what the server said stays as it was reviewed.
            app.with_inventory(|known| lines.iter_mut().for_each(|line| noted(line, known)));
            let (profile, now) = (app.storage.profile(), app.ports.now());
            let profile = profile.ok_or(ReviewError::NothingIsKept)?;
            let head = Head {
                reviewer: format!(
                    "{} <{}>",
                    safe(&profile.account.name),
                    safe(&profile.account.email)
                ),
                organization: safe(&profile.account.tenant_name),
                server: safe(&profile.address),
                about,
                as_of,
                signed_off_at: time(now),
                keys: lines.len(),
                previous: app.last_sign_off().map(|bundle| bundle.hash()),
            };
            let bound = Bundle::bound(head, lines);
            let signed = app.storage.read(|store| Ok(store.sign(&bound.message()))).flatten();
            let bundle = bound.signed(&signed.ok_or(ReviewError::NothingIsKept)?);
            let file = bundle.file();
            app.write(|store| store.sign_off(&file))?;
            app.note_reviewed(&bundle);
            let name = format!("SigSentry review {}", now.format("%Y-%m-%d %H.%M"));
            let files = [("json", file), ("html", page::page(&bundle))].into_iter().filter_map(
                |(ending, text)| {
                    let folder = folder.as_deref()?;
                    let path = write::new_file(folder, &name, ending, text.as_bytes()).ok()?;
                    Some(safe(&path.to_string_lossy()))
                },
            );
            Ok(SignedOff {
                hash: bundle.hash(),
                signer: bundle.signer(),
                files: files.collect(),
                proposals: app.proposals_of(&bundle),
            })
        })
        .await
    }

    /// What the last sign-off wants done, and is not.
    pub async fn proposals(self: &Arc<Self>) -> Option<Proposals> {
        let proposals = self.off(|app| Ok(app.last_sign_off().map(|last| app.proposals_of(&last))));
        let open = |all: &Proposals| !all.rotate.is_empty() || !all.revoke.is_empty();
        proposals.await.ok().flatten().filter(open)
    }

    async fn off<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, ReviewError> + Send + 'static,
    ) -> Result<T, ReviewError> {
        let app = Arc::clone(self);
        let one_at_a_time = move || {
            let _reviewing = held(&app.reviewing);
            work(&app)
        };
        let done = self.ports.off_thread(one_at_a_time).await;
        done.unwrap_or(Err(ReviewError::NotWritten))
    }

    fn current(&self) -> Result<Option<ReviewView>, ReviewError> {
        let Some(review) = self.kept()? else { return Ok(None) };
        let before = self.last_sign_off();
        let item = |line: &Line, known: &Inventory| {
            let key = known.key(&line.key_id)?;
            let last = before.as_ref().and_then(|all| all.line(&line.key_id));
            Some(ReviewItem {
                key: self.row(key),
                decision: line.decision.map(Into::into),
                note: line.note.clone(),
                before: last.and_then(|last| last.decision).map(Into::into),
                since: last.map_or(vec![SinceReview::New], |last| since(last, line)),
            })
        };
        let known = held(&self.account).inventory.clone().ok_or(ReviewError::NotRead)?;
        let items = review.lines.iter().filter_map(|line| item(line, &known)).collect();
        Ok(Some(ReviewView { about: review.about, as_of: review.as_of, items }))
    }

    fn kept(&self) -> Result<Option<Review>, ReviewError> {
        let text = self.storage.read(Store::review).ok_or(ReviewError::NothingIsKept)?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    fn keep(&self, review: &Review) -> Result<(), ReviewError> {
        let text = serde_json::to_string(review).unwrap_or_default();
        self.write(|store| store.keep_review(Some(&text)))
    }

    fn write(
        &self,
        work: impl FnOnce(&mut Store) -> Result<(), StoreError>,
    ) -> Result<(), ReviewError> {
        let written = self.storage.with_store(work).ok_or(ReviewError::NothingIsKept)?;
        written.map_err(|_| ReviewError::NotWritten)
    }

    fn last_sign_off(&self) -> Option<Bundle> {
        let text = self.storage.read(Store::last_sign_off).flatten()?;
        Bundle::checked(&text).ok()
    }

    /// Keys that are kept were decided to be wanted, today.
    fn note_reviewed(&self, bundle: &Bundle) {
        let today = self.ports.now().date_naive();
        let known = |known: &Inventory| {
            let kept = bundle.lines.iter().filter(|line| line.decision == Some(Decision::Keep));
            let noted = |id: &String| {
                let note = known.notes().get(id).cloned().unwrap_or_default();
                (id.clone(), Annotation { reviewed_on: Some(today), ..note })
            };
            kept.map(|line| noted(&line.key_id)).collect::<Vec<_>>()
        };
        let reviewed = self.with_inventory(known).unwrap_or_default();
        let lines: Vec<_> = reviewed.iter().map(|(id, _)| self.line(id, Deed::Reviewed)).collect();
        let kept = self.storage.with_store(|store| store.annotate_all(&reviewed, &lines));
        if kept.is_some_and(|kept| kept.is_ok()) {
            reviewed.into_iter().for_each(|(id, note)| self.note(&id, note));
        }
    }

    fn proposals_of(&self, bundle: &Bundle) -> Proposals {
        let now = self.server_time();
        let rotations = self.known_rotations(&held(&self.account));
        let rotating = |id: &str| rotations.iter().any(|one| one.retires(id));
        let known = held(&self.account).inventory.clone();
        let of = |wanted: Decision| {
            let lines = bundle.lines.iter().filter(|line| line.decision == Some(wanted));
            let proposal = |line: &Line| {
                let known = known.as_deref()?;
                let key = known.key(&line.key_id)?;
                let status = KeyStatus::of(key, now);
                let open = !matches!(status, KeyStatus::Revoked | KeyStatus::Expired);
                let since = since(line, &line_of(known, key, status));
                (open && !rotating(&key.id)).then(|| Proposal { key: self.row(key), since })
            };
            lines.filter_map(proposal).collect()
        };
        Proposals {
            signed_off_at: bundle.head.signed_off_at.clone(),
            rotate: of(Decision::Rotate),
            revoke: of(Decision::Revoke),
        }
    }
}
