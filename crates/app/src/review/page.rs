//! A signed review for people: a page without a script, with the file in it that was signed.

use super::bundle::{Bundle, Decision, Flaw};
use crate::export::html::{STYLE, text};

const BEGINS: &str = "<script type=\"application/json\" id=\"review\">\n";
const ENDS: &str = "</script>\n";

pub(crate) fn page(bundle: &Bundle) -> String {
    let head = &bundle.head;
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Review of SigSentry keys</title><style>{STYLE}</style></head>\n<body>\n\
         <h1>Review of SigSentry keys of {}</h1>\n\
         <p>{}: {} keys, as SigSentry said at {}. Signed off by {} at {}, with the key {}.</p>\n\
         <p>Check it with <code>sigsentry-keys verify FILE</code>. It shows that nothing was changed since it was \
         signed on the computer with that key. It does not show that SigSentry said so, that the clock was right, \
         or who sat there.</p>\n\
         <table><thead><tr>",
        text(&head.organization),
        text(&head.about),
        head.keys,
        text(&head.as_of),
        text(&head.reviewer),
        text(&head.signed_off_at),
        bundle.signer(),
    );
    for column in [
        "Decision",
        "Note",
        "Name",
        "Prefix",
        "Type",
        "Project",
        "Permissions",
        "Created",
        "Last Used",
        "Expires",
        "Status",
        "Owner",
        "Stored in",
    ] {
        page.push_str(&format!("<th>{column}</th>"));
    }
    page.push_str("</tr></thead><tbody>\n");
    for line in &bundle.lines {
        let decision = match line.decision {
            Some(Decision::Keep) => "keep",
            Some(Decision::Rotate) => "rotate",
            Some(Decision::Revoke) => "revoke",
            None => "",
        };
        let optional = |field: &Option<String>| field.clone().unwrap_or_default();
        let cells = [
            decision.to_owned(),
            line.note.clone(),
            line.name.clone(),
            line.prefix.clone(),
            line.key_type.clone(),
            optional(&line.project),
            line.permissions.join(", "),
            optional(&line.created),
            line.last_used.clone(),
            optional(&line.expires),
            line.status.clone(),
            line.owner.clone(),
            line.stored_in.join("; "),
        ];
        page.push_str("<tr>");
        for cell in cells {
            page.push_str(&format!("<td><bdi>{}</bdi></td>", text(&cell)));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table>\n");
    page.push_str(BEGINS);
    // Nothing in it ends the element: JSON may write each such sign otherwise.
    page.push_str(&bundle.file().replace('<', "\\u003c"));
    page.push_str(ENDS);
    page.push_str("</body></html>\n");
    page
}

/// Reads a page and checks all of it.
pub(crate) fn checked(page_text: &str) -> Result<Bundle, Flaw> {
    let (_, rest) = page_text.split_once(BEGINS).ok_or(Flaw::NotAReview)?;
    let (inside, _) = rest.rsplit_once(ENDS).ok_or(Flaw::NotAReview)?;
    let bundle = Bundle::checked(&inside.replace("\\u003c", "<"))?;
    if page(&bundle) == page_text { Ok(bundle) } else { Err(Flaw::Shown) }
}
