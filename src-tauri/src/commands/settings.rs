use crate::{app::App, trouble};
use sigsentry_keys_contract::settings::{Settings, SettingsError, TroubleReport};
use tauri::State;

#[tauri::command]
pub(crate) fn settings(app: State<'_, App>) -> Settings {
    app.settings()
}

#[tauri::command]
pub(crate) fn save_settings(app: State<'_, App>, settings: Settings) -> Result<(), SettingsError> {
    app.change_settings(settings)
}

#[tauri::command]
pub(crate) fn trouble_report() -> TroubleReport {
    TroubleReport { text: trouble::report() }
}
