//! Settings, in a plain file: nothing in it is secret.

use sigsentry_keys_contract::settings::{Settings, SettingsError};
use std::{fs, path::Path};

const NAME: &str = "settings.json";

/// Reads the settings; a missing or broken file means the defaults, and is left as it is.
pub(crate) fn read(folder: &Path) -> Settings {
    fs::read(folder.join(NAME))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// Writes beside the file and renames, so that a full disk leaves the old one whole.
pub(crate) fn write(folder: &Path, settings: Settings) -> Result<(), SettingsError> {
    let json = serde_json::to_vec_pretty(&settings).map_err(|_| SettingsError::NotWritten)?;
    let fresh = folder.join(format!("{NAME}.new"));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&fresh, json))
        .and_then(|()| fs::rename(&fresh, folder.join(NAME)))
        .map_err(|_| SettingsError::NotWritten)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sigsentry_keys_contract::settings::{Appearance, ClipboardLife};

    #[test]
    fn settings_survive_and_broken_ones_are_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), Settings::default());
        let mine = Settings {
            clipboard_life: ClipboardLife::Ten,
            start_masked: true,
            appearance: Appearance::Dark,
        };
        write(folder.path(), mine).unwrap();
        assert_eq!(read(folder.path()), mine);
        fs::write(folder.path().join(NAME), "{\"clipboardLife\":\"11\"}").unwrap();
        assert_eq!(read(folder.path()), Settings::default());
        fs::write(folder.path().join(NAME), "{\"startMasked\":true,\"new\":1}").unwrap();
        assert!(read(folder.path()).start_masked);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_said() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let written = write(&file.path().join("below"), Settings::default());
        assert_eq!(written, Err(SettingsError::NotWritten));
    }
}
