//! A report to print. It has no script, loads nothing, and says so to the browser.

use super::{Head, table::Table};
use sigsentry_keys_core::display::safe;

pub(crate) const STYLE: &str = "body{font:13px/1.45 system-ui,sans-serif;margin:24px;color:#14202b}\
h1{font-size:20px;margin:0}p{margin:4px 0 16px;color:#4a5661}\
table{border-collapse:collapse;width:100%}\
th,td{text-align:left;vertical-align:top;padding:4px 8px;border-bottom:1px solid #d5dbe0}\
th{background:#f1f4f6}code{font-size:12px}\
thead{display:table-header-group}tr{break-inside:avoid}\
@page{size:landscape;margin:12mm}";

pub(super) fn file(head: &Head, table: &Table) -> Vec<u8> {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>SigSentry keys</title><style>{STYLE}</style></head>\n<body>\n\
         <h1>SigSentry keys{}</h1>\n<p>{}: {} rows, as SigSentry said at {}. Written at {}.</p>\n\
         <table><thead><tr>",
        if head.tenant.is_empty() { String::new() } else { format!(" of {}", text(&head.tenant)) },
        text(&head.of),
        table.rows.len(),
        head.as_of,
        head.exported_at,
    );
    for column in table.columns {
        page.push_str(&format!("<th>{column}</th>"));
    }
    page.push_str("</tr></thead><tbody>\n");
    for row in &table.rows {
        page.push_str("<tr>");
        for cell in row {
            page.push_str(&format!("<td><bdi>{}</bdi></td>", text(cell)));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></body></html>\n");
    page.into_bytes()
}

/// Foreign text as text: what cannot be seen is made visible, and nothing in it is markup.
pub(crate) fn text(foreign: &str) -> String {
    let mut escaped = String::with_capacity(foreign.len());
    for letter in safe(foreign).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
