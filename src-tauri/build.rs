//! Declares every command, so that none is open to a window that was not granted it by name.

use tauri_build::{AppManifest, Attributes};

const COMMANDS: &[&str] = &[
    "page_ready",
    "quit_app",
    "form_key",
    "zoom",
    "trouble_report",
    "settings",
    "save_settings",
    "sign_in_options",
    "sign_in",
    "session_state",
    "open_sign_in",
    "sign_out",
    "accounts",
    "switch_account",
    "label_account",
    "refresh_inventory",
    "inventory_summary",
    "query_keys",
    "key_detail",
    "name_advice",
    "create_sdk_key",
    "create_project_key",
    "create_organization_key",
    "retry_creation",
    "reveal_key",
    "copy_key",
    "clipboard_lease",
    "end_clipboard_lease",
    "spell_key",
    "dismiss_key",
    "abandoned_keys",
    "destinations",
    "plan_sending",
    "destination_identity",
    "send_key",
    "check_stored_value",
    "preview_revocation",
    "revoke_key",
    "keeping",
    "retry_keeping",
    "without_keychain",
    "set_store_aside",
    "left_behind_keys",
    "settle_left_behind",
    "save_annotation",
    "lock_state",
    "lock_app",
    "note_activity",
    "open_passphrase",
    "passphrase_options",
    "use_passphrase",
    "leave_passphrase",
    "sign_in_instead",
    "forget_locked",
];

fn main() {
    // Without this line Cargo ignores edits to the capabilities.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes).expect("the capabilities name the commands of this file");
}
