//! What other programs make of an exported file: hostile names are text everywhere.

#[cfg(target_os = "linux")]
mod opened;

use super::*;
use crate::support::{Machine, has_read, profile, signed_in};
use sigsentry_keys_contract::inventory::{Column, Scope};
use sigsentry_keys_core::{
    account::Project,
    inventory::{Change, Snapshot},
    key::{KeyType, NewKeyType, Permission},
};
use std::fs;

const HOSTILE: [&str; 9] = [
    "=HYPERLINK(\"https://evil.example\";\"click\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "  =1+1",
    "\u{ff1d}1+1",
    "a \"quoted\", comma\r\nand a second line",
    "<script>alert(1)</script>&amp;'",
    "right\u{202e}left\u{0007}",
];

fn key(at: usize, name: &str) -> KeyRecord {
    KeyRecord {
        id: format!("k{at}").into(),
        name: name.into(),
        prefix: "ss_secret_AbC123".into(),
        key_type: KeyType::Current(NewKeyType::Project),
        project_id: Some("p".into()),
        permissions: [Permission::ConfigRead].into(),
        created_at: Some(DateTime::UNIX_EPOCH),
        last_used: LastUsed::Never,
        expires_at: None,
        revocation: Revocation::None,
        used_days: Default::default(),
    }
}

fn exported(format: ExportFormat) -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let machine = Machine::new();
    let app = machine.app();
    let keys = HOSTILE.iter().enumerate().map(|(at, name)| key(at, name)).collect();
    let project = Project { id: "p".into(), name: "=cmd".into(), slug: "p".into() };
    let (gaps, kept) = (Default::default(), Default::default());
    has_read(
        &app,
        Snapshot { taken_at: DateTime::UNIX_EPOCH, projects: vec![project], keys, gaps, kept },
    );
    let query = KeyQuery {
        scope: Scope::All,
        search: String::new(),
        conditions: vec![],
        column: Column::Created,
        descending: false,
        offset: 7,
        limit: 1,
    };
    let folder = tempfile::tempdir().unwrap();
    let what = ExportOf::Keys { query };
    let request = ExportRequest { what, format, of: "All keys".into() };
    let written = app.export(folder.path(), request.clone()).unwrap();
    assert_eq!(written.rows as usize, HOSTILE.len());
    let path = PathBuf::from(written.path);
    let bytes = fs::read(&path).unwrap();
    // A second one does not take the place of the first.
    let again = app.export(folder.path(), request).unwrap();
    assert_ne!(PathBuf::from(again.path), path);
    (folder, path, bytes)
}

#[test]
fn a_spreadsheet_finds_no_formula_and_every_name() {
    let (_folder, path, bytes) = exported(ExportFormat::Csv);
    assert_eq!(path.extension().unwrap(), "csv");
    let table = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a mark of UTF-8");
    let mut reader = ::csv::ReaderBuilder::new().from_reader(table);
    assert_eq!(&reader.headers().unwrap()[0], "Name");
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), HOSTILE.len());
    for row in &rows {
        for cell in row {
            let first = cell.trim_start().chars().next();
            assert!(first.is_none_or(|first| !"=+-@|%\u{ff1d}".contains(first)), "{cell:?}");
        }
        assert_eq!(&row[3], "'=cmd");
    }
    assert!(rows.iter().any(|row| row[0].contains("second line")));
}

#[test]
fn a_program_reads_what_the_server_said() {
    let (_folder, _, bytes) = exported(ExportFormat::Json);
    let file: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(file["format"], "sigsentry-keys/inventory");
    assert_eq!(file["version"], 1);
    assert_eq!(file["asOf"], "1970-01-01T00:00:00Z");
    let mut names: Vec<_> =
        file["keys"].as_array().unwrap().iter().map(|key| key["name"].as_str().unwrap()).collect();
    let mut expected = HOSTILE.to_vec();
    names.sort_unstable();
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!(file["keys"][0]["project"]["name"], "=cmd");
}

#[test]
fn a_browser_finds_no_markup_in_a_name() {
    let (_folder, _, bytes) = exported(ExportFormat::Html);
    let page = String::from_utf8(bytes).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&#39;"));
    assert!(!page.contains("<script") && !page.contains('\u{202e}') && !page.contains('\u{7}'));
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn what_changed_is_exported_with_what_was_so_before() {
    let machine = Machine::new();
    let app = machine.app();
    signed_in(&app.storage, "mara");
    let (gaps, kept) = (Default::default(), Default::default());
    let keys = vec![key(1, "=now")];
    let now = DateTime::UNIX_EPOCH;
    has_read(&app, Snapshot { taken_at: now, projects: vec![], keys, gaps, kept });
    let renamed = ChangeKind::Renamed { from: "=before".into() };
    let change = Change::of(&key(1, "=now"), renamed, now);
    app.storage.save_key(&profile("mara"), &key(1, "=now"), &[change]);
    let folder = tempfile::tempdir().unwrap();
    let export = |format| {
        let of = "What changed".into();
        let written =
            app.export(folder.path(), ExportRequest { what: ExportOf::Changes, format, of });
        let written = written.unwrap();
        assert_eq!(written.rows, 1);
        fs::read_to_string(written.path).unwrap()
    };
    assert!(
        export(ExportFormat::Csv)
            .contains("\"'=now\",\"ss_secret_AbC123\",\"renamed\",\"'=before\"")
    );
    let file: serde_json::Value = serde_json::from_str(&export(ExportFormat::Json)).unwrap();
    assert_eq!(file["format"], "sigsentry-keys/changes");
    assert_eq!(file["changes"][0]["before"], "=before");
    assert!(export(ExportFormat::Html).contains("<bdi>=before</bdi>"));
}

#[cfg(unix)]
#[test]
fn a_file_is_for_its_owner_only_and_a_full_folder_is_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, path, _) = exported(ExportFormat::Csv);
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    let file = tempfile::NamedTempFile::new().unwrap();
    let written = write::new_file(&file.path().join("below"), "x", "csv", b"");
    assert_eq!(written, Err(ExportError::NoFolder));
}
