//! A table for spreadsheets: UTF-8 with a mark that says so, lines as in RFC 4180, and no formulas.

use super::table::Table;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use sigsentry_keys_core::display::safe;

/// Tells spreadsheets that the text is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) fn file(table: &Table) -> Vec<u8> {
    let mut lines = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(MARK.to_vec());
    // Into memory, which does not fail; a line that has other fields than the first is the one error.
    let _ = lines.write_record(table.columns);
    for row in &table.rows {
        let _ = lines.write_record(row.iter().map(|text| cell(text)));
    }
    lines.into_inner().unwrap_or_default()
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
