//! Settings, in a plain file: nothing in it is secret.

use serde_json::{Map, Value};
use sigsentry_keys_contract::settings::{Settings, SettingsError};
use std::{
    fs::{self, File},
    io::Read as _,
    path::Path,
};

const NAME: &str = "settings.json";

/// Larger than any settings are, in bytes.
const LARGEST: u64 = 64 * 1024;

/// Reads the settings. A missing or broken file means the defaults, a setting that cannot be read means
/// its own default, and the file is left as it is.
pub(crate) fn read(folder: &Path) -> Settings {
    let mut bytes = Vec::new();
    let read =
        File::open(folder.join(NAME)).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes));
    if read.is_ok() { parse(&bytes) } else { Settings::default() }
}

fn parse(bytes: &[u8]) -> Settings {
    let file: Map<String, Value> = serde_json::from_slice(bytes).unwrap_or_default();
    let known = serde_json::to_value(Settings::default()).unwrap_or_default();
    let mut good = Settings::default();
    for name in known.as_object().into_iter().flat_map(Map::keys) {
        let Some(value) = file.get(name) else { continue };
        let Ok(Value::Object(mut with)) = serde_json::to_value(&good) else { continue };
        with.insert(name.clone(), value.clone());
        // One that a newer or broken app wrote takes no other with it.
        good = serde_json::from_value(Value::Object(with)).unwrap_or(good);
    }
    good
}

/// Writes beside the file and renames, so that a full disk leaves the old one whole.
pub(crate) fn write(folder: &Path, settings: &Settings) -> Result<(), SettingsError> {
    let json = serde_json::to_vec_pretty(settings).map_err(|_| SettingsError::NotWritten)?;
    let fresh = folder.join(format!("{NAME}.new"));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&fresh, json))
        .and_then(|()| fs::rename(&fresh, folder.join(NAME)))
        .map_err(|_| SettingsError::NotWritten)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sigsentry_keys_contract::settings::{Appearance, ClipboardLife, LockAfter, ProxyChoice};

    #[test]
    fn settings_survive_and_broken_ones_are_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), Settings::default());
        let mine = Settings {
            clipboard_life: ClipboardLife::Ten,
            start_masked: true,
            appearance: Appearance::Dark,
            proxy: ProxyChoice::Manual { address: "http://proxy.example:3128".into() },
            ca_file: Some("/etc/corp.pem".into()),
            lock_after: LockAfter::Sixty,
        };
        write(folder.path(), &mine).unwrap();
        assert_eq!(read(folder.path()), mine);
        fs::write(folder.path().join(NAME), "{\"clipboardLife\":\"11\"}").unwrap();
        assert_eq!(read(folder.path()), Settings::default());
        fs::write(folder.path().join(NAME), "{\"startMasked\":true,\"new\":1}").unwrap();
        assert!(read(folder.path()).start_masked);
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
        assert_eq!(read, Settings { start_masked: true, ..Settings::default() });
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
            let read = parse(&serde_json::to_vec(&file).unwrap());
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
            prop_assert_eq!(read(folder.path()), mine);
        }
    }
}
