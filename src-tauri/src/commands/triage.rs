use super::App;
use sigsentry_keys_contract::triage::{TriageError, TriageReport, TriageSource};

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
