use crate::app::App;
use sigsentry_keys_contract::settings::{Settings, SettingsError};
use tauri::State;

#[tauri::command]
pub(crate) fn settings(app: State<'_, App>) -> Settings {
    app.settings()
}

#[tauri::command]
pub(crate) fn save_settings(app: State<'_, App>, settings: Settings) -> Result<(), SettingsError> {
    app.change_settings(settings)
}
