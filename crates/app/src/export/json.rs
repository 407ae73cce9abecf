//! For programs. Texts are as the server sent them: JSON has a form for every character.
//!
//! `format` is `sigsentry-keys/inventory`, `sigsentry-keys/changes` or `sigsentry-keys/activity`, `version` 1. Times are RFC 3339 in UTC. A later version may add
//! fields; one that takes a field away, or changes what it means, has another number.
//!
//! | field of a key | what |
//! |---|---|
//! | `id`, `name`, `prefix`, `type`, `permissions` | as SigSentry says; `prefix` is the first 16 characters |
//! | `project` | `id` and `name`; null for organization keys |
//! | `createdAt`, `expiresAt`, `revokedAt` | null where there is none, or it is not known |
//! | `lastUsedAt` | null for never and for unknown; `lastUsed` tells `never`, `at` or `unknown` |
//! | `status` | this app's word, by the time of the export |
//! | `owner`, `storedIn`, `note`, `reviewedOn` | as noted on this computer |
//!
//! | field of an activity | what |
//! |---|---|
//! | `at` | when, by this computer's clock |
//! | `keyId`, `name`, `prefix` | the key; the texts are empty where the app does not know it any more |
//! | `what` | `created`, `copied`, `sent`, `dismissed`, `found left behind`, `revoked`, `notes changed` |
//! | `place` | where a value was sent; otherwise null |
//!
//! | field of a change | what |
//! |---|---|
//! | `noticedAt` | when this app noticed |
//! | `keyId`, `name`, `prefix` | the key, as it was called then |
//! | `change` | `new`, `gone`, `renamed`, `permissions`, `expiry`, `revoked`, `restored`, `first used`, `used again`, `tried while revoked` |
//! | `before` | what was so before, of the four that have it; otherwise null |
//! | `here` | whether it was done with this app, on this computer |

use super::{Head, Line, kind_word};
use serde_json::{Value, json};
use sigsentry_keys_contract::{
    activity::{ActivityRow, DeedKind},
    time,
};
use sigsentry_keys_core::{
    activity::Activity,
    inventory::{Change, ChangeKind},
    key::LastUsed,
};

pub(super) fn keys(head: &Head, lines: &[Line<'_>]) -> Vec<u8> {
    file("inventory", head, "keys", lines.iter().map(key).collect())
}

pub(super) fn changes(head: &Head, changes: &[Change]) -> Vec<u8> {
    file("changes", head, "changes", changes.iter().map(change).collect())
}

pub(super) fn activity(head: &Head, lines: &[Activity], rows: &[ActivityRow]) -> Vec<u8> {
    let row = |(line, row): (&Activity, &ActivityRow)| {
        json!({
            "at": time(line.at),
            "keyId": line.key_id,
            "name": row.name,
            "prefix": row.prefix,
            "what": DeedKind::of(&line.deed).word(),
            "place": line.deed.place(),
        })
    };
    file("activity", head, "activity", lines.iter().zip(rows).map(row).collect())
}

fn file(format: &str, head: &Head, what: &str, rows: Vec<Value>) -> Vec<u8> {
    let file = json!({
        "format": format!("sigsentry-keys/{format}"),
        "version": 1,
        "tenant": head.tenant,
        "of": head.of,
        "asOf": head.as_of,
        "exportedAt": head.exported_at,
        what: rows,
    });
    // Texts and times: JSON has a form for all of them.
    serde_json::to_vec_pretty(&file).unwrap_or_default()
}

fn change(change: &Change) -> Value {
    let before = match &change.what {
        ChangeKind::Renamed { from } => json!(from),
        ChangeKind::Permissions { from } => {
            json!(from.iter().map(|one| one.as_str()).collect::<Vec<_>>())
        }
        ChangeKind::Expiry { from } => json!(from.map(time)),
        ChangeKind::UsedAgain { before } => json!(time(*before)),
        _ => Value::Null,
    };
    json!({
        "noticedAt": time(change.at),
        "keyId": change.key_id,
        "name": change.name,
        "prefix": change.prefix,
        "change": kind_word(&change.what),
        "before": before,
        "here": change.was_made_here(),
    })
}

fn key(line: &Line<'_>) -> Value {
    let key = line.key;
    let (last_used, last_used_at) = match key.last_used {
        LastUsed::Never => ("never", None),
        LastUsed::At(at) => ("at", Some(time(at))),
        LastUsed::Unknown => ("unknown", None),
    };
    let project = key.project_id.as_deref().map(|id| json!({ "id": id, "name": line.project }));
    json!({
        "id": key.id,
        "name": key.name,
        "prefix": key.prefix,
        "type": line.key_type(),
        "project": project,
        "permissions": key.permissions.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        "createdAt": key.created_at.map(time),
        "lastUsed": last_used,
        "lastUsedAt": last_used_at,
        "expiresAt": key.expires_at.map(time),
        "revokedAt": line.revoked_at().map(time),
        "status": line.status(),
        "owner": line.note.map(|note| &note.owner),
        "storedIn": line.note.map(|note| &note.stored_in),
        "note": line.note.map(|note| &note.note),
        "reviewedOn": line.note.and_then(|note| note.reviewed_on).map(|day| day.to_string()),
    })
}
