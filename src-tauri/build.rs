//! Declares every command, so that none is open to a window that was not granted it by name.

use tauri_build::{AppManifest, Attributes};

macro_rules! commands {
    ($($(#[$sentence:meta])* $name:ident $arguments:tt -> $answer:ty $(, $error:ty)? => $windows:tt;)*) => {
        &[$(stringify!($name)),*]
    };
}

const COMMANDS: &[&str] = include!("../crates/contract/src/commands.rs");

fn main() {
    // Without this line Cargo ignores edits to the capabilities.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=crates/contract/src/commands.rs");
    let attributes = Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes).expect("the capabilities name the commands of this file");
}
