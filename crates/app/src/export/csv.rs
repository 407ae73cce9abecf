//! A table for spreadsheets: UTF-8 with a mark that says so, lines as in RFC 4180, and no formulas.

use super::{Head, Line};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use sigsentry_keys_contract::time;
use sigsentry_keys_core::display::safe;

/// Tells spreadsheets that the text is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

const COLUMNS: [&str; 15] = [
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

pub(super) fn file(head: &Head, lines: &[Line<'_>]) -> Vec<u8> {
    let mut table = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(MARK.to_vec());
    // Into memory, which does not fail; a line that has other fields than the first is the one error.
    let mut put = |fields: [String; 15]| drop(table.write_record(fields));
    put(COLUMNS.map(str::to_owned));
    for line in lines {
        let at = |moment: Option<_>| moment.map(time).unwrap_or_default();
        let permissions: Vec<_> = line.key.permissions.iter().map(|one| one.as_str()).collect();
        let note = line.note;
        put([
            cell(&line.key.name),
            cell(&line.key.prefix),
            cell(line.key_type()),
            cell(line.project.unwrap_or_default()),
            cell(&permissions.join(" ")),
            at(line.key.created_at),
            line.last_used(),
            at(line.key.expires_at),
            at(line.revoked_at()),
            line.status().to_owned(),
            cell(note.map_or("", |note| &note.owner)),
            cell(&note.map(|note| note.stored_in.join("; ")).unwrap_or_default()),
            cell(note.map_or("", |note| &note.note)),
            cell(&line.key.id),
            head.as_of.clone(),
        ]);
    }
    table.into_inner().unwrap_or_default()
}

/// Foreign text that no spreadsheet takes for a formula. A spreadsheet looks at the first character, also
/// behind spaces and in its wide form; an apostrophe in front makes it text (OWASP, *CSV Injection*).
fn cell(text: &str) -> String {
    let shown = safe(text);
    let first = shown.trim_start().chars().next();
    let is_formula =
        first.is_some_and(|first| "=+-@|%\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(first));
    if is_formula || shown.starts_with(['\t', '\r']) { format!("'{shown}") } else { shown }
}
