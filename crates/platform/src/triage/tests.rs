use super::*;
use std::{fs, process::Command};

const ONE: &str = "ss_secret_aB3x9Zk2LmQ7pT45";
const OTHER: &str = "ss_org_Zz9y8X7w6V5u4T3s2R1q";

fn look(source: Source<'_>) -> Scan {
    let one = |value: &[u8]| (value == ONE.as_bytes()).then(|| "key-1".to_owned());
    scan(source, &one, &AtomicBool::new(false), &|_| {}).unwrap()
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Mara", "-c", "user.email=mara@northwind.example"];
    let mut command = Command::new("git");
    command.args(identity).args(arguments).current_dir(folder);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_token_in_a_text_is_told_by_its_prefix_and_its_line() {
    let text = format!("a\nkey: {ONE}\nagain {ONE} and {OTHER}");
    let scan = look(Source::Text(text.as_bytes()));
    assert_eq!((scan.found.len(), scan.bytes), (2, text.len() as u64));
    assert_eq!(scan.found[0].prefix, &ONE[..16]);
    assert_eq!(scan.found[0].key_id.as_deref(), Some("key-1"));
    assert_eq!(scan.found[0].places, [Place::Text { line: 2 }, Place::Text { line: 3 }]);
    assert_eq!(scan.found[1].key_id, None);
    assert!(!format!("{scan:?}").contains(&ONE[16..]), "nothing of it is kept");
}

#[test]
fn tokens_across_pieces_of_a_large_file_are_found_in_their_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app.log");
    // Around each place where a piece may end.
    for shift in 0..40 {
        let filler = "x y z\n".repeat(256 * 1024 / 6);
        let text = format!("{}{filler}{}{ONE}\nend\n", "#".repeat(shift), " ".repeat(shift));
        fs::write(&file, &text).unwrap();
        let scan = look(Source::Paths(std::slice::from_ref(&file)));
        let line = lines(text.split(ONE).next().unwrap().as_bytes()) + 1;
        let path = file.canonicalize().unwrap();
        assert_eq!(scan.found.len(), 1, "{shift}");
        assert_eq!(scan.found[0].places, [Place::File { path, line }], "{shift}");
        assert_eq!(scan.bytes, text.len() as u64);
    }
}

#[test]
fn a_folder_is_looked_through_without_following_links_or_waiting_for_pipes() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(outside.path().join("other"), OTHER).unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("sub/.env"), format!("KEY={ONE}")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    }
    let scan = look(Source::Paths(&[folder.path().to_owned()]));
    assert_eq!((scan.files, scan.unread, scan.found.len()), (1, 0, 1));
    assert_eq!(scan.found[0].prefix, &ONE[..16]);
}

#[test]
fn what_git_remembers_is_found_loose_and_packed_also_when_no_file_has_it_any_more() {
    for format in ["sha1", "sha256"] {
        remembers(format);
    }
}

fn remembers(format: &str) {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", &format!("--object-format={format}")]);
    let file = folder.path().join("config.yml");
    fs::write(&file, format!("key: {ONE}\n")).unwrap();
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "first"]);
    fs::write(&file, "key: taken out\n").unwrap();
    git(folder.path(), &["commit", "-qam", &format!("no more key; it was {OTHER}")]);
    for packed in [false, true] {
        if packed {
            git(folder.path(), &["gc", "-q", "--aggressive", "--prune=now"]);
        }
        let scan = look(Source::Paths(&[folder.path().to_owned()]));
        assert_eq!((scan.objects, scan.unread), (6, 0), "two commits, two trees, two files");
        let of = |token: &str| scan.found.iter().find(|found| found.prefix == token[..16]).unwrap();
        assert!(matches!(&of(ONE).places[..], [Place::Git { message: false, .. }]));
        let message = |place: &Place| matches!(place, Place::Git { message: true, .. });
        assert!(of(OTHER).places.iter().any(message), "{:?}", of(OTHER).places);
    }
    // Without files beside it.
    let bare = folder.path().join("mirror");
    git(folder.path(), &["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    assert_eq!(look(Source::Paths(std::slice::from_ref(&bare))).found.len(), 2);
}

#[test]
fn a_broken_repository_and_a_file_that_may_not_be_read_are_named_and_the_rest_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let objects = folder.path().join(".git/objects");
    fs::create_dir_all(objects.join("pack")).unwrap();
    fs::create_dir_all(objects.join("ab")).unwrap();
    fs::write(objects.join("ab").join("c".repeat(38)), "no object").unwrap();
    fs::write(folder.path().join(".env"), ONE).unwrap();
    let scan = look(Source::Paths(&[folder.path().to_owned()]));
    assert_eq!((scan.found.len(), scan.unread), (1, 1), "{:?}", scan.unread_paths);
}

#[test]
fn of_several_paths_one_that_is_not_there_is_told_and_without_any_there_is_no_report() {
    let folder = tempfile::tempdir().unwrap();
    let [log, env, nowhere] = ["app.log", ".env", "nowhere"].map(|name| folder.path().join(name));
    fs::write(&log, ONE).unwrap();
    fs::write(&env, OTHER).unwrap();
    let scan = look(Source::Paths(&[log, nowhere.clone(), env]));
    assert_eq!((scan.found.len(), &scan.unread_paths[..]), (2, std::slice::from_ref(&nowhere)));
    let none = |paths: &[PathBuf]| scan_paths(paths, &AtomicBool::new(false)).is_err();
    assert!(none(std::slice::from_ref(&nowhere)) && none(&[nowhere.clone(), nowhere]));
}

fn scan_paths(paths: &[PathBuf], stop: &AtomicBool) -> std::io::Result<Scan> {
    scan(Source::Paths(paths), &|_| None, stop, &|_| stop.store(true, Ordering::Relaxed))
}

#[test]
fn a_person_can_stop_it() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        fs::write(folder.path().join(name), ONE).unwrap();
    }
    let stop = AtomicBool::new(false);
    let scan = scan_paths(&[folder.path().to_owned()], &stop).unwrap();
    assert!(scan.stopped && scan.files == 1);
}
