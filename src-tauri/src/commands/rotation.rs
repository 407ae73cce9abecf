use super::App;
use sigsentry_keys_contract::{
    creation::CreateKeyResponse,
    handoff::{SendError, SendPlan, Sent},
    rotation::{
        BeginRotationRequest, MarkPlaceRequest, RotationError, RotationPlan, RotationView,
        SendToPlaceRequest,
    },
};

#[tauri::command]
pub(crate) async fn plan_rotation(
    app: App<'_>,
    key_id: String,
) -> Result<RotationPlan, RotationError> {
    app.plan_rotation(&key_id).await
}

#[tauri::command]
pub(crate) async fn begin_rotation(
    app: App<'_>,
    request: BeginRotationRequest,
) -> Result<CreateKeyResponse, RotationError> {
    app.begin_rotation(&request).await
}

#[tauri::command]
pub(crate) async fn replace_again(
    app: App<'_>,
    rotation_id: String,
    name: String,
) -> Result<CreateKeyResponse, RotationError> {
    app.replace_again(&rotation_id, &name).await
}

#[tauri::command]
pub(crate) async fn rotations(app: App<'_>) -> Result<Vec<RotationView>, ()> {
    Ok(app.rotations())
}

#[tauri::command]
pub(crate) async fn look_at_rotations(app: App<'_>) -> Result<Vec<RotationView>, RotationError> {
    app.look_at_rotations().await
}

#[tauri::command]
pub(crate) async fn hold_rotation(
    app: App<'_>,
    rotation_id: String,
    on_hold: bool,
) -> Result<RotationView, RotationError> {
    app.hold_rotation(&rotation_id, on_hold)
}

#[tauri::command]
pub(crate) async fn mark_place(
    app: App<'_>,
    request: MarkPlaceRequest,
) -> Result<RotationView, RotationError> {
    app.mark_place(&request)
}

#[tauri::command]
pub(crate) async fn plan_place(
    app: App<'_>,
    request: SendToPlaceRequest,
) -> Result<SendPlan, SendError> {
    app.plan_place(&request).await
}

#[tauri::command]
pub(crate) async fn send_to_place(
    app: App<'_>,
    request: SendToPlaceRequest,
) -> Result<Sent, SendError> {
    app.send_to_place(&request).await
}

#[tauri::command]
pub(crate) async fn end_rotation(app: App<'_>, rotation_id: String) -> Result<(), ()> {
    app.end_rotation(&rotation_id);
    Ok(())
}
