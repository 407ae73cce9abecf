//! For programs. Texts are as the server sent them: JSON has a form for every character.
//!
//! `format` is `sigsentry-keys/inventory`, `version` 1. Times are RFC 3339 in UTC. A later version may add
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

use super::{Head, Line};
use serde_json::{Value, json};
use sigsentry_keys_contract::time;
use sigsentry_keys_core::key::LastUsed;

pub(super) fn file(head: &Head, lines: &[Line<'_>]) -> Vec<u8> {
    let keys: Vec<_> = lines.iter().map(key).collect();
    let file = json!({
        "format": "sigsentry-keys/inventory",
        "version": 1,
        "tenant": head.tenant,
        "of": head.of,
        "asOf": head.as_of,
        "exportedAt": head.exported_at,
        "keys": keys,
    });
    // Texts and times: JSON has a form for all of them.
    serde_json::to_vec_pretty(&file).unwrap_or_default()
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
