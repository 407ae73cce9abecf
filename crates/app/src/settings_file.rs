//! Settings, in a plain file: nothing in it is secret.

use crate::trouble::{self, Area};
use serde_json::{Map, Value};
use sigsentry_keys_contract::settings::{Settings, SettingsError};
use sigsentry_keys_platform::ownership::is_own;
use std::{
    fs,
    io::{self, Read as _, Write as _},
    path::Path,
};

const NAME: &str = "settings.json";

/// Larger than any settings are, in bytes.
const LARGEST: u64 = 64 * 1024;

/// A second copy: a power loss may leave the file empty or full of zeros, whatever was promised.
const COPY: &str = "settings.json.last";

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadSettings {
    pub(crate) settings: Settings,
    /// There were settings, and neither the file nor its copy can be read: these are the defaults.
    pub(crate) lost: bool,
}

impl From<Settings> for ReadSettings {
    fn from(settings: Settings) -> Self {
        Self { settings, lost: false }
    }
}

/// Reads the settings. Without a file they are the defaults; a setting that cannot be read is its own
/// default; of a file that is broken as a whole, the copy is read. The files are left as they are. In a
/// folder that another user may change, they are not read at all: they name a proxy and authorities.
pub(crate) fn read(folder: &Path) -> ReadSettings {
    let default = |lost| ReadSettings { settings: Settings::default(), lost };
    if !is_own(folder) {
        return default(folder.join(NAME).exists());
    }
    let [file, copy] = [NAME, COPY].map(|name| contents(&folder.join(name)));
    if file.is_none() && copy.is_none() {
        return default(false);
    }
    match [file, copy].into_iter().flatten().find_map(|bytes| parse(&bytes)) {
        Some(settings) => ReadSettings { settings, lost: false },
        None => {
            trouble::note(Area::Settings, "lost");
            default(true)
        }
    }
}

