use crate::{
    App, held,
    support::{self, Machine, SignedIn, has_read, profile, signed_in},
};
use sigsentry_keys_contract::{
    inventory::{Column, Condition, KeyQuery, RemovalReason, Scope},
    owners::{OwnerLeftRequest, OwnerOutcome, OwnersError, SetOwnerRequest},
};
use sigsentry_keys_core::{
    annotation::Annotation,
    inventory::{Gaps, Snapshot},
    key::KeyRecord,
};
use std::sync::Arc;

fn key(id: &str, prefix: &str) -> KeyRecord {
    KeyRecord { prefix: prefix.into(), ..support::key(id) }
}

/// An app with four keys, two of which share a prefix.
fn app(machine: &Machine) -> Arc<App> {
    let app = Arc::new(machine.app());
    signed_in(&app.storage, "a");
    let keys = vec![
        key("1", "ss_secret_AbC123"),
        key("2", "ss_secret_XyZ789"),
        key("3", "ss_org_AAAABBBBC"),
        key("4", "ss_org_AAAABBBBC"),
    ];
    let taken_at = app.ports.now();
    let gaps = Gaps::default();
    has_read(&app, Snapshot { taken_at, projects: vec![], keys, gaps, kept: Default::default() });
    assert_eq!(app.storage.profile(), Some(profile("a")));
    app
}

fn outcomes(app: &App, table: &str) -> Vec<(u32, OwnerOutcome)> {
    let mut lines = app.planned(table).unwrap().import.lines;
    lines.sort_by_key(|line| line.number);
    lines.into_iter().map(|line| (line.number, line.outcome)).collect()
}

fn noted(app: &App, id: &str) -> Annotation {
    let notes = held(&app.account).inventory.clone().unwrap();
    let kept = app.storage.read(|store| store.annotation(id)).unwrap().unwrap_or_default();
    assert_eq!(notes.notes().get(id).cloned().unwrap_or_default(), kept, "shown as kept");
    kept
}

fn take_over(app: &App, table: &str) {
    let plan = app.planned(table).unwrap();
    app.note_all(plan.noted).unwrap();
}

#[test]
fn each_line_says_what_becomes_of_it() {
    let machine = Machine::new();
    let app = app(&machine);
    let changes = || OwnerOutcome::Changes { before: String::new() };
    let value = format!("ss_secret_{}", "Ab3".repeat(14));
    let table = format!(
        "Key prefix,Owner,Id,Note\n\
         ss_secret_AbC123••••,Mara,,\n\
         ,Ole,2,on call\n\
         ss_secret_AbC123,Zoe,,\n\
         ss_org_AAAABBBBC,Ole,,\n\
         ss_org_AAAABBBBC,Ole,3,\n\
         ss_pub_nothing,Ole,,\n\
         ,,4,\n\
         ,{value},4,\n\
         {value},Ole,,\n"
    );
    assert_eq!(
        outcomes(&app, &table),
        [
            (2, changes()),
            (3, changes()),
            (4, OwnerOutcome::Repeated),
            (5, OwnerOutcome::Ambiguous),
            (6, changes()),
            (7, OwnerOutcome::NoSuchKey),
            (8, OwnerOutcome::Empty),
            (9, OwnerOutcome::Repeated),
            (10, OwnerOutcome::LooksLikeKey),
        ]
    );
    let shown = format!("{:?}", app.planned(&table).unwrap().import);
    assert!(shown.contains("Mara") && !shown.contains("Ab3Ab3"), "{shown}");
}

#[test]
fn a_table_is_taken_over_and_what_it_does_not_say_stays() {
    let machine = Machine::new();
    let app = app(&machine);
    take_over(&app, "id;owner;note\r\n1;Mara;\"on call;\nalways\"\r\n2;Ole;\r\n");
    assert_eq!((&*noted(&app, "1").owner, &*noted(&app, "1").note), ("Mara", "on call;\nalways"));
    take_over(&app, "\u{feff}id\tnote\n1\t'=not a formula\n");
    assert_eq!((&*noted(&app, "1").owner, &*noted(&app, "1").note), ("Mara", "=not a formula"));
    let again = app.planned("id,owner\n2,Ole\n1,Zoe\n").unwrap().import;
    assert_eq!((again.changes, again.unchanged, again.left_out), (1, 1, 0));
    assert!(app.storage.read(|store| store.activities_of("1", 9)).unwrap().len() == 2);
}

