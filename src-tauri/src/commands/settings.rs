use crate::{app::App, settings_file};
use sigsentry_keys_contract::settings::{Settings, SettingsError};
use tauri::State;

#[tauri::command]
pub(crate) fn settings(app: State<'_, App>) -> Settings {
    app.settings()
}

#[tauri::command]
pub(crate) fn save_settings(app: State<'_, App>, settings: Settings) -> Result<(), SettingsError> {
    // They hold from now on even if the file cannot be written.
    app.set_settings(settings);
    settings_file::write(&app.data_dir, settings)
}
