use super::{App, inventory::downloads};
use sigsentry_keys_contract::{
    inventory::KeyQuery,
    review::{DecideRequest, Proposals, ReviewError, ReviewView, SignedOff},
};
use tauri::AppHandle;

#[tauri::command]
pub(crate) async fn begin_review(
    app: App<'_>,
    query: KeyQuery,
    about: String,
) -> Result<ReviewView, ReviewError> {
    app.begin_review(query, about).await
}

#[tauri::command]
pub(crate) async fn review(app: App<'_>) -> Result<Option<ReviewView>, ()> {
    Ok(app.review().await)
}

#[tauri::command]
pub(crate) async fn decide_review(app: App<'_>, request: DecideRequest) -> Result<(), ReviewError> {
    app.decide_review(request).await
}

#[tauri::command]
pub(crate) async fn drop_review(app: App<'_>) -> Result<(), ()> {
    app.drop_review().await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn sign_off_review(
    app: App<'_>,
    handle: AppHandle,
) -> Result<SignedOff, ReviewError> {
    app.sign_off_review(downloads(&handle)).await
}

#[tauri::command]
pub(crate) async fn proposals(app: App<'_>) -> Result<Option<Proposals>, ()> {
    Ok(app.proposals().await)
}
