//! Each looks into the inventory while a reading may be written to the disk: never on the main thread.

use super::App;
use sigsentry_keys_app::Pace;
use sigsentry_keys_contract::{
    activity::{ActivityError, ActivityPage, ActivityQuery},
    changes::{ChangesError, ChangesPage, ChangesQuery, News},
    creation::NameAdvice,
    export::{ExportError, ExportRequest, Exported},
    inventory::{
        InventoryError, InventoryOverview, InventorySummary, KeyDetail, KeyPage, KeyQuery,
        ProjectPage, ProjectQuery, SelectedKey, UndeployedKeys,
    },
    table::{TableState, TableStateError},
};
use std::path::PathBuf;
use tauri::{AppHandle, Manager as _};

#[tauri::command]
pub(crate) async fn refresh_inventory(
    app: App<'_>,
    gently: bool,
) -> Result<InventorySummary, InventoryError> {
    app.read_inventory(if gently { Pace::Gentle } else { Pace::Brisk }).await?;
    app.inventory_summary()
}

#[tauri::command]
pub(crate) async fn look_for_new_keys(app: App<'_>) -> Result<InventorySummary, InventoryError> {
    app.look_for_new_keys().await?;
    app.inventory_summary()
}

#[tauri::command]
pub(crate) async fn cancel_reading(app: App<'_>) -> Result<(), ()> {
    app.cancel_reading();
    Ok(())
}

#[tauri::command]
pub(crate) async fn inventory_summary(app: App<'_>) -> Result<InventorySummary, InventoryError> {
    app.inventory_summary()
}

#[tauri::command]
pub(crate) async fn query_keys(app: App<'_>, query: KeyQuery) -> Result<KeyPage, InventoryError> {
    app.query_keys(query)
}

#[tauri::command]
pub(crate) async fn overview(
    app: App<'_>,
    query: KeyQuery,
) -> Result<InventoryOverview, InventoryError> {
    app.overview(query)
}

#[tauri::command]
pub(crate) async fn select_keys(
    app: App<'_>,
    query: KeyQuery,
) -> Result<Vec<SelectedKey>, InventoryError> {
    app.select_keys(query)
}

#[tauri::command]
pub(crate) async fn table_state(app: App<'_>) -> Result<Option<TableState>, ()> {
    Ok(app.table_state().await)
}

#[tauri::command]
pub(crate) async fn save_table_state(
    app: App<'_>,
    whose: String,
    state: TableState,
) -> Result<(), TableStateError> {
    app.save_table_state(&whose, state).await
}

#[tauri::command]
pub(crate) async fn query_projects(
    app: App<'_>,
    query: ProjectQuery,
) -> Result<ProjectPage, InventoryError> {
    app.query_projects(&query)
}

#[tauri::command]
pub(crate) async fn news(app: App<'_>) -> Result<Option<News>, ()> {
    Ok(app.news().await)
}

#[tauri::command]
pub(crate) async fn query_changes(
    app: App<'_>,
    query: ChangesQuery,
) -> Result<ChangesPage, ChangesError> {
    app.query_changes(&query)
}

#[tauri::command]
pub(crate) async fn query_activity(
    app: App<'_>,
    query: ActivityQuery,
) -> Result<ActivityPage, ActivityError> {
    app.query_activity(&query)
}

#[tauri::command]
pub(crate) async fn mark_changes_seen(app: App<'_>) -> Result<(), ChangesError> {
    app.mark_changes_seen().await
}

#[tauri::command]
pub(crate) async fn export_file(
    app: App<'_>,
    handle: AppHandle,
    request: ExportRequest,
) -> Result<Exported, ExportError> {
    app.export_file(downloads(&handle), request).await
}

/// Where files are written.
pub(super) fn downloads(handle: &AppHandle) -> Option<PathBuf> {
    let paths = handle.path();
    // Without a desktop's list of folders there is the usual one.
    let usual = || paths.home_dir().map(|home| home.join("Downloads"));
    paths.download_dir().or_else(|_| usual()).ok()
}

#[tauri::command]
pub(crate) async fn key_detail(app: App<'_>, key_id: String) -> Result<KeyDetail, InventoryError> {
    app.key_detail(&key_id)
}

#[tauri::command]
pub(crate) async fn name_advice(app: App<'_>, name: String) -> Result<Vec<NameAdvice>, ()> {
    Ok(app.name_advice(&name))
}

#[tauri::command]
pub(crate) async fn undeployed_keys(app: App<'_>) -> Result<UndeployedKeys, ()> {
    Ok(app.undeployed_keys())
}