fn contents(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = fs::OpenOptions::new();
    file.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut file, NO_LINK);
    file.open(path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// `O_NOFOLLOW`: what lies there is a file, and not a link to another one.
#[cfg(unix)]
const NO_LINK: i32 = libc::O_NOFOLLOW;

/// None for what is no file of settings at all.
fn parse(bytes: &[u8]) -> Option<Settings> {
    let file: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
    let known = serde_json::to_value(Settings::default()).unwrap_or_default();
    let mut good = Settings::default();
    for name in known.as_object().into_iter().flat_map(Map::keys) {
        let Some(value) = file.get(name) else { continue };
        let Ok(Value::Object(mut with)) = serde_json::to_value(&good) else { continue };
        with.insert(name.clone(), value.clone());
        // One that a newer or broken app wrote takes no other with it.
        good = serde_json::from_value(Value::Object(with)).unwrap_or(good);
    }
    Some(good)
}

/// Writes the copy, then the file: whatever happens meanwhile, one of them is whole.
pub(crate) fn write(folder: &Path, settings: &Settings) -> Result<(), SettingsError> {
    let json = serde_json::to_vec_pretty(settings).map_err(|_| SettingsError::NotWritten)?;
    fs::create_dir_all(folder)
        .and_then(|()| [COPY, NAME].iter().try_for_each(|name| put(folder, name, &json)))
        .map_err(|_| {
            trouble::note(Area::Settings, "not written");
            SettingsError::NotWritten
        })
}

/// Writes beside the file and renames, so that a full disk leaves the old one whole; on the disk before
/// it takes the old one's place.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let fresh = folder.join(format!("{name}.new"));
    // What lies there may be a link that another user made.
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sigsentry_keys_contract::settings::{
        Appearance, ClipboardLife, ColumnWidth, LockAfter, ProxyChoice, TableColumn, WindowPlace,
        Zoom,
    };

    #[test]
    fn settings_survive_and_broken_ones_are_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()).settings, Settings::default());
        let mine = Settings {
            clipboard_life: ClipboardLife::Ten,
            start_masked: true,
            appearance: Appearance::Dark,
            proxy: ProxyChoice::Manual { address: "http://proxy.example:3128".into() },
            ca_file: Some("/etc/corp.pem".into()),
            lock_after: LockAfter::Sixty,
            zoom: Zoom::default(),
            window: Some(WindowPlace { x: -1280, y: 24, width: 900, height: 560, maximized: true }),
            hidden_columns: vec![TableColumn::Permissions],
            column_widths: vec![ColumnWidth { column: Some(TableColumn::Used), width: 140 }],
            recognise_values: true,
            notify_first_use: true,
            welcomed: true,
        };
        write(folder.path(), &mine).unwrap();
        assert_eq!(read(folder.path()), ReadSettings { settings: mine.clone(), lost: false });
        fs::write(folder.path().join(NAME), "{\"clipboardLife\":\"11\"}").unwrap();
        assert_eq!(read(folder.path()).settings, Settings::default());
        fs::write(folder.path().join(NAME), "{\"startMasked\":true,\"new\":1}").unwrap();
        assert!(read(folder.path()).settings.start_masked);
    }

    /// After a power loss, some file systems leave an empty file or zeros.
    #[test]
    fn a_file_that_was_lost_is_read_from_its_copy_and_otherwise_said() {
        let folder = tempfile::tempdir().unwrap();
        let mine = Settings { lock_after: LockAfter::Five, ..Settings::default() };
        write(folder.path(), &mine).unwrap();
        let found = |lost| ReadSettings { settings: mine.clone(), lost };
        for torn in [Vec::new(), vec![0; 4096], b"{\"lockAf".to_vec()] {
            fs::write(folder.path().join(NAME), &torn).unwrap();
            assert_eq!(read(folder.path()), found(false));
            fs::write(folder.path().join(COPY), &torn).unwrap();
            assert_eq!(
                read(folder.path()),
                ReadSettings { settings: Settings::default(), lost: true }
            );
            write(folder.path(), &mine).unwrap();
        }
        fs::remove_file(folder.path().join(NAME)).unwrap();
        assert_eq!(read(folder.path()), found(false));
    }

    #[test]
    #[cfg(unix)]
    fn what_somebody_else_may_have_put_there_is_not_read_and_no_link_is_followed() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let planted = folder.path().join("planted.json");
        fs::write(&planted, "{\"startMasked\":true}").unwrap();
        symlink(&planted, data.join(NAME)).unwrap();
        assert!(!read(&data).settings.start_masked, "through a link");
        fs::remove_file(data.join(NAME)).unwrap();
        symlink(&planted, data.join("settings.json.new")).unwrap();
        write(&data, &Settings::default()).unwrap();
        assert_eq!(fs::read_to_string(&planted).unwrap(), "{\"startMasked\":true}");
        let mode = fs::metadata(data.join(NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        write(&data, &Settings { start_masked: true, ..Settings::default() }).unwrap();
        assert!(read(&data).settings.start_masked);
        fs::set_permissions(&data, fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(read(&data), ReadSettings { settings: Settings::default(), lost: true });
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_said() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let written = write(&file.path().join("below"), &Settings::default());
        assert_eq!(written, Err(SettingsError::NotWritten));
    }

    #[test]
    fn a_setting_that_cannot_be_read_takes_no_other_with_it() {
        let read = parse(br#"{"clipboardLife":"11","startMasked":true,"proxy":{"kind":"tor"}}"#);
        assert_eq!(read.unwrap(), Settings { start_masked: true, ..Settings::default() });
    }

    /// Any value of JSON that is not nested deeply.
    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "system|dark|10|manual|.{0,20}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            let name = "kind|address|.{0,8}";
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(name, inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_bytes_are_settings(bytes: Vec<u8>) {
            let _ = parse(&bytes);
        }

        #[test]
        fn a_readable_setting_survives_whatever_stands_beside_it(
            life in json(), appearance in json(), proxy in json(), ca_file in json(), more in json()
        ) {
            let file = serde_json::json!({ "clipboardLife": life, "startMasked": true,
                "appearance": appearance, "proxy": proxy, "caFile": ca_file, "more": more });
            let read = parse(&serde_json::to_vec(&file).unwrap()).unwrap();
            prop_assert!(read.start_masked);
            if let Some(path) = file["caFile"].as_str() {
                prop_assert_eq!(read.ca_file.as_deref(), Some(path));
            }
        }

        #[test]
        fn what_is_written_is_read(masked: bool, address in ".{0,30}", path in ".{0,30}") {
            let folder = tempfile::tempdir().unwrap();
            let mine = Settings { start_masked: masked, ca_file: Some(path),
                proxy: ProxyChoice::Manual { address }, ..Settings::default() };
            write(folder.path(), &mine).unwrap();
            prop_assert_eq!(read(folder.path()).settings, mine);
        }
    }
}
