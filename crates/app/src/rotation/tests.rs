#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;
use crate::support::{SignedIn, vault};
use chrono::TimeDelta;
use serde_json::json;
use sigsentry_keys_contract::{
    activity::DeedView,
    annotation::SaveAnnotationRequest,
    creation::{CreateKeyError, CreateKeyResponse},
    revocation::{BulkOutcome, NotTogether, RevokeKeyRequest},
    rotation::{BeginRotationRequest, PlaceHas, Refusal, Rest, WaitsFor},
};
use sigsentry_keys_core::custody::Ticket;
use std::path::Path;

impl SignedIn {
    async fn dismiss(&self, made: &CreateKeyResponse) {
        self.app.dismiss(Ticket::from_text(made.ticket.clone())).await.unwrap();
    }

    /// A key whose value was sent to Vault, and is gone.
    async fn stored(&self, folder: &Path) -> String {
        vault::install(&self.app, folder, "echo '{\"data\":{\"version\":1}}'");
        let made = self.created("ci").await;
        self.app.send_key(&vault::request(&made.ticket, "ci/key")).await.unwrap();
        self.dismiss(&made).await;
        made.key.id
    }

    async fn replaced(&self, key_id: &str) -> CreateKeyResponse {
        self.app.begin_rotation(&begin(key_id)).await.unwrap()
    }

    fn rotation(&self) -> RotationView {
        let mut rotations = self.app.rotations();
        assert_eq!(rotations.len(), 1, "{rotations:?}");
        rotations.remove(0)
    }

    fn waits_for(&self) -> WaitsFor {
        self.rotation().waits_for
    }

    async fn sent(&self, made: &CreateKeyResponse) {
        let rotation_id = self.rotation().id;
        let request = SendToPlaceRequest { ticket: made.ticket.clone(), rotation_id, place: 0 };
        self.app.send_to_place(&request).await.unwrap();
    }

    async fn revoke(
        &self,
        id: &str,
        typed: Option<&str>,
        reason: Option<&str>,
    ) -> Result<(), RevokeError> {
        let [typed_name, reason] = [typed, reason].map(|text| text.map(str::to_owned));
        let request = RevokeKeyRequest { key_id: id.into(), typed_name, reason };
        self.app.revoke_key(&request).await.map(drop)
    }

    fn is_live(&self, id: &str) -> bool {
        self.sandbox.keys().iter().any(|key| key.id == id && key.revoked_at.is_none())
    }
}

fn begin(key_id: &str) -> BeginRotationRequest {
    let name = "ci (2026-11-27)".into();
    BeginRotationRequest { key_id: key_id.into(), name, rest: Rest::Day }
}

#[test]
fn a_key_is_replaced_where_it_is_stored_watched_and_only_then_revoked() {
    SignedIn::run(async |one| {
        let folder = tempfile::tempdir().unwrap();
        let old = one.stored(folder.path()).await;
        let plan = one.app.plan_rotation(&old).await.unwrap();
        assert_eq!((plan.not_possible, plan.places.len()), (None, 1));
        assert!(plan.name.starts_with("ci ("), "{}", plan.name);
        let made = one.replaced(&old).await;
        assert_eq!(one.waits_for(), WaitsFor::HandingOver);
        assert_eq!(made.key.permissions, plan.key.permissions);
        assert_eq!(made.key.project, plan.key.project);
        one.sent(&made).await;
        assert!(matches!(one.rotation().places[0].state, PlaceHas::Stored { .. }));
        one.dismiss(&made).await;
        assert_eq!(one.waits_for(), WaitsFor::FirstUse);
        let preview = one.app.preview_revocation(&old).await.unwrap();
        assert_eq!(preview.refusals, [Refusal::ReplacementNeverUsed]);
        assert_eq!(one.revoke(&old, None, None).await, Err(RevokeError::ReasonNeeded));
        assert!(one.is_live(&old));
        // Used after the question, too: it is read again at the moment of confirming.
        one.sandbox.use_key(&made.key.id);
        one.revoke(&old, None, None).await.unwrap();
        assert!(!one.is_live(&old) && one.is_live(&made.key.id));
        assert_eq!(one.app.rotations(), []);
        assert_eq!(one.deeds(&old)[..2], [DeedView::Revoked, DeedView::Replaced]);
    });
}

#[test]
fn a_key_that_is_still_used_is_revoked_with_a_reason_only() {
    // By the server's clock: this computer's may be wrong.
    SignedIn::run_ahead(TimeDelta::days(30), async |one| {
        let folder = tempfile::tempdir().unwrap();
        let old = one.stored(folder.path()).await;
        let made = one.replaced(&old).await;
        one.sent(&made).await;
        one.sandbox.use_key(&made.key.id);
        one.sandbox.use_key(&old);
        let waiting = one.app.look_at_rotations().await.unwrap().remove(0);
        assert!(matches!(waiting.waits_for, WaitsFor::Quiet { .. }), "{waiting:?}");
        let named = Some("ci");
        let value = format!("ss_secret_{}", "Ab3".repeat(14));
        for reason in [None, Some("  "), Some(&*value), Some(&*"x".repeat(201))] {
            let refused = one.revoke(&old, named, reason).await;
            assert_eq!(refused, Err(RevokeError::ReasonNeeded), "{reason:?}");
        }
        let bulk = one.app.preview_bulk_revocation(std::slice::from_ref(&old)).await.unwrap();
        let in_use = BulkOutcome::LeftOut { because: NotTogether::InUse };
        assert_eq!(bulk.items[0].outcome, in_use, "each reason is enough");
        one.revoke(&old, named, Some("it leaked")).await.unwrap();
        let anyway = DeedView::RevokedAnyway { reason: "it leaked".into() };
        assert_eq!(one.deeds(&old)[0], anyway);
        assert_eq!(one.app.rotations(), []);
    });
}

