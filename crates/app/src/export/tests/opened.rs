//! The exported files in the programs that people open them with: a spreadsheet (Gnumeric, which shares no
//! code with ours) and a browser (Chromium). Each is first shown to notice what must not be there.

use super::*;
use std::{path::Path, process::Command};

fn said(program: &mut Command) -> String {
    let answer = program.output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8(answer.stdout).unwrap()
}

/// The cells as the spreadsheet has them after it opened a table: text has the type 60, a formula none.
fn cells(table: &Path) -> Vec<String> {
    let sheet = said(
        Command::new("ssconvert")
            .args(["--import-type=Gnumeric_stf:stf_csvtab", "--import-encoding=UTF-8"])
            .args(["--export-type=Gnumeric_XmlIO:sax:0"])
            .arg(table)
            .arg("fd://1"),
    );
    sheet.split("<gnm:Cell ").skip(1).map(str::to_owned).collect()
}

fn formulas(cells: &[String]) -> usize {
    cells
        .iter()
        .filter(|cell| !cell.split('>').next().unwrap_or_default().contains("ValueType"))
        .count()
}

#[test]
fn a_spreadsheet_program_calculates_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let control = folder.path().join("control.csv");
    fs::write(&control, "\"Name\"\r\n\"=1+1\"\r\n").unwrap();
    assert_eq!(formulas(&cells(&control)), 1, "the spreadsheet sees formulas");

    let (_folder, path, _) = exported(ExportFormat::Csv);
    let cells = cells(&path);
    assert_eq!(formulas(&cells), 0, "{cells:#?}");
    for name in ["=HYPERLINK(", "+1+cmd|", "-2+3", "@SUM(A1)", "\u{ff1d}1+1", "and a second line"] {
        assert!(cells.iter().any(|cell| cell.contains(name)), "{name} is not among {cells:#?}");
    }
}

/// The page after a browser has run what it can of it.
fn page(file: &Path) -> String {
    let profile = tempfile::tempdir().unwrap();
    let mut profile_argument = std::ffi::OsString::from("--user-data-dir=");
    profile_argument.push(profile.path());
    let mut address = std::ffi::OsString::from("file://");
    address.push(file);
    said(
        Command::new("chromium")
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
            .arg(profile_argument)
            .arg(address),
    )
}

#[test]
fn a_browser_runs_nothing_of_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let control = folder.path().join("control.html");
    fs::write(&control, "<p><script>document.body.append('I ran')</script></p>").unwrap();
    assert!(page(&control).contains("I ran</body>"), "the browser runs scripts");

    let (_folder, path, _) = exported(ExportFormat::Html);
    let page = page(&path);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    assert!(!page.contains("<script"), "{page}");
}
