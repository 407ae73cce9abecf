//! The inventory as a file: for a spreadsheet, for a program, for paper. Never a value.

mod csv;
pub(crate) mod html;
mod json;
mod table;
pub(crate) mod write;

use crate::{App, held};
use chrono::{DateTime, Utc};
use sigsentry_keys_contract::{
    export::{ExportError, ExportFormat, ExportOf, ExportRequest, Exported},
    inventory::KeyQuery,
    time,
};
use sigsentry_keys_core::{
    annotation::Annotation,
    display::safe,
    inventory::{ChangeKind, Inventory},
    key::{KeyRecord, KeyType, LastUsed, NewKeyType, Revocation},
    status::KeyStatus,
};
use sigsentry_keys_platform::store::MOST_CHANGES;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use table::Table;

/// What a file says of where it comes from.
struct Head {
    /// The tenant's name, or its address.
    tenant: String,
    /// When SigSentry was read.
    as_of: String,
    /// When the file was written.
    exported_at: String,
    /// Which keys are in it, in words.
    of: String,
}

/// One key in a file: as the server says it, and not made safe for any place yet.
pub(crate) struct Line<'a> {
    key: &'a KeyRecord,
    status: KeyStatus,
    pub(crate) project: Option<&'a str>,
    note: Option<&'a Annotation>,
}

impl Line<'_> {
    pub(crate) fn last_used(&self) -> String {
        match self.key.last_used {
            LastUsed::Never => "never".into(),
            LastUsed::At(at) => time(at),
            LastUsed::Unknown => "unknown".into(),
        }
    }

    fn revoked_at(&self) -> Option<DateTime<Utc>> {
        match self.key.revocation {
            Revocation::Revoked(at) => at,
            Revocation::None => None,
        }
    }

    pub(crate) fn status(&self) -> &'static str {
        match self.status {
            KeyStatus::ExpiresSoon => "expires soon",
            KeyStatus::Stale => "stale",
            KeyStatus::NeverUsed => "never used",
            KeyStatus::Legacy => "legacy format",
            KeyStatus::Active => "active",
            KeyStatus::Expired => "expired",
            KeyStatus::Revoked => "revoked",
        }
    }

    pub(crate) fn key_type(&self) -> &str {
        match &self.key.key_type {
            KeyType::Current(NewKeyType::Sdk) => "SDK",
            KeyType::Current(NewKeyType::Project) => "project",
            KeyType::Current(NewKeyType::Organization) => "organization",
            KeyType::Legacy => "legacy",
            KeyType::Unknown(name) => name,
        }
    }
}

impl App {
    /// Writes keys, or what changed, into a new file in `folder`, for its owner only.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_file(
        self: &Arc<Self>,
        folder: Option<PathBuf>,
        request: ExportRequest,
    ) -> Result<Exported, ExportError> {
        let folder = folder.ok_or(ExportError::NoFolder)?;
        let app = Arc::clone(self);
        let written = self.ports.off_thread(move || app.export(&folder, request)).await;
        written.unwrap_or(Err(ExportError::NotWritten))
    }

    fn export(&self, folder: &Path, request: ExportRequest) -> Result<Exported, ExportError> {
        let inventory = held(&self.account).inventory.clone().ok_or(ExportError::NotRead)?;
        let (now, there) = (self.ports.now(), self.server_time());
        let ExportRequest { what, format, of } = request;
        let head = Head {
            tenant: self.tenant(),
            as_of: time(inventory.reading().taken_at),
            exported_at: time(now),
            of,
        };
        let (bytes, rows, name) = match what {
            ExportOf::Keys { query } => {
                let query = KeyQuery { offset: 0, limit: u32::MAX, ..query }.at(there);
                let page = inventory.query(&query, there);
                let rows = page.rows.iter();
                let lines: Vec<_> =
                    rows.map(|(key, status)| line(&inventory, key, *status)).collect();
                let table = || Table::of_keys(&lines, &head.as_of);
                let bytes = match format {
                    ExportFormat::Csv => csv::file(&table()),
                    ExportFormat::Json => json::keys(&head, &lines),
                    ExportFormat::Html => html::file(&head, &table()),
                };
                (bytes, lines.len(), "keys")
            }
            ExportOf::Activity => {
                let lines = self.activities().ok_or(ExportError::NothingIsKept)?;
                let rows: Vec<_> = lines.iter().map(|line| self.activity_row(line)).collect();
                let table = || Table::of_activity(&lines, &rows);
                let bytes = match format {
                    ExportFormat::Csv => csv::file(&table()),
                    ExportFormat::Json => json::activity(&head, &lines, &rows),
                    ExportFormat::Html => html::file(&head, &table()),
                };
                (bytes, lines.len(), "activity")
            }
            ExportOf::Changes => {
                let changes = self.storage.read(|store| store.changes(MOST_CHANGES));
                let changes = changes.ok_or(ExportError::NothingIsKept)?;
                let changes: Vec<_> = changes.into_iter().map(|(_, change)| change).collect();
                let table = || Table::of_changes(&changes);
                let bytes = match format {
                    ExportFormat::Csv => csv::file(&table()),
                    ExportFormat::Json => json::changes(&head, &changes),
                    ExportFormat::Html => html::file(&head, &table()),
                };
                (bytes, changes.len(), "changes")
            }
        };
        let ending = match format {
            ExportFormat::Csv => "csv",
            ExportFormat::Json => "json",
            ExportFormat::Html => "html",
        };
        let name = format!("SigSentry {name} {}", now.format("%Y-%m-%d %H.%M"));
        let path = write::new_file(folder, &name, ending, &bytes)?;
        Ok(Exported {
            path: safe(&path.to_string_lossy()),
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
        })
    }

    fn tenant(&self) -> String {
        let account = self.session_state().account;
        account.map(|account| account.tenant_name).unwrap_or_default()
    }
}

/// What changed, in a word.
fn kind_word(kind: &ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Appeared { .. } => "new",
        ChangeKind::Gone => "gone",
        ChangeKind::Renamed { .. } => "renamed",
        ChangeKind::Permissions { .. } => "permissions",
        ChangeKind::Expiry { .. } => "expiry",
        ChangeKind::Revoked { .. } => "revoked",
        ChangeKind::Restored => "restored",
        ChangeKind::FirstUsed => "first used",
        ChangeKind::TriedWhileRevoked => "tried while revoked",
        ChangeKind::UsedAgain { .. } => "used again",
    }
}

pub(crate) fn line<'a>(
    inventory: &'a Inventory,
    key: &'a KeyRecord,
    status: KeyStatus,
) -> Line<'a> {
    let project = key.project_id.as_deref();
    let named = |id| inventory.project(id).map_or(id, |project| project.name.as_str());
    Line { key, status, project: project.map(named), note: inventory.notes().get(&key.id) }
}

#[cfg(test)]
mod tests;