#[test]
fn a_value_that_is_lost_half_way_is_replaced_again_and_every_old_key_ends() {
    SignedIn::run(async |one| {
        let folder = tempfile::tempdir().unwrap();
        let old = one.stored(folder.path()).await;
        let first = one.replaced(&old).await;
        one.dismiss(&first).await;
        assert_eq!(one.waits_for(), WaitsFor::Value);
        let id = one.rotation().id;
        let second = one.app.replace_again(&id, "ci again").await.unwrap();
        let ids: Vec<_> = one.rotation().old.into_iter().map(|row| row.id).collect();
        assert_eq!(ids, [&*old, &*first.key.id]);
        one.sent(&second).await;
        one.sandbox.use_key(&second.key.id);
        one.revoke(&first.key.id, None, None).await.unwrap();
        one.app.look_at_rotations().await.unwrap();
        assert_eq!(one.waits_for(), WaitsFor::Revocation);
        one.revoke(&old, None, None).await.unwrap();
        assert_eq!(one.app.rotations(), []);
    });
}

#[test]
fn it_is_there_after_a_restart_and_a_key_is_in_one_rotation_at_a_time() {
    SignedIn::run(async |one| {
        let folder = tempfile::tempdir().unwrap();
        let old = one.stored(folder.path()).await;
        let made = one.replaced(&old).await;
        one.sent(&made).await;
        for id in [&old, &made.key.id] {
            assert_eq!(one.app.begin_rotation(&begin(id)).await, Err(RotationError::UnderWay));
        }
        let before = one.rotation();
        assert_eq!(
            one.app.storage.read(sigsentry_keys_platform::store::Store::rotations).unwrap().len(),
            1
        );
        assert!(one.app.remembered_rotations().is_empty(), "it is the store that has it");
        let held = one.app.hold_rotation(&before.id, true).unwrap();
        assert_eq!(held.waits_for, WaitsFor::Decision);
        assert_eq!(one.app.hold_rotation(&before.id, false).unwrap(), before);
        one.app.end_rotation(&before.id);
        assert_eq!(one.app.rotations(), []);
        assert!(one.is_live(&old) && one.is_live(&made.key.id));
    });
}

#[test]
fn a_refused_creation_begins_nothing_and_a_lost_one_is_asked_for_again() {
    SignedIn::run(async |one| {
        let old = one.created("ci").await;
        one.dismiss(&old).await;
        one.misbehave(json!({ "operation": "create", "status": 403, "code": "FORBIDDEN" }));
        let refused = one.app.begin_rotation(&begin(&old.key.id)).await;
        assert!(matches!(refused, Err(RotationError::Create { .. })), "{refused:?}");
        assert_eq!(one.app.rotations(), []);
        one.misbehave(json!({ "operation": "create", "dropAfterCommit": true }));
        let lost = one.app.begin_rotation(&begin(&old.key.id)).await;
        let Err(RotationError::Create { error }) = lost else { panic!("{lost:?}") };
        assert!(matches!(*error, CreateKeyError::Request { .. }));
        assert_eq!(one.waits_for(), WaitsFor::Replacement);
        let made = one.app.retry_creation().await.unwrap();
        assert_eq!(one.rotation().replacement.unwrap().id, made.key.id);
        assert_eq!(one.waits_for(), WaitsFor::HandingOver);
    });
}

#[test]
fn places_that_no_program_serves_are_the_persons_word() {
    SignedIn::run(async |one| {
        let old = one.created("ci").await;
        one.dismiss(&old).await;
        let request = SaveAnnotationRequest {
            key_id: old.key.id.clone(),
            owner: "Mara".into(),
            stored_in: vec!["laptop of Mara".into()],
            note: String::new(),
            reviewed_on: None,
        };
        one.app.save_annotation(request).await.unwrap();
        let made = one.replaced(&old.key.id).await;
        let rotation = one.rotation();
        assert_eq!(rotation.places[0].destination, None);
        let mark = |mark| MarkPlaceRequest { rotation_id: rotation.id.clone(), place: 0, mark };
        one.app.mark_place(&mark(PlaceMark::Stored)).unwrap();
        // It was not copied: the person may have spelled it.
        assert_eq!(one.waits_for(), WaitsFor::FirstUse);
        let noted = one.app.key_detail(&made.key.id).unwrap().annotation.unwrap();
        assert_eq!(
            (&*noted.owner, &*noted.stored_in),
            ("Mara", &["laptop of Mara".to_owned()][..])
        );
        one.app.mark_place(&mark(PlaceMark::Left)).unwrap();
        let refusals = one.app.preview_revocation(&old.key.id).await.unwrap().refusals;
        assert!(refusals.contains(&Refusal::OldValueStored { places: 1 }), "{refusals:?}");
    });
}
