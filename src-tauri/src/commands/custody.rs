use crate::{app::App, palette};
use sigsentry_keys_contract::custody::{
    AbandonedKey, CopyError, CopyFormat, CustodyError, LeaseEnd, LeaseState, Receipt,
    SpelledCharacter, Theme,
};
use sigsentry_keys_core::custody::{Ticket, TicketVoid};
use tauri::{State, WebviewWindow, ipc::Response};

/// Pixels, never text: see `contract::custody` for the layout of the bytes.
#[tauri::command]
pub(crate) fn reveal_key(
    app: State<'_, App>,
    ticket: String,
    scale: f32,
    theme: Theme,
) -> Result<Response, CustodyError> {
    let raster = app
        .custody()
        .reveal(&Ticket::from_text(ticket), scale, palette::of(theme))
        .map_err(no_longer_held)?;
    let mut bytes = Vec::with_capacity(12 + raster.rgba.len());
    bytes.extend_from_slice(&raster.width.to_le_bytes());
    bytes.extend_from_slice(&raster.height.to_le_bytes());
    bytes.extend_from_slice(&raster.scale.to_le_bytes());
    bytes.extend_from_slice(&raster.rgba);
    Ok(Response::new(bytes))
}

#[tauri::command]
pub(crate) async fn copy_key(
    app: State<'_, App>,
    ticket: String,
    format: CopyFormat,
) -> Result<LeaseState, CopyError> {
    app.copy(Ticket::from_text(ticket), format.into()).await
}

#[tauri::command]
pub(crate) fn clipboard_lease(app: State<'_, App>) -> Option<LeaseState> {
    app.lease_state()
}

#[tauri::command]
pub(crate) async fn end_clipboard_lease(app: State<'_, App>) -> Result<Option<LeaseEnd>, ()> {
    Ok(app.end_lease())
}

/// One character at a time, on the person's explicit request.
#[tauri::command]
pub(crate) fn spell_key(
    app: State<'_, App>,
    ticket: String,
    index: u32,
) -> Result<Option<SpelledCharacter>, CustodyError> {
    let character =
        app.custody().spell(&Ticket::from_text(ticket), index as usize).map_err(no_longer_held)?;
    Ok(character.map(|character| SpelledCharacter { character: character.into(), index }))
}

#[tauri::command]
pub(crate) fn dismiss_key(
    app: State<'_, App>,
    window: WebviewWindow,
    ticket: String,
) -> Result<Receipt, CustodyError> {
    let dismissed = app.custody().dismiss(&Ticket::from_text(ticket)).map_err(no_longer_held)?;
    app.guard_picture(&window);
    app.wish_was_dismissed(&dismissed.record.id);
    Ok(app.receipt(&dismissed))
}

/// Keys whose page is gone.
#[tauri::command]
pub(crate) fn abandoned_keys(app: State<'_, App>, window: WebviewWindow) -> Vec<AbandonedKey> {
    let abandoned = app.take_abandoned_keys();
    app.guard_picture(&window);
    abandoned
}

fn no_longer_held(TicketVoid: TicketVoid) -> CustodyError {
    CustodyError::NoLongerHeld
}
