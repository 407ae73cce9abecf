use super::{App, palette};
use sigsentry_keys_contract::custody::{
    AbandonedKey, CopyError, CopyFormat, CustodyError, LeaseEnd, LeaseState, Receipt,
    SpelledCharacter, Theme,
};
use sigsentry_keys_core::custody::{Raster, Ticket};
use tauri::ipc::Response;

/// Pixels, never text: see `contract::custody` for the layout of the bytes.
#[tauri::command]
pub(crate) fn reveal_key(
    app: App<'_>,
    ticket: String,
    scale: f32,
    theme: Theme,
) -> Result<Response, CustodyError> {
    app.reveal(&Ticket::from_text(ticket), scale, palette::of(theme)).map(picture)
}

fn picture(raster: Raster) -> Response {
    let mut bytes = Vec::with_capacity(12 + raster.rgba.len());
    bytes.extend_from_slice(&raster.width.to_le_bytes());
    bytes.extend_from_slice(&raster.height.to_le_bytes());
    bytes.extend_from_slice(&raster.scale.to_le_bytes());
    bytes.extend_from_slice(&raster.rgba);
    Response::new(bytes)
}

#[tauri::command]
pub(crate) async fn copy_key(
    app: App<'_>,
    ticket: String,
    format: CopyFormat,
) -> Result<LeaseState, CopyError> {
    app.copy(Ticket::from_text(ticket), format.into()).await
}

#[tauri::command]
pub(crate) fn clipboard_lease(app: App<'_>) -> Option<LeaseState> {
    app.lease_state()
}

#[tauri::command]
pub(crate) async fn end_clipboard_lease(app: App<'_>) -> Result<Option<LeaseEnd>, ()> {
    Ok(app.end_lease())
}

/// One character at a time, on the person's explicit request.
#[tauri::command]
pub(crate) fn spell_key(
    app: App<'_>,
    ticket: String,
    index: u32,
) -> Result<Option<SpelledCharacter>, CustodyError> {
    app.spell(&Ticket::from_text(ticket), index)
}

#[tauri::command]
pub(crate) async fn dismiss_key(app: App<'_>, ticket: String) -> Result<Receipt, CustodyError> {
    app.dismiss(Ticket::from_text(ticket)).await
}

/// Keys whose page is gone.
#[tauri::command]
pub(crate) async fn take_abandoned_keys(app: App<'_>) -> Result<Vec<AbandonedKey>, ()> {
    Ok(app.take_abandoned_keys().await)
}
