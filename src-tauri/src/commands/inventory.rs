use crate::{app::App, clock};
use sigsentry_keys_contract::{
    creation::NameAdvice,
    inventory::{InventoryError, InventorySummary, KeyDetail, KeyPage, KeyQuery},
};
use sigsentry_keys_core::creation::advise;
use tauri::State;

#[tauri::command]
pub(crate) async fn refresh_inventory(
    app: State<'_, App>,
) -> Result<InventorySummary, InventoryError> {
    app.refresh_inventory().await.map_err(|failure| InventoryError::Request { failure })?;
    inventory_summary(app)
}

#[tauri::command]
pub(crate) fn inventory_summary(app: State<'_, App>) -> Result<InventorySummary, InventoryError> {
    let clock_behind_by = app.clock_behind_by();
    app.with_snapshot(|snapshot| InventorySummary {
        clock_behind_by,
        ..InventorySummary::from(snapshot)
    })
    .ok_or(InventoryError::NotRead)
}

#[tauri::command]
pub(crate) fn query_keys(app: State<'_, App>, query: KeyQuery) -> Result<KeyPage, InventoryError> {
    let now = clock::now();
    app.with_snapshot(|snapshot| KeyPage::of(snapshot, query, now)).ok_or(InventoryError::NotRead)
}

#[tauri::command]
pub(crate) fn key_detail(app: State<'_, App>, key_id: String) -> Result<KeyDetail, InventoryError> {
    let address = app.api_url();
    let annotation = app.annotation(&key_id);
    app.with_snapshot(|snapshot| {
        let key = snapshot.key(&key_id)?;
        let detail = KeyDetail::of(key, snapshot, annotation, &address, clock::now());
        let (activity, stored_in) = (app.activity(&key_id), app.unnoted_places(&key_id));
        Some(KeyDetail { activity, stored_in, ..detail })
    })
    .ok_or(InventoryError::NotRead)?
    .ok_or(InventoryError::NoSuchKey)
}

#[tauri::command]
pub(crate) fn name_advice(app: State<'_, App>, name: String) -> Vec<NameAdvice> {
    app.with_snapshot(|snapshot| advise(&name, &snapshot.keys))
        .unwrap_or_else(|| advise(&name, []))
        .into_iter()
        .map(Into::into)
        .collect()
}
