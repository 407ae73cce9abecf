use super::App;
use sigsentry_keys_contract::triage::{ChosenPath, TriageError, TriageReport, TriageSource};

#[tauri::command]
pub(crate) async fn triage(
    app: App<'_>,
    source: TriageSource,
) -> Result<TriageReport, TriageError> {
    app.triage(source).await
}

#[tauri::command]
pub(crate) async fn stop_triage(app: App<'_>) -> Result<(), ()> {
    app.stop_triage();
    Ok(())
}

/// The system's own dialog. A path that is no text cannot be typed either, and is none.
#[tauri::command]
pub(crate) async fn choose_path(folder: bool) -> Result<ChosenPath, ()> {
    let dialog = rfd::AsyncFileDialog::new();
    let chosen = if folder { dialog.pick_folder().await } else { dialog.pick_file().await };
    let path = chosen.and_then(|chosen| Some(chosen.path().to_str()?.to_owned()));
    Ok(ChosenPath { path })
}
