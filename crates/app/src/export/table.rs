//! What a spreadsheet and a report have in common: columns, and rows of texts.

use super::{Line, kind_word};
use sigsentry_keys_contract::{
    activity::{ActivityRow, DeedKind},
    time,
};
use sigsentry_keys_core::{
    activity::Activity,
    inventory::{Change, ChangeKind},
};

/// Foreign texts are as they came: each format makes them safe for itself.
pub(super) struct Table {
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn of_keys(lines: &[Line<'_>], as_of: &str) -> Self {
        let row = |line: &Line<'_>| {
            let at = |moment: Option<_>| moment.map(time).unwrap_or_default();
            let permissions: Vec<_> = line.key.permissions.iter().map(|one| one.as_str()).collect();
            let note = line.note;
            vec![
                line.key.name.to_string(),
                line.key.prefix.to_string(),
                line.key_type().to_owned(),
                line.project.unwrap_or_default().to_owned(),
                permissions.join(" "),
                at(line.key.created_at),
                line.last_used(),
                at(line.key.expires_at),
                at(line.revoked_at()),
                line.status().to_owned(),
                note.map(|note| note.owner.clone()).unwrap_or_default(),
                note.map(|note| note.stored_in.join("; ")).unwrap_or_default(),
                note.map(|note| note.note.clone()).unwrap_or_default(),
                line.key.id.to_string(),
                as_of.to_owned(),
            ]
        };
        let columns = &[
            "Name",
            "Key prefix",
            "Type",
            "Project",
            "Permissions",
            "Created",
            "Last Used",
            "Expires",
            "Revoked",
            "Status",
            "Owner",
            "Stored in",
            "Note",
            "Id",
            "As of",
        ];
        Self { columns, rows: lines.iter().map(row).collect() }
    }

    pub(super) fn of_activity(lines: &[Activity], rows: &[ActivityRow]) -> Self {
        let row = |(line, row): (&Activity, &ActivityRow)| {
            vec![
                time(line.at),
                row.name.clone(),
                row.prefix.clone(),
                DeedKind::of(&line.deed).word().to_owned(),
                line.deed.place().unwrap_or_default().to_owned(),
                line.key_id.clone(),
            ]
        };
        let columns = &["When", "Name", "Key prefix", "What", "Where to", "Id"];
        Self { columns, rows: lines.iter().zip(rows).map(row).collect() }
    }

    pub(super) fn of_changes(changes: &[Change]) -> Self {
        let row = |change: &Change| {
            let before = match &change.what {
                ChangeKind::Renamed { from } => from.clone(),
                ChangeKind::Permissions { from } => {
                    from.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" ")
                }
                ChangeKind::Expiry { from } => from.map_or_else(|| "never".into(), time),
                ChangeKind::UsedAgain { before } => time(*before),
                _ => String::new(),
            };
            vec![
                time(change.at),
                change.name.clone(),
                change.prefix.clone(),
                kind_word(&change.what).to_owned(),
                before,
                change.key_id.clone(),
            ]
        };
        let columns = &["Noticed", "Name", "Key prefix", "Change", "Before", "Id"];
        Self { columns, rows: changes.iter().map(row).collect() }
    }
}