#[test]
fn columns_need_no_names_where_the_first_line_is_about_a_key() {
    let machine = Machine::new();
    let app = app(&machine);
    take_over(&app, "ss_secret_AbC123,Mara\n2,Ole,on call\n");
    assert_eq!((&*noted(&app, "1").owner, &*noted(&app, "2").note), ("Mara", "on call"));
    for (table, problem) in [
        ("", OwnersError::NoTable),
        ("name,email\nx,y\n", OwnersError::NoColumns),
        ("id,name\n1,y\n", OwnersError::NoColumns),
    ] {
        assert_eq!(app.planned(table).err(), Some(problem), "{table:?}");
    }
    let large = "x".repeat(16 * 1024 * 1024 + 1);
    assert_eq!(app.planned(&large).err(), Some(OwnersError::TooLarge));
}

#[test]
fn several_keys_get_one_owner() {
    SignedIn::run(async |one| {
        let ids = [one.created("a").await.key.id, one.created("b").await.key.id];
        let set = |owner: &str, ids: &[String]| {
            let request = SetOwnerRequest { key_ids: ids.to_vec(), owner: owner.into() };
            let app = Arc::clone(&one.app);
            async move { app.set_owner(request).await }
        };
        set(" Mara ", &[ids[0].clone(), ids[1].clone(), "gone".into()]).await.unwrap();
        let query = KeyQuery {
            scope: Scope::All,
            search: String::new(),
            conditions: vec![Condition::Owner { name: "mara".into() }],
            column: Column::Name,
            descending: false,
            offset: 0,
            limit: 10,
        };
        assert_eq!(one.app.query_keys(query.clone()).unwrap().total, 2);
        let selected = one.app.select_keys(query.clone()).unwrap();
        assert_eq!(selected.iter().map(|one| &one.id).collect::<Vec<_>>(), [&ids[0], &ids[1]]);
        let overview = one.app.overview(query.clone()).unwrap();
        assert_eq!(overview.ages[0].keys, 2);
        let value = format!("ss_org_{}", "Ab3".repeat(14));
        assert_eq!(set(&value, &ids).await, Err(OwnersError::Owner));
        set("", &ids[..1]).await.unwrap();
        assert_eq!(one.app.query_keys(query).unwrap().total, 1);
    });
}

#[test]
fn the_keys_of_an_owner_who_left_are_found_and_a_reading_changes_nothing_about_it() {
    SignedIn::run(async |one| {
        let id = one.created("a").await.key.id;
        let owner = || String::from("Mara");
        let request = SetOwnerRequest { key_ids: vec![id.clone()], owner: owner() };
        one.app.set_owner(request).await.unwrap();
        let mark = |owner: &str, left| {
            let request = OwnerLeftRequest { owner: owner.into(), left };
            let app = Arc::clone(&one.app);
            async move { app.set_owner_left(request).await }
        };
        let of = |app: &Arc<App>| app.key_detail(&id).unwrap();
        assert!(!of(&one.app).row.owner_left);
        mark(" MARA ", true).await.unwrap();
        one.app.refresh_inventory().await.unwrap();
        let detail = of(&one.app);
        assert!(detail.row.owner_left);
        assert_eq!(detail.removal, [RemovalReason::OwnerLeft]);
        assert_eq!(one.app.storage.inventory().unwrap().notes().former_owners().names().count(), 1);
        for refused in ["", " ", &"x".repeat(201), &format!("ss_org_{}", "Ab3".repeat(14))] {
            assert_eq!(mark(refused, true).await, Err(OwnersError::Owner));
        }
        mark("mara", false).await.unwrap();
        assert_eq!(of(&one.app).removal, []);
    });
}
