use super::App;
use sigsentry_keys_contract::{
    custody::CustodyError,
    handoff::{DestinationView, Identity, PasteBack, SendError, SendPlan, SendRequest, Sent},
};
use sigsentry_keys_core::custody::Ticket;
use zeroize::Zeroizing;

/// Looks for programs: the first time that a person asks, never at the start of the app.
#[tauri::command]
pub(crate) async fn destinations(
    app: App<'_>,
    ticket: String,
) -> Result<Vec<DestinationView>, CustodyError> {
    app.destinations(&Ticket::from_text(ticket)).await
}

#[tauri::command]
pub(crate) async fn plan_sending(
    app: App<'_>,
    request: SendRequest,
) -> Result<SendPlan, SendError> {
    app.plan_sending(&request).await
}

#[tauri::command]
pub(crate) async fn destination_identity(
    app: App<'_>,
    request: SendRequest,
) -> Result<Identity, SendError> {
    app.destination_identity(&request).await
}

#[tauri::command]
pub(crate) async fn send_key(app: App<'_>, request: SendRequest) -> Result<Sent, SendError> {
    app.send_key(&request).await
}

/// `ending`: the last four characters, as the person's password manager shows them; without it, what lies in the
/// clipboard now.
#[tauri::command]
pub(crate) async fn check_stored_value(
    app: App<'_>,
    ticket: String,
    ending: Option<String>,
) -> Result<PasteBack, CustodyError> {
    app.check_stored_value(&Ticket::from_text(ticket), ending.map(Zeroizing::new)).await
}
