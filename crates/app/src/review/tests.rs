use super::*;
use crate::support::SignedIn;
use proptest::{prelude::*, sample::Index};
use sigsentry_keys_contract::{
    inventory::{Column, Condition, Scope},
    review::ReviewDecision,
};
use sigsentry_keys_platform::signature::Signature;
use std::{fs, path::Path};

fn query(ids: &[String]) -> KeyQuery {
    KeyQuery {
        scope: Scope::All,
        search: String::new(),
        conditions: vec![Condition::Keys { any_of: ids.to_vec() }],
        column: Column::Name,
        descending: false,
        offset: 0,
        limit: 0,
    }
}

/// A review of three keys, signed off.
async fn signed_off(one: &SignedIn, folder: &Path) -> (Vec<String>, SignedOff) {
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        let made = one.created(name).await;
        let ticket = sigsentry_keys_core::custody::Ticket::from_text(made.ticket);
        one.app.dismiss(ticket).await.unwrap();
        ids.push(made.key.id);
    }
    let review = one.app.begin_review(query(&ids), "Three keys".into()).await.unwrap();
    assert_eq!(review.items.len(), 3);
    let early = one.app.sign_off_review(None).await;
    assert_eq!(early, Err(ReviewError::Undecided));
    let decisions = [ReviewDecision::Keep, ReviewDecision::Rotate, ReviewDecision::Revoke];
    for (id, decision) in ids.iter().zip(decisions) {
        let note = Some("as agreed".to_owned());
        let request = DecideRequest { key_ids: vec![id.clone()], decision: Some(decision), note };
        one.app.decide_review(request).await.unwrap();
    }
    let signed = one.app.sign_off_review(Some(folder.to_owned())).await.unwrap();
    (ids, signed)
}

