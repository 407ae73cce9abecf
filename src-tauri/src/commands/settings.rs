use super::App;
use sigsentry_keys_app::trouble;
use sigsentry_keys_contract::settings::{Settings, SettingsError, TroubleReport};

#[tauri::command]
pub(crate) fn settings(app: App<'_>) -> Settings {
    app.settings()
}

#[tauri::command]
pub(crate) async fn save_settings(app: App<'_>, settings: Settings) -> Result<(), SettingsError> {
    app.save_settings(settings).await
}

#[tauri::command]
pub(crate) fn trouble_report() -> TroubleReport {
    TroubleReport { text: trouble::report() }
}