#[test]
fn a_review_is_signed_off_and_its_files_are_genuine() {
    SignedIn::run(async |one| {
        let folder = tempfile::tempdir().unwrap();
        let (ids, signed) = signed_off(&one, folder.path()).await;
        assert_eq!(one.app.review().await, None);
        assert_eq!(signed.files.len(), 2);
        for file in &signed.files {
            let genuine = verify(Path::new(file)).unwrap();
            assert_eq!((&genuine.hash, &genuine.previous), (&signed.hash, &None));
            assert!(genuine.words.contains(&signed.signer), "{}", genuine.words);
        }
        let kept = one.app.key_detail(&ids[0]).unwrap().annotation.unwrap();
        assert!(kept.reviewed_on.is_some());
        let of = |proposals: &[Proposal]| {
            proposals.iter().map(|one| one.key.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(of(&signed.proposals.rotate), [ids[1].clone()]);
        assert_eq!(of(&signed.proposals.revoke), [ids[2].clone()]);
        // Used since: the proposal says so.
        one.sandbox.use_key(&ids[2]);
        one.app.refresh_inventory().await.unwrap();
        let proposals = one.app.proposals().await.unwrap();
        assert_eq!(proposals.revoke[0].since, [SinceReview::Used]);
        assert_eq!(
            one.sandbox
                .keys()
                .iter()
                .filter(|key| ids.contains(&key.id) && key.revoked_at.is_some())
                .count(),
            0
        );
    });
}

#[test]
fn the_next_review_says_what_is_different_and_follows_the_one_before() {
    SignedIn::run(async |one| {
        let folder = tempfile::tempdir().unwrap();
        let (mut ids, first) = signed_off(&one, folder.path()).await;
        one.sandbox.use_key(&ids[0]);
        ids.push(one.created("d").await.key.id);
        one.app.refresh_inventory().await.unwrap();
        let review = one.app.begin_review(query(&ids), "Four".into()).await.unwrap();
        let of = |id: &str| review.items.iter().find(|item| item.key.id == id).unwrap();
        assert_eq!(of(&ids[0]).since, [SinceReview::Used]);
        assert_eq!(of(&ids[0]).before, Some(ReviewDecision::Keep));
        assert_eq!(of(&ids[1]).since, []);
        assert_eq!((&of(&ids[3]).since[..], of(&ids[3]).before), (&[SinceReview::New][..], None));
        let decision = Some(ReviewDecision::Keep);
        one.app.decide_review(DecideRequest { key_ids: ids, decision, note: None }).await.unwrap();
        let second = one.app.sign_off_review(Some(folder.path().to_owned())).await.unwrap();
        let genuine = verify(Path::new(&second.files[0])).unwrap();
        assert_eq!(genuine.previous, Some(first.hash));
    });
}

#[test]
fn a_value_in_a_note_is_refused_and_a_review_of_nothing_is_none() {
    SignedIn::run(async |one| {
        let none = one.app.begin_review(query(&[]), "None".into()).await;
        assert_eq!(none, Err(ReviewError::Count));
        let id = one.created("ci").await.key.id;
        one.app.begin_review(query(std::slice::from_ref(&id)), "One".into()).await.unwrap();
        let note = Some(format!("it is ss_secret_{}", "Ab3".repeat(14)));
        let request = DecideRequest { key_ids: vec![id], decision: None, note };
        assert_eq!(one.app.decide_review(request).await, Err(ReviewError::Note));
        one.app.drop_review().await;
        assert_eq!(one.app.review().await, None);
        assert_eq!(one.app.sign_off_review(None).await, Err(ReviewError::None));
    });
}

fn line(number: usize) -> Line {
    Line {
        key_id: format!("k{number}"),
        name: format!("key </script> {number}"),
        prefix: "ss_secret_AbC123".into(),
        key_type: "project".into(),
        project: None,
        permissions: vec!["analysis:read".into()],
        created: None,
        last_used: "never".into(),
        expires: None,
        status: "active".into(),
        owner: "Mara".into(),
        stored_in: Vec::new(),
        decision: Some(Decision::Keep),
        note: String::new(),
        hash: String::new(),
    }
}

fn bundle(keys: usize) -> Bundle {
    let head = Head {
        reviewer: "Mara <mara@northwind.example>".into(),
        organization: "Northwind".into(),
        server: "https://api.example/v1".into(),
        about: "All keys".into(),
        as_of: "2026-01-02T03:04:05Z".into(),
        signed_off_at: "2026-01-02T03:04:05Z".into(),
        keys,
        previous: None,
    };
    let bound = Bundle::bound(head, (0..keys).map(line).collect());
    let signed: Signature = {
        let folder = tempfile::tempdir().unwrap();
        let key = sigsentry_keys_platform::keychain::DataKey::from_bytes(&[7; 32]).unwrap();
        let store = Store::create(&folder.path().join("store.db"), &key, |bytes| bytes.fill(1));
        store.unwrap().sign(&bound.message()).unwrap()
    };
    bound.signed(&signed)
}

#[test]
fn what_is_moved_cut_out_or_added_is_found_in_its_line() {
    let whole = bundle(5);
    assert!(Bundle::checked(&whole.file()).is_ok() && page::checked(&page::page(&whole)).is_ok());
    let flaw = |change: fn(&mut Bundle)| {
        let mut changed = whole.clone();
        change(&mut changed);
        Bundle::checked(&changed.file()).unwrap_err()
    };
    assert_eq!(flaw(|all| all.lines.swap(1, 2)), Flaw::Line(2));
    assert_eq!(flaw(|all| drop(all.lines.remove(1))), Flaw::Line(2));
    assert_eq!(flaw(|all| drop(all.lines.pop())), Flaw::Lines);
    assert_eq!(flaw(|all| all.lines.push(line(9))), Flaw::Line(6));
    assert_eq!(flaw(|all| all.lines[3].decision = Some(Decision::Revoke)), Flaw::Line(4));
    assert_eq!(flaw(|all| all.head.reviewer = "Jon".into()), Flaw::Beginning);
    let foreign = flaw(|all| {
        let lines = std::mem::take(&mut all.lines);
        let again = Bundle::bound(Head { keys: 2, ..all.head.clone() }, lines[..2].to_vec());
        (all.lines, all.head) = (again.lines, again.head);
    });
    assert_eq!(foreign, Flaw::Signature);
    let file = whole.file();
    assert_eq!(Bundle::checked(&format!("{file} ")), Err(Flaw::Shown));
    let shown = page::page(&whole).replacen("keep", "revoke", 1);
    assert_eq!(page::checked(&shown), Err(Flaw::Shown));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// One byte is flipped, cut out or doubled anywhere, in either file.
    #[test]
    fn any_changed_byte_is_found(at in any::<Index>(), bit in 0..8_u8, how in 0..3, as_page in any::<bool>()) {
        let whole = bundle(3);
        let text = if as_page { page::page(&whole) } else { whole.file() };
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] ^= 1 << bit,
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, bytes[at]),
        }
        if let Ok(changed) = String::from_utf8(bytes) && changed != text {
            let accepted = if as_page { page::checked(&changed) } else { Bundle::checked(&changed) };
            prop_assert!(accepted.is_err());
        }
    }

    #[test]
    fn any_bytes_are_no_review(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("review");
        fs::write(&file, bytes).unwrap();
        prop_assert!(verify(&file).is_err());
    }
}
